import type { Change } from './change.js';
import type { Database } from './database.js';

/** What operations work on. */
export interface Engine {
  readonly database: Database;
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Commits all changes in one record, or nothing when there are none. */
  commit(changes: readonly Change[]): void;
}

/** One API action on its decoded input; runs in one turn, so that nothing comes between its checks and its commit. */
export type Operation = (engine: Engine, input: Readonly<Record<string, unknown>>) => unknown;
