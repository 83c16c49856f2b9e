import type { Change } from './engine/change.js';
import { Database } from './engine/database.js';
import type { Engine } from './engine/engine.js';
import { sweepExpired } from './engine/time-to-live-sweep.js';
import type { CommitLog } from './log/commit-log.js';
import { actions } from './operations/actions.js';
import { DynamoDbError, type Tables, type TablesService } from './tables.js';
import { serializationError } from './validation/errors.js';

export interface TablesOptions {
  /** Joined under part `tables`; open it before the first call. */
  readonly log: CommitLog;
  /** `us-east-1` unless told. */
  readonly region?: string;
  /** `123456789012` unless told. */
  readonly accountId?: string;
  /** Milliseconds since the epoch; the system's clock unless told. */
  readonly now?: () => number;
}

const part = 'tables';
const sweepMs = 1000;

class EmbeddedTables implements Tables {
  readonly #log: CommitLog;
  readonly #engine: Engine;
  readonly #database = new Database();
  readonly #listeners = new Map<string, Set<() => void>>();
  #hasCommitted = false;
  #sweep: NodeJS.Timeout | undefined;

  constructor({ log, region = 'us-east-1', accountId = '123456789012', now = Date.now }: TablesOptions) {
    this.#log = log;
    log.join(part, this.#database);
    const commit = (changes: readonly Change[]) => this.#commit(changes);
    this.#engine = { database: this.#database, region, accountId, now, commit };
  }

  #commit(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#hasCommitted = true;
    this.#log.commit(changes.map((data) => ({ part, data })));
  }

  async call(service: TablesService, action: string, input: unknown): Promise<unknown> {
    const operation = actions[service]?.get(action);
    if (operation === undefined) {
      throw new DynamoDbError('UnknownOperationException', `${service}.${action} is not supported`);
    }
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      throw serializationError('The input of an action is a JSON object');
    }
    this.#hasCommitted = false;
    const answer = operation(this.#engine, input as Readonly<Record<string, unknown>>);
    if (this.#hasCommitted) await this.#settle();
    return answer;
  }

  /** Waits until what was committed is durable, then tells who follows the streams. */
  async #settle(): Promise<void> {
    const { streamed } = this.#database;
    this.#database.streamed = new Set();
    await this.#log.durable();
    for (const name of streamed) for (const listener of this.#listeners.get(name) ?? []) listener();
  }

  onStreamRecords(tableName: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(tableName) ?? new Set();
    this.#listeners.set(tableName, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  start(): void {
    this.#sweep ??= setInterval(() => this.#deleteExpired(), sweepMs).unref();
  }

  #deleteExpired(): void {
    sweepExpired(this.#engine);
    if (this.#database.streamed.size === 0) return;
    // A log that cannot be written fails the next call too, which tells its caller.
    this.#settle().catch((error: unknown) => console.error('deleting expired items is not durable:', error));
  }

  close(): void {
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }
}

/** DynamoDB's tables and streams on a log. Errors of calls: DynamoDbError. */
export function createTables(options: TablesOptions): Tables {
  return new EmbeddedTables(options);
}
