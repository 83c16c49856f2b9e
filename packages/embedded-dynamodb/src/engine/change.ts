import type { Item } from '../values/attribute-value.js';
import type { StreamViewType, TableDefinition } from './definition.js';

/** Who deleted an item, where it was not a caller. */
export type Actor = 'timeToLive';

/** One record of a stream, as it is kept. */
export interface StreamRecord {
  readonly sequence: number;
  readonly atMs: number;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: Item;
  readonly newImage?: Item;
  readonly oldImage?: Item;
  readonly sizeBytes: number;
  readonly by?: Actor;
}

export interface StreamDescription {
  readonly arn: string;
  readonly label: string;
  readonly tableName: string;
  readonly keySchema: TableDefinition['KeySchema'];
  readonly viewType: StreamViewType;
  readonly createdAtMs: number;
  readonly firstSequence: number;
  /** When it was disabled; records stay readable for a day. */
  readonly closedAtMs?: number;
  readonly lastSequence?: number;
}

/** What the log keeps of tables: post-images; indexes, stream records and counters derive from them. */
export type Change =
  /** A new table, or a new definition of the one with the same id. */
  | { readonly do: 'define'; readonly table: TableDefinition; readonly atMs: number }
  | { readonly do: 'drop'; readonly table: string; readonly atMs: number }
  | { readonly do: 'put'; readonly table: string; readonly item: Item; readonly atMs: number }
  | {
      readonly do: 'delete';
      readonly table: string;
      readonly key: Item;
      readonly atMs: number;
      readonly by?: Actor;
    }
  /** A transaction's ClientRequestToken with a digest of what it asked for. */
  | { readonly do: 'token'; readonly token: string; readonly digest: string; readonly atMs: number }
  /** In snapshots only: what cannot derive from the items. */
  | { readonly do: 'sequence'; readonly next: number }
  | { readonly do: 'stream'; readonly stream: StreamDescription }
  | { readonly do: 'record'; readonly stream: string; readonly record: StreamRecord }
  | { readonly do: 'load'; readonly table: string; readonly item: Item };
