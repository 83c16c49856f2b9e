import type { LambdaContext } from '../server/event.js';
import type { BatchResponse, SqsEvent } from '../server/sqs-event.js';
import { lambdaContext } from './invoke.js';

/** An event as its publisher announces it. */
export interface TestEvent {
  readonly source: string;
  readonly type: string;
  readonly detail: object;
}

type Handler = (event: SqsEvent, lambda: LambdaContext) => Promise<BatchResponse>;

/**
 * Delivers an event as EventBridge and SQS would (one message, named `m`); returns the messages that are to come
 * again.
 */
export async function deliver(handler: Handler, { source, type, detail }: TestEvent): Promise<string[]> {
  const time = new Date().toISOString();
  const body = JSON.stringify({ id: crypto.randomUUID(), source, 'detail-type': type, time, detail });
  const record = { messageId: 'm', receiptHandle: 'r', body, attributes: {}, messageAttributes: {} };
  const { batchItemFailures } = await handler({ Records: [record] }, lambdaContext());
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}
