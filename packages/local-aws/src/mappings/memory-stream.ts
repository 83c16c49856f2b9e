/** A table's stream in memory, answering as DynamoDB Streams does; for tests. */
import type { Tables } from '@atoll/embedded-dynamodb';
import { tableArn } from '../bus/system-fixture.js';
import type { Json } from '../system.js';
import type { StreamRecord } from './stream-api.js';

interface MemoryShard {
  readonly records: StreamRecord[];
  readonly parent?: string;
  closed: boolean;
}

type Input = { readonly [key: string]: string };

export class MemoryStream implements Pick<Tables, 'call' | 'onStreamRecords'> {
  readonly streamArn = `${tableArn('orders')}/stream/2026-03-01T00:00:00.000`;
  readonly calls: string[] = [];
  readonly #shards = new Map<string, MemoryShard>([['shard-1', { records: [], closed: false }]]);
  readonly #listeners = new Set<() => void>();
  #next = 100;

  /** Adds a record of the item with this key to the newest shard; returns its sequence number. */
  put(id: string, image: Json = { id: { S: id } }, createdS = Math.floor(Date.now() / 1000)): string {
    const SequenceNumber = String(this.#next++);
    const record: StreamRecord = {
      eventID: `event-${SequenceNumber}`,
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      dynamodb: {
        ApproximateCreationDateTime: createdS,
        Keys: { id: { S: id } },
        NewImage: image,
        SequenceNumber,
        SizeBytes: 10,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    };
    [...this.#shards.values()].at(-1)?.records.push(record);
    for (const listener of this.#listeners) listener();
    return SequenceNumber;
  }

  /** Closes the newest shard and opens a child of it. */
  split(): void {
    const [parent, shard] = [...this.#shards].at(-1) ?? [];
    if (shard === undefined || parent === undefined) return;
    shard.closed = true;
    this.#shards.set(`shard-${this.#shards.size + 1}`, { records: [], closed: false, parent });
    for (const listener of this.#listeners) listener();
  }

  onStreamRecords(_tableName: string, listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call(_service: string, action: string, input: unknown): Promise<unknown> {
    this.calls.push(action);
    await new Promise(setImmediate);
    const members = input as Input;
    if (action === 'DescribeTable') return { Table: { LatestStreamArn: this.streamArn } };
    if (action === 'DescribeStream') return { StreamDescription: { Shards: this.#describe() } };
    if (action === 'GetShardIterator') return { ShardIterator: this.#iterator(members) };
    return this.#records(members.ShardIterator ?? '', Number(members.Limit));
  }

  #describe() {
    return Array.from(this.#shards, ([ShardId, { parent }]) => ({
      ShardId,
      ...(parent === undefined ? {} : { ParentShardId: parent }),
    }));
  }

  #iterator({ ShardId = '', ShardIteratorType, SequenceNumber }: Input): string {
    const records = this.#shards.get(ShardId)?.records ?? [];
    if (ShardIteratorType === 'TRIM_HORIZON') return `${ShardId}|0`;
    return `${ShardId}|${records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === SequenceNumber) + 1}`;
  }

  #records(iterator: string, limit: number) {
    const [shardId = '', start] = iterator.split('|');
    const shard = this.#shards.get(shardId);
    const records = shard?.records.slice(Number(start), Number(start) + limit) ?? [];
    const end = Number(start) + records.length;
    const isOver = shard?.closed === true && end === shard.records.length;
    return { Records: records, ...(isOver ? {} : { NextShardIterator: `${shardId}|${end}` }) };
  }
}
