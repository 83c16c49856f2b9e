import { attributeOf } from '../values/attribute-value.js';
import { orderedKey } from './ordered-key.js';
import { type Row, rowAt } from './row.js';
import { SortedRows } from './sorted-rows.js';

/** TTL ignores times more than five years past (Using time to live, "How it works"). */
const tooOldSeconds = 5 * 365 * 24 * 3600;

/** The items of a table by the time at which they expire. */
export class Expiry {
  readonly attribute: string;
  readonly #rows = new SortedRows();

  constructor(attribute: string) {
    this.attribute = attribute;
  }

  #place(row: Row): Row | undefined {
    const value = attributeOf(row.item, this.attribute);
    if (value === undefined || !('N' in value)) return undefined;
    const { hash: ownHash, range: ownRange } = row;
    return rowAt({ token: 0, hash: '', range: orderedKey(value), ownToken: 0, ownHash, ownRange }, row);
  }

  add(row: Row): void {
    const place = this.#place(row);
    if (place !== undefined) this.#rows.put(place);
  }

  remove(row: Row): void {
    const place = this.#place(row);
    if (place !== undefined) this.#rows.remove(place);
  }

  /** Items whose time has passed, at most `limit`. */
  expired(nowMs: number, limit: number): Row[] {
    const nowSeconds = Math.floor(nowMs / 1000);
    const at = (seconds: number, after: boolean) =>
      this.#rows.seek({ token: 0, hash: '', range: orderedKey({ N: String(seconds) }) }, after);
    const rows: Row[] = [];
    for (const row of this.#rows.between(at(nowSeconds - tooOldSeconds, false), at(nowSeconds, true))) {
      if (rows.push(row) === limit) break;
    }
    return rows;
  }
}
