import type { Tables } from '@atoll/embedded-dynamodb';
import type { Json } from '../system.js';
import type { Position } from './checkpoints.js';

/** A record as GetRecords answers it. */
export interface StreamRecord {
  readonly [key: string]: Json;
  readonly dynamodb: {
    readonly [key: string]: Json;
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: { [key: string]: Json };
    readonly SequenceNumber: string;
  };
}

export interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
}

export interface RecordPage {
  readonly Records: readonly StreamRecord[];
  /** Absent at the end of a closed shard. */
  readonly NextShardIterator?: string | null;
}

const service = 'DynamoDBStreams_20120810';

/** The part of the DynamoDB Streams API that mappings read with. */
export class StreamApi {
  readonly #tables: Pick<Tables, 'call'>;

  constructor(tables: Pick<Tables, 'call'>) {
    this.#tables = tables;
  }

  /** ARN of the table's newest stream; undefined while it has none. */
  async latestStream(tableName: string): Promise<string | undefined> {
    const output = (await this.#tables.call('DynamoDB_20120810', 'DescribeTable', {
      TableName: tableName,
    })) as {
      Table?: { LatestStreamArn?: string };
    };
    return output.Table?.LatestStreamArn;
  }

  async shards(streamArn: string): Promise<Shard[]> {
    const shards: Shard[] = [];
    let last: string | undefined;
    do {
      const input = { StreamArn: streamArn, ...(last === undefined ? {} : { ExclusiveStartShardId: last }) };
      const { StreamDescription } = (await this.#tables.call(service, 'DescribeStream', input)) as {
        StreamDescription: { Shards?: Shard[]; LastEvaluatedShardId?: string };
      };
      shards.push(...(StreamDescription.Shards ?? []));
      last = StreamDescription.LastEvaluatedShardId;
    } while (last !== undefined);
    return shards;
  }

  async iterator(streamArn: string, shardId: string, position: Position): Promise<string> {
    const start =
      position === 'horizon'
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.after };
    const input = { StreamArn: streamArn, ShardId: shardId, ...start };
    const { ShardIterator } = (await this.#tables.call(service, 'GetShardIterator', input)) as {
      ShardIterator: string;
    };
    return ShardIterator;
  }

  /** At most `limit` records; GetRecords itself gives 1000 at most. */
  async records(iterator: string, limit: number): Promise<RecordPage> {
    const input = { ShardIterator: iterator, Limit: Math.min(1000, limit) };
    return (await this.#tables.call(service, 'GetRecords', input)) as RecordPage;
  }
}
