import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Entry } from '@atoll/embedded-dynamodb';
import { Bell } from './bell.js';
import type { Checkpoints, Position } from './checkpoints.js';
import { type DiscardedBatch, failureMessage } from './failure-message.js';
import { Lane } from './lane.js';
import { type MappingContext, nameOf } from './mapping-context.js';
import { Progress } from './progress.js';
import type { StreamApi, StreamRecord } from './stream-api.js';

export interface ShardContext {
  readonly mapping: MappingContext;
  readonly api: StreamApi;
  readonly checkpoints: Checkpoints;
  readonly streamArn: string;
  readonly shardId: string;
  /** Rings when the stream has new records. */
  readonly arrivals: Bell;
}

/** Reads a shard from its checkpoint to its end, which an open shard does not have, or until the signal aborts. */
export async function readShard(shard: ShardContext): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, shard.mapping.signal]);
  setMaxListeners(0, signal);
  const reader = new ShardReader(shard);
  const running = [reader.fetch(signal), ...reader.lanes.map((lane) => lane.run(signal))];
  try {
    await Promise.race(running);
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
}

class ShardReader {
  readonly lanes: readonly Lane[];
  readonly #shard: ShardContext;
  readonly #progress = new Progress();
  readonly #drained = new Bell();
  readonly #hashKey: string | undefined;

  constructor(shard: ShardContext) {
    this.#shard = shard;
    this.#hashKey = hashKeyOf(shard.mapping);
    const context = { ...shard.mapping, streamArn: shard.streamArn, settle: this.#settle.bind(this) };
    const { parallelizationFactor: length } = shard.mapping.mapping;
    this.lanes = Array.from({ length }, () => new Lane(context));
  }

  async fetch(signal: AbortSignal): Promise<void> {
    const { api, arrivals } = this.#shard;
    const { batchSize, parallelizationFactor } = this.#shard.mapping.mapping;
    const most = Math.max(1000, 2 * batchSize * parallelizationFactor);
    let position = this.#start();
    let iterator: string | null | undefined = await this.#iterator(position);
    while (iterator && !signal.aborted) {
      const page = await api.records(iterator, most);
      this.#accept(page.Records);
      const last = page.Records[page.Records.length - 1];
      if (last !== undefined) position = { after: last.dynamodb.SequenceNumber };
      iterator = page.NextShardIterator;
      while (this.#progress.size >= most && !signal.aborted) await this.#drained.next(signal);
      if (last !== undefined || !iterator) continue;
      await arrivals.next(signal);
      // An iterator lives for 15 minutes, and the wait may have been longer.
      iterator = await this.#iterator(position);
    }
    while (this.#progress.size > 0 && !signal.aborted) await this.#drained.next(signal);
  }

  #start(): Position {
    const { checkpoints, mapping, streamArn, shardId } = this.#shard;
    return checkpoints.position(mapping.mapping.uuid, streamArn, shardId) ?? 'horizon';
  }

  async #iterator(position: Position): Promise<string> {
    const { api, streamArn, shardId, mapping } = this.#shard;
    try {
      return await api.iterator(streamArn, shardId, position);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'TrimmedDataAccessException') throw error;
      const what = `${nameOf(mapping.mapping.functionArn)} has missed stream records: they are older than 24 hours and gone`;
      mapping.output.error(what, String(error));
      return api.iterator(streamArn, shardId, 'horizon');
    }
  }

  #accept(records: readonly StreamRecord[]): void {
    const { mapping, streamArn } = this.#shard;
    for (const { dynamodb } of records) this.#progress.begin(dynamodb.SequenceNumber);
    const filtered: StreamRecord[] = [];
    for (const record of records) {
      if (mapping.passes({ ...record, eventSourceARN: streamArn })) this.#laneOf(record)?.push(record);
      else filtered.push(record);
    }
    if (filtered.length > 0) this.#settle(filtered);
  }

  /** Records of one item always share a lane, so their order is kept. */
  #laneOf({ dynamodb }: StreamRecord): Lane | undefined {
    if (this.lanes.length === 1 || this.#hashKey === undefined) return this.lanes[0];
    const digest = createHash('md5').update(JSON.stringify(dynamodb.Keys[this.#hashKey])).digest();
    return this.lanes[digest.readUInt32BE(0) % this.lanes.length];
  }

  /** Invariant: the checkpoint and the message of a batch that is given up are one log record. */
  #settle(records: readonly StreamRecord[], discarded?: DiscardedBatch): void {
    const { checkpoints, mapping, streamArn, shardId } = this.#shard;
    const after = this.#progress.finish(records.map(({ dynamodb }) => dynamodb.SequenceNumber));
    const entries: Entry[] = [];
    if (after !== undefined) {
      const position = { after };
      entries.push(
        checkpoints.entry({ mapping: mapping.mapping.uuid, stream: streamArn, shard: shardId, position }),
      );
    }
    if (discarded !== undefined) entries.push(...this.#giveUp(discarded));
    if (entries.length > 0) mapping.log.commit(entries);
    this.#drained.ring();
  }

  #giveUp(discarded: DiscardedBatch): readonly Entry[] {
    const { mapping, streamArn, shardId } = this.#shard;
    const { functionArn, onFailureArn } = mapping.mapping;
    const { length } = discarded.records;
    const total = `${length} stream record${length === 1 ? '' : 's'}`;
    const what = `${nameOf(functionArn)}: ${total} given up (${discarded.condition})`;
    if (onFailureArn === undefined) {
      mapping.output.error(what, 'the mapping has no OnFailure destination, so nothing keeps them');
      return [];
    }
    const place = { functionArn, streamArn, shardId };
    try {
      const entries = mapping.queues.enqueue(onFailureArn, {
        body: failureMessage(discarded, place, mapping.now()),
      });
      mapping.output.error(what, `sent to ${onFailureArn}`);
      return entries;
    } catch (error) {
      mapping.output.error(what, `its OnFailure destination ${onFailureArn} failed too: ${String(error)}`);
      return [];
    }
  }
}

function hashKeyOf({ system, mapping }: MappingContext): string | undefined {
  const table = system.tables.find(({ arn }) => `${mapping.source.arn}/`.startsWith(`${arn}/`));
  const create = table?.create as
    | { KeySchema?: readonly { AttributeName: string; KeyType: string }[] }
    | undefined;
  return create?.KeySchema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
}
