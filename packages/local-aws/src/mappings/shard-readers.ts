import { Bell } from './bell.js';
import { readShard, type ShardContext } from './shard-reader.js';
import type { Shard } from './stream-api.js';

/** The readers of one stream's shards; a shard's children begin when it has been read to its end. */
export class ShardReaders {
  readonly #stream: Omit<ShardContext, 'shardId' | 'arrivals'>;
  readonly #readers = new Map<string, Promise<void>>();
  readonly #arrivals: Bell[] = [];
  readonly #finished = new Set<string>();
  readonly #changed = new Bell();
  readonly #failures: unknown[] = [];

  constructor(stream: Omit<ShardContext, 'shardId' | 'arrivals'>) {
    this.#stream = stream;
  }

  /** To call when the stream has new records. */
  wake(): void {
    for (const bell of this.#arrivals) bell.ring();
    if (this.#isIdle) this.#changed.ring();
  }

  /** Runs until the signal aborts, or the table has another stream. Throws what makes a reader fail. */
  async run(tableName: string): Promise<void> {
    const { mapping, api, streamArn } = this.#stream;
    while (!mapping.signal.aborted) {
      for (const shard of this.#ready(await api.shards(streamArn))) this.#start(shard.ShardId);
      await this.#changed.next(mapping.signal);
      if (this.#failures.length > 0) throw this.#failures[0];
      if (this.#isIdle && (await api.latestStream(tableName)) !== streamArn) return;
    }
  }

  /** Every shard that has begun is read to its end. */
  get #isIdle(): boolean {
    return this.#finished.size === this.#readers.size;
  }

  /** Resolves when no reader runs any more. */
  async ended(): Promise<void> {
    await Promise.all(this.#readers.values());
  }

  #start(shardId: string): void {
    const arrivals = new Bell();
    this.#arrivals.push(arrivals);
    const reader = readShard({ ...this.#stream, shardId, arrivals })
      .then(() => void this.#finished.add(shardId))
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#changed.ring());
    this.#readers.set(shardId, reader);
  }

  /** Shards not begun whose parent has been read, or is trimmed away. */
  #ready(shards: readonly Shard[]): Shard[] {
    const known = new Set(shards.map(({ ShardId }) => ShardId));
    const isRead = (parent: string | undefined) =>
      parent === undefined || !known.has(parent) || this.#finished.has(parent);
    return shards.filter(
      ({ ShardId, ParentShardId }) => !this.#readers.has(ShardId) && isRead(ParentShardId),
    );
  }
}
