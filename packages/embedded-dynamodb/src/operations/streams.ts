import type { StreamDescription, StreamRecord } from '../engine/change.js';
import type { Engine } from '../engine/engine.js';
import { retentionMs, type Stream } from '../engine/stream.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { integer, oneOf, required, struct, text } from '../validation/shape.js';

type Input = Readonly<Record<string, unknown>>;

const listShape = struct('ListStreamsInput', {
  TableName: { kind: 'string', min: 3, max: 255, pattern: '[a-zA-Z0-9_.-]+' },
  Limit: integer({ min: 1, max: 100 }),
  ExclusiveStartStreamArn: text,
});

/** Streams that can still be read; a closed one is gone a day after it was closed. */
function readable(engine: Engine): Stream[] {
  const oldest = engine.now() - retentionMs;
  const isReadable = ({ description }: Stream) =>
    description.closedAtMs === undefined || description.closedAtMs > oldest;
  return [...engine.database.streams.values()].filter(isReadable);
}

/** API_streams_ListStreams */
export function listStreams(engine: Engine, input: Input): unknown {
  checkShape(input, listShape);
  const { TableName: name, ExclusiveStartStreamArn: from } = input;
  const arns = readable(engine)
    .map(({ description }) => description)
    .filter((each) => name === undefined || each.tableName === name)
    .sort((left, right) => (left.arn < right.arn ? -1 : 1))
    .filter((each) => from === undefined || each.arn > (from as string));
  const page = arns.slice(0, (input.Limit ?? 100) as number);
  return {
    Streams: page.map(({ arn, tableName, label }) => ({
      StreamArn: arn,
      TableName: tableName,
      StreamLabel: label,
    })),
    ...(page.length < arns.length && { LastEvaluatedStreamArn: page.at(-1)?.arn }),
  };
}

export function requireStream(engine: Engine, arn: string): Stream {
  const stream = readable(engine).find((each) => each.description.arn === arn);
  if (stream !== undefined) return stream;
  throw new DynamoDbError(
    'ResourceNotFoundException',
    `Requested resource not found: Stream: ${arn} not found`,
  );
}

/** A stream has one shard for its whole life, so that its records have one order. */
export function shardIdOf({ createdAtMs }: StreamDescription): string {
  return `shardId-${String(createdAtMs).padStart(20, '0')}-00000001`;
}

/** 21 digits, all of one length: numbers and their texts have the same order. */
export function sequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(20, '0')}`;
}

const describeShape = struct('DescribeStreamInput', {
  StreamArn: required({ kind: 'string', min: 37, max: 1024 } as const),
  Limit: integer({ min: 1, max: 100 }),
  ExclusiveStartShardId: text,
  ShardFilter: struct('ShardFilter', { Type: oneOf('CHILD_SHARDS'), ShardId: text }),
});

/** API_streams_DescribeStream */
export function describeStream(engine: Engine, input: Input): unknown {
  checkShape(input, describeShape);
  const { description } = requireStream(engine, input.StreamArn as string);
  const shard = {
    ShardId: shardIdOf(description),
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumber(description.firstSequence),
      ...(description.lastSequence !== undefined && {
        EndingSequenceNumber: sequenceNumber(description.lastSequence),
      }),
    },
  };
  // The shard has no children, which is all that a filter can ask for.
  const isBehind = input.ExclusiveStartShardId === shard.ShardId || isPresent(input.ShardFilter);
  return {
    StreamDescription: {
      StreamArn: description.arn,
      StreamLabel: description.label,
      StreamStatus: description.closedAtMs === undefined ? 'ENABLED' : 'DISABLED',
      StreamViewType: description.viewType,
      CreationRequestDateTime: description.createdAtMs / 1000,
      TableName: description.tableName,
      KeySchema: description.keySchema,
      Shards: isBehind ? [] : [shard],
    },
  };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

const iteratorShape = struct('GetShardIteratorInput', {
  StreamArn: required({ kind: 'string', min: 37, max: 1024 } as const),
  ShardId: required({ kind: 'string', min: 28, max: 65 } as const),
  ShardIteratorType: required(oneOf('AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON')),
  SequenceNumber: { kind: 'string', min: 21, max: 40 },
});

/** API_streams_GetShardIterator */
export function getShardIterator(engine: Engine, input: Input): unknown {
  checkShape(input, iteratorShape);
  const stream = requireStream(engine, input.StreamArn as string);
  if (input.ShardId !== shardIdOf(stream.description)) {
    throw new DynamoDbError(
      'ResourceNotFoundException',
      `Requested resource not found: Shard does not exist: ${input.ShardId}`,
    );
  }
  const next = startOf(engine, stream, input);
  return { ShardIterator: encodeIterator({ arn: stream.description.arn, next, atMs: engine.now() }) };
}

function startOf(engine: Engine, stream: Stream, input: Input): number {
  const { ShardIteratorType: type, SequenceNumber: given } = input;
  const nowMs = engine.now();
  if (type === 'LATEST') return engine.database.nextSequence;
  const oldest = stream.oldest(nowMs) ?? engine.database.nextSequence;
  if (type === 'TRIM_HORIZON') return oldest;
  if (given === undefined) {
    throw validationError(
      `1 validation error detected: SequenceNumber must be specified for ShardIteratorType ${type}`,
    );
  }
  const sequence = /^1(\d{20})$/.exec(given as string)?.[1];
  if (sequence === undefined) throw validationError(`Invalid SequenceNumber: ${given}`);
  const at = Number(sequence) + (type === 'AFTER_SEQUENCE_NUMBER' ? 1 : 0);
  // What is asked for was there once, and is older than what still is.
  if (at < oldest && at >= stream.description.firstSequence && stream.hasTrimmed(at)) {
    throw new DynamoDbError(
      'TrimmedDataAccessException',
      'The requested data has been trimmed: records can be read for 24 hours',
    );
  }
  return at;
}

interface Iterator {
  readonly arn: string;
  /** The sequence of the first record that may be returned. */
  readonly next: number;
  readonly atMs: number;
}

/** API_streams_GetShardIterator: "A shard iterator expires 15 minutes after it is retrieved". */
const iteratorLifeMs = 15 * 60 * 1000;

function encodeIterator({ arn, next, atMs }: Iterator): string {
  return `${arn}|1|${Buffer.from(JSON.stringify([next, atMs])).toString('base64')}`;
}

function decodeIterator(text: string): Iterator {
  const [arn = '', , encoded = ''] = text.split('|');
  try {
    const [next, atMs] = JSON.parse(Buffer.from(encoded, 'base64').toString()) as [number, number];
    if (Number.isInteger(next) && Number.isFinite(atMs)) return { arn, next, atMs };
  } catch {
    // Falls through: what is no JSON is no iterator of ours.
  }
  throw validationError('Invalid ShardIterator');
}

const recordsShape = struct('GetRecordsInput', {
  ShardIterator: required({ kind: 'string', min: 1, max: 2048 } as const),
  Limit: integer({ min: 1, max: 1000 }),
});

const maxRecords = 1000;
const maxAnswerBytes = 1024 * 1024;

/** API_streams_GetRecords */
export function getRecords(engine: Engine, input: Input): unknown {
  checkShape(input, recordsShape);
  const { arn, next, atMs } = decodeIterator(input.ShardIterator as string);
  const nowMs = engine.now();
  if (atMs < nowMs - iteratorLifeMs) {
    throw new DynamoDbError(
      'ExpiredIteratorException',
      'Iterator expired: it was made more than 15 minutes ago',
    );
  }
  const stream = requireStream(engine, arn);
  const limit = (input.Limit ?? maxRecords) as number;
  const records = fitting(stream.from(next, nowMs, limit));
  const last = records.at(-1);
  const following = last === undefined ? next : last.sequence + 1;
  const isAtEnd =
    stream.description.closedAtMs !== undefined && stream.from(following, nowMs, 1).length === 0;
  return {
    Records: records.map((record) => apiRecord(engine, stream.description, record)),
    ...(!isAtEnd && { NextShardIterator: encodeIterator({ arn, next: following, atMs: nowMs }) }),
  };
}

function fitting(records: readonly StreamRecord[]): readonly StreamRecord[] {
  let bytes = 0;
  const beyond = records.findIndex((record, index) => {
    bytes += record.sizeBytes;
    return bytes > maxAnswerBytes && index > 0;
  });
  return beyond < 0 ? records : records.slice(0, beyond);
}

function apiRecord(engine: Engine, { viewType }: StreamDescription, record: StreamRecord): unknown {
  return {
    eventID: eventId(record.sequence),
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: engine.region,
    dynamodb: {
      // Whole seconds, as DynamoDB gives them.
      ApproximateCreationDateTime: Math.floor(record.atMs / 1000),
      Keys: record.keys,
      ...(record.newImage !== undefined && { NewImage: record.newImage }),
      ...(record.oldImage !== undefined && { OldImage: record.oldImage }),
      SequenceNumber: sequenceNumber(record.sequence),
      SizeBytes: record.sizeBytes,
      StreamViewType: viewType,
    },
    ...(record.by === 'timeToLive' && {
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    }),
  };
}

/** 32 hexadecimal digits; the same for the same record after a restart. */
function eventId(sequence: number): string {
  return sequence.toString(16).padStart(32, '0');
}
