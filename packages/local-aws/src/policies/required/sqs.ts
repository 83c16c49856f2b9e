import type { Access } from '../access.js';
import { type Around, arnIn, type Input, text } from './required.js';

/** Batches need what their single form needs. */
const singleForms: Readonly<Record<string, string>> = {
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  DeleteMessageBatch: 'DeleteMessage',
  SendMessageBatch: 'SendMessage',
};

function taskSource(input: Input): string | undefined {
  const handle = Buffer.from(text(input, 'TaskHandle') ?? '', 'base64').toString('utf8');
  return /"sourceArn":"([^"]+)"/.exec(handle)?.[1];
}

/** The name is what ends the URL, whichever host stands before it. */
function queueArn(input: Input, around: Around): string | undefined {
  const named = text(input, 'QueueUrl')?.split('/').at(-1) ?? text(input, 'QueueName');
  if (named !== undefined) return arnIn(around, 'sqs', named);
  return text(input, 'SourceArn') ?? taskSource(input);
}

/** What is moved is received, deleted and sent in the name of whoever starts the task. */
function ofMoveTask(input: Input): Access[] {
  const [source, destination] = [text(input, 'SourceArn'), text(input, 'DestinationArn')];
  const from = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].flatMap((action) =>
    source === undefined ? [] : [{ action: `sqs:${action}`, resource: source }],
  );
  return destination === undefined ? from : [...from, { action: 'sqs:SendMessage', resource: destination }];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export function sqsAccess(action: string, input: Input, around: Around): Access[] {
  const single = Object.hasOwn(singleForms, action) ? singleForms[action] : undefined;
  const resource = action === 'ListQueues' ? arnIn(around, 'sqs', '*') : queueArn(input, around);
  if (resource === undefined) return [];
  const own = { action: `sqs:${single ?? action}`, resource };
  return action === 'StartMessageMoveTask' ? [own, ...ofMoveTask(input)] : [own];
}
