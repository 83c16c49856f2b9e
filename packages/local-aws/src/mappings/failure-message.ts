import { randomUUID } from 'node:crypto';
import type { StreamRecord } from './stream-api.js';

export interface DiscardedBatch {
  readonly records: readonly StreamRecord[];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invokeCount: number;
  /** Of the last invocation; empty where there was none. */
  readonly requestId: string;
  readonly functionError?: 'Handled' | 'Unhandled';
}

export interface StreamPlace {
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
}

/** The body that an on-failure destination gets: where the records are, not the records ("Retain discarded batch", Lambda Developer Guide). */
export function failureMessage(batch: DiscardedBatch, place: StreamPlace, nowMs: number): string {
  const first = batch.records[0];
  const last = batch.records[batch.records.length - 1];
  return JSON.stringify({
    requestContext: {
      requestId: batch.requestId || randomUUID(),
      functionArn: place.functionArn,
      condition: batch.condition,
      approximateInvokeCount: batch.invokeCount,
    },
    ...(batch.invokeCount === 0
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            ...(batch.functionError === undefined ? {} : { functionError: batch.functionError }),
          },
        }),
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    DDBStreamBatchInfo: {
      shardId: place.shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: batch.records.length,
      streamArn: place.streamArn,
    },
  });
}

function arrival(record: StreamRecord | undefined): string {
  const seconds = record?.dynamodb.ApproximateCreationDateTime ?? 0;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
