import type { Item } from '../values/attribute-value.js';
import { itemSize } from '../values/size.js';
import type { Actor, StreamDescription, StreamRecord } from './change.js';

/** Records of a stream can be read for a day (DynamoDB Streams, "data retention limit"). */
export const retentionMs = 24 * 3600 * 1000;

export interface ItemChange {
  readonly keys: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly atMs: number;
  readonly by?: Actor;
}

/** The one shard of a table's stream. */
export class Stream {
  description: StreamDescription;
  #records: StreamRecord[] = [];
  /** Records before this one are too old to be read. */
  #first = 0;
  #trimmedUpTo = 0;

  constructor(description: StreamDescription) {
    this.description = description;
  }

  append(change: ItemChange, sequence: number): void {
    const { viewType } = this.description;
    const keepsNew = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
    const keepsOld = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
    const newImage = keepsNew ? change.after : undefined;
    const oldImage = keepsOld ? change.before : undefined;
    const images = [change.keys, newImage, oldImage].filter((image) => image !== undefined);
    this.restore({
      sequence,
      atMs: change.atMs,
      eventName: change.before === undefined ? 'INSERT' : change.after === undefined ? 'REMOVE' : 'MODIFY',
      keys: change.keys,
      ...(newImage !== undefined && { newImage }),
      ...(oldImage !== undefined && { oldImage }),
      sizeBytes: images.reduce((bytes, image) => bytes + itemSize(image), 0),
      ...(change.by !== undefined && { by: change.by }),
    });
  }

  restore(record: StreamRecord): void {
    this.#records.push(record);
    this.#trim(record.atMs);
    // Dropping from the front moves all others: only when half would go.
    if (this.#first <= this.#records.length / 2) return;
    this.#records = this.#records.slice(this.#first);
    this.#first = 0;
  }

  #trim(nowMs: number): void {
    const oldest = nowMs - retentionMs;
    for (let record = this.#records[this.#first]; record !== undefined && record.atMs <= oldest; ) {
      this.#trimmedUpTo = record.sequence;
      record = this.#records[++this.#first];
    }
  }

  /** At most `limit` records from `sequence` on that can still be read at `nowMs`. */
  from(sequence: number, nowMs: number, limit: number): readonly StreamRecord[] {
    this.#trim(nowMs);
    let low = this.#first;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#records[middle] as StreamRecord).sequence < sequence) low = middle + 1;
      else high = middle;
    }
    return this.#records.slice(low, low + limit);
  }

  /** The sequence number of the oldest record that can still be read; undefined when there is none. */
  oldest(nowMs: number): number | undefined {
    this.#trim(nowMs);
    return this.#records[this.#first]?.sequence;
  }

  /** Whether a record from `sequence` on has been dropped for its age. */
  hasTrimmed(sequence: number): boolean {
    return sequence <= this.#trimmedUpTo;
  }
}
