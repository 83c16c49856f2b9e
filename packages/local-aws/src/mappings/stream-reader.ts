import type { Entry } from '@atoll/embedded-dynamodb';
import { backoffMs } from './backoff.js';
import type { Checkpoints, Position } from './checkpoints.js';
import { type MappingContext, nameOf } from './mapping-context.js';
import { ShardReaders } from './shard-readers.js';
import { StreamApi } from './stream-api.js';
import { wait } from './wait.js';

/** A reader that has worked this long before it fails starts again without delay. */
const steadyMs = 60_000;

/** Follows the stream of the mapping's table until the signal aborts; a failure is told of once and tried again. */
export async function readStream(context: MappingContext, checkpoints: Checkpoints): Promise<void> {
  const follower = new StreamFollower(context, checkpoints);
  let told = '';
  for (let failures = 0; !context.signal.aborted; ) {
    const startMs = context.now();
    try {
      await follower.follow();
      failures = 0;
    } catch (error) {
      failures = context.now() - startMs > steadyMs ? 1 : failures + 1;
      if (told !== String(error)) report(context, error);
      told = String(error);
    }
    if (failures > 0) await wait(backoffMs(failures), context.signal);
  }
}

function report(context: MappingContext, error: unknown): void {
  const to = nameOf(context.mapping.functionArn);
  const what = `the event source mapping of ${to} failed on the stream of ${tableNameOf(context)}`;
  context.output.error(what, String(error));
}

function tableNameOf({ mapping }: MappingContext): string {
  return mapping.source.arn.split(':table/')[1]?.split('/')[0] ?? '';
}

class StreamFollower {
  readonly #context: MappingContext;
  readonly #checkpoints: Checkpoints;
  readonly #api: StreamApi;

  constructor(context: MappingContext, checkpoints: Checkpoints) {
    this.#context = context;
    this.#checkpoints = checkpoints;
    this.#api = new StreamApi(context.tables);
  }

  async follow(): Promise<void> {
    const tableName = tableNameOf(this.#context);
    const streamArn = await this.#api.latestStream(tableName);
    if (streamArn === undefined)
      throw new Error(`table ${tableName} has no stream: give it a StreamSpecification`);
    await this.#begin(streamArn);
    const stop = new AbortController();
    const context = { ...this.#context, signal: AbortSignal.any([stop.signal, this.#context.signal]) };
    const shards = new ShardReaders({
      mapping: context,
      api: this.#api,
      checkpoints: this.#checkpoints,
      streamArn,
    });
    const unsubscribe = context.tables.onStreamRecords(tableName, () => shards.wake());
    try {
      await shards.run(tableName);
    } finally {
      unsubscribe();
      stop.abort();
      await shards.ended();
    }
  }

  /**
   * A new mapping's starting position becomes checkpoints at once, so that a crash before its first batch keeps it.
   * A later stream of the same table, as of one made anew, is read from its beginning: nothing in it is old.
   */
  async #begin(stream: string): Promise<void> {
    const { mapping, log } = this.#context;
    if (this.#checkpoints.follows(mapping.uuid, stream)) return;
    const entries: Entry[] = [this.#checkpoints.entry({ mapping: mapping.uuid, stream })];
    if (mapping.startingPosition === 'LATEST' && !this.#checkpoints.hasBegun(mapping.uuid)) {
      for (const { ShardId: shard } of await this.#api.shards(stream)) {
        const position = await this.#end(stream, shard);
        entries.push(this.#checkpoints.entry({ mapping: mapping.uuid, stream, shard, position }));
      }
    }
    log.commit(entries);
  }

  /** The position behind the last record that the shard has now. */
  async #end(streamArn: string, shardId: string): Promise<Position> {
    let position: Position = 'horizon';
    let iterator: string | null | undefined = await this.#api.iterator(streamArn, shardId, 'horizon');
    while (iterator) {
      const page = await this.#api.records(iterator, 1000);
      const last = page.Records[page.Records.length - 1];
      if (last === undefined) break;
      position = { after: last.dynamodb.SequenceNumber };
      iterator = page.NextShardIterator;
    }
    return position;
  }
}
