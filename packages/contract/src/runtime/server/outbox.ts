import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { toWire } from '../codec/converting.js';
import type { EventType } from '../codec/event-type.js';
import { problems } from '../codec/problems.js';
import type { LambdaContext } from './event.js';
import type { Log } from './log.js';
import type { BatchResponse } from './sqs-event.js';
import type { DynamoDbStreamEvent, DynamoDbStreamRecord } from './stream-event.js';
import { toXRay, traceIdOf } from './trace.js';

/** An event that is to be published together with the change it tells of. */
export interface OutboxEvent<Name extends string, Detail> {
  readonly type: EventType<Name, Detail>;
  /** `eventId` is the event's identity: consumers tell by it that they have seen the event. */
  readonly detail: Detail & { readonly eventId: string };
  /** Epoch milliseconds. */
  readonly at: number;
  /** W3C trace context of the call that caused the event. */
  readonly traceparent?: string;
}

const keptMs = 7 * 24 * 60 * 60 * 1000;

/** EventBridge takes 256 KB an entry (its quotas page); what surrounds the detail is well below 2 KB. */
const maxDetailBytes = 254 * 1024;

/**
 * The item to write in the same transaction as the change; the table's stream leads it to `publish`. Errors: Error
 * when the detail breaks its contract or is too large for EventBridge.
 */
export function outboxItem<Name extends string, Detail>(
  event: OutboxEvent<Name, Detail>,
): Record<string, AttributeValue> {
  const { type, detail, at, traceparent } = event;
  const written = toWire(type.codec, detail);
  if (written._tag === 'Left') {
    const [first] = problems(written.left);
    throw new Error(
      `the detail of ${type.type} breaks its contract at '${first?.pointer}': expected ${first?.expected}`,
    );
  }
  const text = JSON.stringify(written.right);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxDetailBytes)
    throw new Error(`the detail of ${type.type} has ${bytes} bytes; EventBridge takes ${maxDetailBytes}`);
  return {
    pk: { S: `outbox#${detail.eventId}` },
    sk: { S: '-' },
    kind: { S: 'outbox' },
    source: { S: type.source },
    detailType: { S: type.type },
    detail: { S: text },
    time: { S: new Date(at).toISOString() },
    ...(traceparent !== undefined && { traceparent: { S: traceparent } }),
    expiresAt: { N: String(Math.floor((at + keptMs) / 1000)) },
  };
}

/** What a publisher touches. */
export interface PublishContext {
  readonly events: Pick<EventBridgeClient, 'send'>;
  readonly busName: string;
}

interface Pending {
  readonly sequenceNumber: string;
  readonly eventId: string;
  readonly traceparent: string | undefined;
  readonly entry: PutEventsRequestEntry;
  readonly bytes: number;
}

/** Size as PutEvents counts it (EventBridge: "Calculating PutEvents event entry size"). */
function entryBytes({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number {
  return 14 + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
}

/** The entry of a new outbox record; undefined for every other change of the table. */
function pendingOf({ eventName, dynamodb }: DynamoDbStreamRecord, busName: string): Pending | undefined {
  const image = dynamodb?.NewImage;
  if (eventName !== 'INSERT' || image?.['kind']?.S !== 'outbox') return undefined;
  const traceparent = image['traceparent']?.S;
  const traceHeader = toXRay(traceparent);
  const entry = {
    EventBusName: busName,
    Source: image['source']?.S ?? '',
    DetailType: image['detailType']?.S ?? '',
    Detail: image['detail']?.S ?? '',
    Time: new Date(image['time']?.S ?? 0),
    ...(traceHeader !== undefined && { TraceHeader: traceHeader }),
  };
  return {
    sequenceNumber: dynamodb?.SequenceNumber ?? '',
    eventId: image['pk']?.S?.slice('outbox#'.length) ?? '',
    traceparent,
    entry,
    bytes: entryBytes(entry),
  };
}

const maxEntries = 10;
const maxBytes = 256 * 1024;

/** Runs of at most 10 entries and 256 KB, in order: what one PutEvents takes. */
function chunksOf(pending: readonly Pending[]): Pending[][] {
  const chunks: Pending[][] = [];
  let bytes = 0;
  for (const each of pending) {
    const chunk = chunks.at(-1);
    if (chunk === undefined || chunk.length === maxEntries || bytes + each.bytes > maxBytes) {
      chunks.push([each]);
      bytes = each.bytes;
    } else {
      chunk.push(each);
      bytes += each.bytes;
    }
  }
  return chunks;
}

/** Puts one chunk; the first entry that did not get through, if any. */
async function put(
  chunk: readonly Pending[],
  events: PublishContext['events'],
  log: Log,
): Promise<Pending | undefined> {
  const failed: Pending[] = [];
  const tell = ({ entry, eventId, traceparent = '' }: Pending, more: object) => ({
    event: entry.DetailType,
    eventId,
    traceId: traceIdOf(traceparent),
    ...more,
  });
  try {
    const answer = await events.send(new PutEventsCommand({ Entries: chunk.map(({ entry }) => entry) }));
    for (const [index, each] of chunk.entries()) {
      const result = answer.Entries?.[index];
      // FailedEntryCount says whether to look; an entry without an id was not taken either way.
      if (result?.EventId !== undefined && result.ErrorCode === undefined) {
        log('info', tell(each, { outcome: 'ok', envelopeId: result.EventId }));
        continue;
      }
      const error = `${result?.ErrorCode ?? 'no EventId'}: ${result?.ErrorMessage ?? ''}`;
      log('error', tell(each, { outcome: 'failed', error }));
      failed.push(each);
    }
    return failed[0];
  } catch (error) {
    for (const each of chunk) log('error', tell(each, { outcome: 'failed', error: String(error) }));
    return chunk[0];
  }
}

/**
 * The Lambda handler behind the stream of the service's table: puts each new outbox record to the bus, in order. It
 * reports the first record that did not get through, from which Lambda delivers again, so an event may be put twice
 * but is never left out. The event source mapping needs ReportBatchItemFailures.
 */
export function publish(
  context: () => Promise<{ readonly context: PublishContext; readonly options: { readonly log: Log } }>,
): (event: DynamoDbStreamEvent, lambda: LambdaContext) => Promise<BatchResponse> {
  return async (event) => {
    const {
      context: { events, busName },
      options: { log },
    } = await context();
    const pending = event.Records.flatMap((record) => pendingOf(record, busName) ?? []);
    for (const chunk of chunksOf(pending)) {
      const failed = await put(chunk, events, log);
      if (failed !== undefined) return { batchItemFailures: [{ itemIdentifier: failed.sequenceNumber }] };
    }
    return { batchItemFailures: [] };
  };
}
