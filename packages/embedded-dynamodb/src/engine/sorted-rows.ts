import { compareRow, type Probe, type Row } from './row.js';

/** A place before a row; `chunk` is the number of chunks at the end. Valid until the next change. */
export interface Position {
  readonly chunk: number;
  readonly offset: number;
}

const maxChunk = 256;

/** Rows in order, in chunks of bounded size: finding is a binary search, a change moves at most one chunk. */
export class SortedRows {
  readonly #chunks: Row[][] = [];
  #size = 0;
  #bytes = 0;

  get size(): number {
    return this.#size;
  }

  /** Sum of the rows' sizes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The first place whose row is not below the probe; with `after`, the first whose row is above it. */
  seek(probe: Probe, after = false): Position {
    const bound = after ? 1 : 0;
    const chunk = firstChunk(this.#chunks, probe, bound);
    const rows = this.#chunks[chunk];
    return { chunk, offset: rows === undefined ? 0 : firstRow(rows, probe, bound) };
  }

  begin(): Position {
    return { chunk: 0, offset: 0 };
  }

  end(): Position {
    return { chunk: this.#chunks.length, offset: 0 };
  }

  find(key: Probe): Row | undefined {
    const { chunk, offset } = this.seek(key);
    const row = this.#chunks[chunk]?.[offset];
    return row !== undefined && compareRow(row, key) === 0 ? row : undefined;
  }

  /** Puts the row in its place and returns the one that it replaces. */
  put(row: Row): Row | undefined {
    const found = this.seek(row);
    // At the end the row goes behind the last chunk's rows.
    const chunk = Math.max(0, Math.min(found.chunk, this.#chunks.length - 1));
    const rows = this.#chunks[chunk] ?? [];
    if (this.#chunks.length === 0) this.#chunks.push(rows);
    const offset = found.chunk === chunk ? found.offset : rows.length;
    const present = rows[offset];
    const replaced = present !== undefined && compareRow(present, row) === 0 ? present : undefined;
    rows.splice(offset, replaced === undefined ? 0 : 1, row);
    this.#bytes += row.size - (replaced?.size ?? 0);
    if (replaced === undefined) this.#size++;
    if (rows.length > maxChunk) this.#split(chunk, rows, offset);
    return replaced;
  }

  /** Rows that come in order fill their chunks; others leave half of the room for what comes between. */
  #split(chunk: number, rows: Row[], offset: number): void {
    const at = chunk === this.#chunks.length - 1 && offset === rows.length - 1 ? offset : rows.length >> 1;
    this.#chunks.splice(chunk + 1, 0, rows.splice(at));
  }

  remove(key: Probe): Row | undefined {
    const { chunk, offset } = this.seek(key);
    const rows = this.#chunks[chunk];
    const row = rows?.[offset];
    if (rows === undefined || row === undefined || compareRow(row, key) !== 0) return undefined;
    rows.splice(offset, 1);
    if (rows.length === 0) this.#chunks.splice(chunk, 1);
    this.#size--;
    this.#bytes -= row.size;
    return row;
  }

  /** The rows between two places, from the last to the first when `descending`. */
  between(start: Position, end: Position, descending = false): Generator<Row, void, undefined> {
    return descending ? this.#descend(start, end) : this.#ascend(start, end);
  }

  *#ascend(start: Position, end: Position): Generator<Row, void, undefined> {
    let { chunk, offset } = start;
    while (isBefore({ chunk, offset }, end)) {
      const rows = this.#chunks[chunk] as Row[];
      yield rows[offset] as Row;
      if (++offset < rows.length) continue;
      chunk++;
      offset = 0;
    }
  }

  *#descend(start: Position, end: Position): Generator<Row, void, undefined> {
    let { chunk, offset } = end;
    while (isBefore(start, { chunk, offset })) {
      if (offset === 0) offset = this.#chunks[--chunk]?.length ?? 0;
      yield this.#chunks[chunk]?.[--offset] as Row;
    }
  }
}

function isBefore(left: Position, right: Position): boolean {
  return left.chunk < right.chunk || (left.chunk === right.chunk && left.offset < right.offset);
}

/** The first chunk whose last row compares to the probe as `bound` or above. */
function firstChunk(chunks: readonly (readonly Row[])[], probe: Probe, bound: number): number {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const rows = chunks[middle] as readonly Row[];
    if (compareRow(rows[rows.length - 1] as Row, probe) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first row that compares to the probe as `bound` or above. */
function firstRow(rows: readonly Row[], probe: Probe, bound: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareRow(rows[middle] as Row, probe) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
