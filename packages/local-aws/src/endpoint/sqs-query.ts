import type { AwsRequest } from './aws-request.js';
import { element, escapeXml, textElement } from './xml.js';

/**
 * The query protocol of SQS, which SDKs of before November 2023 speak, as input and output of its JSON protocol.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export const sqsVersion = '2012-11-05';
export const sqsNamespace = 'http://queue.amazonaws.com/doc/2012-11-05/';

type Tree = { [name: string]: Tree | string };

const integers = new Set([
  'DelaySeconds',
  'MaxNumberOfMessages',
  'MaxNumberOfMessagesPerSecond',
  'MaxResults',
  'VisibilityTimeout',
  'WaitTimeSeconds',
]);

/** Lists stand as `AttributeName.1`, `AttributeName.2`. */
const lists: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  TagKey: 'TagKeys',
  SendMessageBatchRequestEntry: 'Entries',
  DeleteMessageBatchRequestEntry: 'Entries',
  ChangeMessageVisibilityBatchRequestEntry: 'Entries',
};

/** Maps stand as `Attribute.1.Name` and `Attribute.1.Value`. */
const maps: Readonly<Record<string, { readonly member: string; readonly key: string }>> = {
  Attribute: { member: 'Attributes', key: 'Name' },
  MessageAttribute: { member: 'MessageAttributes', key: 'Name' },
  MessageSystemAttribute: { member: 'MessageSystemAttributes', key: 'Name' },
  Tag: { member: 'Tags', key: 'Key' },
};

/** The form as JSON input. The queue may be named by the path alone. */
export function sqsInput(form: URLSearchParams, { path }: AwsRequest): object {
  const tree: Tree = Object.create(null);
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') grow(tree, name.split('.'), value);
  }
  const input = asInput(tree);
  // CreateQueue alone writes its tags with a small letter.
  if (form.get('Action') === 'CreateQueue') input.tags = input.Tags;
  return path === '/' ? input : { QueueUrl: path, ...input };
}

function grow(tree: Tree, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const present = tree[name];
  const branch: Tree = typeof present === 'object' ? present : Object.create(null);
  tree[name] = branch;
  grow(branch, rest, value);
}

/** Numbered branches in order of their numbers. */
function numbered(branch: Tree | string): (Tree | string)[] {
  if (typeof branch === 'string') return [branch];
  const numbers = Object.keys(branch).sort((a, b) => Number(a) - Number(b));
  return numbers.map((number) => branch[number] ?? '');
}

function asInput(tree: Tree): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(tree)) {
    const map = maps[name];
    const list = lists[name];
    if (map !== undefined) input[map.member] = mapOf(value, map.key);
    else if (list !== undefined) input[list] = numbered(value).map(asValue);
    else if (integers.has(name)) input[name] = Number(value);
    else input[name] = asValue(value);
  }
  return input;
}

function asValue(value: Tree | string): unknown {
  return typeof value === 'string' ? value : asInput(value);
}

function mapOf(branch: Tree | string, key: string): Record<string, unknown> {
  const entries = numbered(branch).filter((each) => typeof each === 'object');
  return Object.fromEntries(entries.map((each) => [String(each[key]), asValue(each.Value ?? '')]));
}

/** How a list or map of an answer is written, by its member; the elements of batches are named by the action. */
const elements: Readonly<Record<string, string>> = {
  QueueUrls: 'QueueUrl',
  queueUrls: 'QueueUrl',
  Messages: 'Message',
  Attributes: 'Attribute',
  MessageAttributes: 'MessageAttribute',
  Tags: 'Tag',
  Failed: 'BatchResultErrorEntry',
  Results: 'ListMessageMoveTasksResultEntry',
};

/** The JSON output as the content of the answer's Result element. */
export function sqsResult(action: string, output: unknown): string {
  return Object.entries(output ?? {})
    .map(([name, value]) => {
      const tag = name === 'Successful' ? `${action}ResultEntry` : (elements[name] ?? name);
      if (Array.isArray(value)) return value.map((each) => element(tag, content(action, each))).join('');
      return typeof value === 'object' && tag !== name
        ? mapElements(action, { tag, map: value as Record<string, unknown> })
        : element(tag, content(action, value));
    })
    .join('');
}

function content(action: string, value: unknown): string {
  return typeof value === 'object' ? sqsResult(action, value) : escapeXml(String(value));
}

function mapElements(
  action: string,
  { tag, map }: { tag: string; map: Readonly<Record<string, unknown>> },
): string {
  const key = tag === 'Tag' ? 'Key' : 'Name';
  return Object.entries(map)
    .map(([name, value]) => element(tag, textElement(key, name) + element('Value', content(action, value))))
    .join('');
}
