import type { EventType } from '../codec/event-type.js';
import { problems, type ValueProblem } from '../codec/problems.js';
import type { LambdaContext } from './event.js';
import type { Log } from './log.js';
import type { BatchResponse, SqsEvent, SqsRecord } from './sqs-event.js';
import { continueTrace, fromXRay, traceIdOf } from './trace.js';

/** A published event as its reaction gets it: the detail has passed its codec. */
export interface ReceivedEvent<Detail> {
  /** `detail.eventId`, else the envelope's id: the same however often the event is published and delivered. */
  readonly id: string;
  /** EventBridge detail-type. */
  readonly type: string;
  readonly source: string;
  /** RFC 3339. */
  readonly time: string;
  readonly detail: Detail;
  /** W3C trace context to pass on. */
  readonly traceparent: string;
  /** Epoch milliseconds after which Lambda ends the invocation. */
  readonly deadline: number;
}

/** Does what follows from an event, once even when called twice. What it throws has the event delivered again. */
export type Reaction<Detail, Context> = (event: ReceivedEvent<Detail>, context: Context) => Promise<void>;

/** A type of event with what is to happen on it. */
export interface Subscription<Context> {
  readonly type: string;
  readonly source: string;
  /** Errors: BrokenEvent when the detail does not follow its contract; what the reaction throws. */
  readonly run: (event: ReceivedEvent<unknown>, context: Context) => Promise<void>;
}

/** An event that is not as its contract says. */
export class BrokenEvent extends Error {
  /** Without the values themselves, which may be secret. */
  readonly problems: readonly Omit<ValueProblem, 'received'>[];

  constructor(message: string, found: readonly ValueProblem[]) {
    super(message);
    this.name = 'BrokenEvent';
    this.problems = found.map(({ pointer, expected }) => ({ pointer, expected }));
  }
}

/** Subscribes a reaction to a type of event of another service's client. */
export function on<Name extends string, Detail, Context>(
  type: EventType<Name, Detail>,
  reaction: Reaction<Detail, Context>,
): Subscription<Context> {
  return {
    type: type.type,
    source: type.source,
    run: (event, context) => {
      const decoded = type.codec.decode(event.detail);
      if (decoded._tag === 'Left')
        throw new BrokenEvent(`the detail of ${type.type} breaks its contract`, problems(decoded.left));
      return reaction({ ...event, detail: decoded.right }, context);
    },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function envelopeOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const envelope: unknown = JSON.parse(body);
    if (isObject(envelope)) return envelope;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new BrokenEvent('the message is no JSON object', []);
}

const textFields = ['id', 'detail-type', 'source', 'time'] as const;

/** The event in a message (EventBridge: "Event structure"). Errors: BrokenEvent. */
function receive(record: SqsRecord, deadline: number): ReceivedEvent<unknown> {
  const envelope = envelopeOf(record.body);
  const missing = textFields.filter((name) => typeof envelope[name] !== 'string');
  if (missing.length > 0)
    throw new BrokenEvent(
      'the message is no EventBridge event',
      missing.map((name) => ({ pointer: `/${name}`, expected: 'string', received: typeof envelope[name] })),
    );
  const { detail } = envelope;
  const ownId = isObject(detail) ? detail['eventId'] : undefined;
  return {
    // A retried PutEvents gets a new envelope id: the id that the publisher put into the detail stays.
    id: typeof ownId === 'string' ? ownId : String(envelope['id']),
    type: String(envelope['detail-type']),
    source: String(envelope['source']),
    time: String(envelope['time']),
    detail,
    traceparent: continueTrace(fromXRay(record.attributes.AWSTraceHeader)),
    deadline,
  };
}

interface Run<Context> {
  readonly subscriptions: readonly Subscription<Context>[];
  readonly context: Context;
  readonly log: Log;
  readonly deadline: number;
}

/** Handles one message; false when it is to be delivered again. */
async function handle<Context>(record: SqsRecord, run: Run<Context>): Promise<boolean> {
  const started = performance.now();
  const fields: Record<string, unknown> = {
    messageId: record.messageId,
    receiveCount: Number(record.attributes.ApproximateReceiveCount ?? 1),
  };
  const end = (level: 'info' | 'error', outcome: string, more: object = {}) => {
    const durationMs = Math.round((performance.now() - started) * 100) / 100;
    run.log(level, { ...fields, outcome, durationMs, ...more });
  };
  try {
    const event = receive(record, run.deadline);
    const { id, type, source, traceparent } = event;
    Object.assign(fields, { event: type, eventId: id, source, traceId: traceIdOf(traceparent) });
    const subscribed = run.subscriptions.filter((each) => each.type === type && each.source === source);
    for (const subscription of subscribed) await subscription.run(event, run.context);
    end('info', subscribed.length === 0 ? 'ignored' : 'ok');
    return true;
  } catch (error) {
    if (error instanceof BrokenEvent)
      end('error', 'refused', { error: error.message, problems: error.problems });
    else
      end('error', 'failed', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    return false;
  }
}

/**
 * The Lambda handler behind a queue that an EventBridge rule feeds. Messages are handled one after another; those
 * that fail are reported one by one, and after a failure in a FIFO group so are the later ones of the group, since
 * they must not overtake it. The event source mapping needs ReportBatchItemFailures.
 */
export function react<Context>(
  subscriptions: readonly Subscription<Context>[],
  context: () => Promise<{ readonly context: Context; readonly options: { readonly log: Log } }>,
): (event: SqsEvent, lambda: LambdaContext) => Promise<BatchResponse> {
  return async (event, lambda) => {
    const deadline = Date.now() + lambda.getRemainingTimeInMillis();
    const made = await context();
    const run = { subscriptions, context: made.context, log: made.options.log, deadline };
    const failedGroups = new Set<string>();
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const record of event.Records) {
      const group = record.attributes.MessageGroupId;
      const held = (group !== undefined && failedGroups.has(group)) || Date.now() >= deadline - marginMs;
      if (!held && (await handle(record, run))) continue;
      batchItemFailures.push({ itemIdentifier: record.messageId });
      if (group !== undefined) failedGroups.add(group);
    }
    return { batchItemFailures };
  };
}

/** Kept back to answer in: an invocation that is cut off delivers again what it has already done. */
const marginMs = 200;

/** The Lambda handler of an EventBridge schedule. What `run` throws fails the invocation, which Lambda tries again. */
export function schedule<Context>(
  run: (call: { readonly deadline: number; readonly requestId: string }, context: Context) => Promise<void>,
  context: () => Promise<{ readonly context: Context; readonly options: { readonly log: Log } }>,
): (event: unknown, lambda: LambdaContext) => Promise<void> {
  return async (_event, lambda) => {
    const started = performance.now();
    const deadline = Date.now() + lambda.getRemainingTimeInMillis();
    const requestId = lambda.awsRequestId;
    const made = await context();
    const end = (level: 'info' | 'error', outcome: string, more: object = {}) =>
      made.options.log(level, {
        requestId,
        outcome,
        durationMs: Math.round((performance.now() - started) * 100) / 100,
        ...more,
      });
    try {
      await run({ deadline, requestId }, made.context);
      end('info', 'ok');
    } catch (error) {
      end('error', 'failed', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      throw error;
    }
  };
}
