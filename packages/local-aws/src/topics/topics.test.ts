import { type Entry, memoryLog } from '@atoll/embedded-dynamodb';
import type { QueueMessage } from '../parts.js';
import type { Json, SubscriptionSpec } from '../system.js';
import { checkTopics } from './check-topics.js';
import { createTopics } from './create-topics.js';

const place = { file: 'template.yaml', line: 1, column: 1 };
const resource = { place, stack: '' };
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const topicArn = arn('sns', 'orders');
const queueArn = arn('sqs', 'jobs');
const functionArn = arn('lambda', 'function:it');

const subscription = (more: Partial<SubscriptionSpec> = {}): SubscriptionSpec => ({
  ...{ ...resource, logicalId: 'Subscription', arn: `${topicArn}:1`, topicArn },
  ...{ protocol: 'sqs', endpoint: queueArn, filterScope: 'MessageAttributes', rawMessageDelivery: false },
  ...more,
});

/** A topic with these subscribers: what their queues and functions have got, and how often the log was written. */
async function topic(...subscriptions: SubscriptionSpec[]) {
  const log = memoryLog();
  const got: { to: string; data: unknown }[] = [];
  log.join('test', { apply: (data) => void got.push(data as (typeof got)[number]), snapshot: () => [] });
  const entry = (to: string, data: unknown): Entry[] => [{ part: 'test', data: { to, data } }];
  const lines: string[] = [];
  const topics = createTopics({
    system: {
      topics: [{ ...resource, logicalId: 'Topic', topicName: 'orders', arn: topicArn }],
      subscriptions,
    },
    log,
    queues: { enqueue: (to, message: QueueMessage) => entry(to, message) },
    functions: { enqueue: (to, payload) => entry(to, JSON.parse(payload)) },
    output: {
      event: ({ name, to, outcome }) => void lines.push(`${name} ${to} ${outcome}`),
      error: () => undefined,
    },
    now: () => Date.UTC(2026, 10, 25),
  });
  await log.open();
  const commit = jest.spyOn(log, 'commit');
  const publish = (input: object) =>
    topics.call('Publish', { TopicArn: topicArn, ...input }) as Promise<{ MessageId: string }>;
  return { topics, publish, got, lines, commit };
}

const bodyOf = ({ data }: { data: unknown }) => JSON.parse((data as QueueMessage).body);

test('a queue gets a notification, a function an event, in one record of the log', async () => {
  const { publish, got, lines, commit } = await topic(
    subscription(),
    subscription({ protocol: 'lambda', endpoint: functionArn, arn: `${topicArn}:2` }),
  );
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'big' } };
  const { MessageId } = await publish({ Message: 'hello', Subject: 'Greeting', MessageAttributes });
  const attributes = { kind: { Type: 'String', Value: 'big' } };
  const said = { Type: 'Notification', MessageId, TopicArn: topicArn, Message: 'hello', Subject: 'Greeting' };
  expect(got.map(({ to }) => to)).toEqual([queueArn, functionArn]);
  expect(bodyOf(got[0]!)).toMatchObject({
    ...said,
    Timestamp: '2026-11-25T00:00:00.000Z',
    MessageAttributes: attributes,
  });
  expect(got[1]?.data).toMatchObject({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${topicArn}:2`,
        Sns: { ...said, MessageAttributes: attributes },
      },
    ],
  });
  expect([commit.mock.calls.length, lines]).toEqual([1, ['orders jobs delivered', 'orders it delivered']]);
});

test('what a message lacks is left out for a queue, and null or empty for a function', async () => {
  const { publish, got } = await topic(
    subscription(),
    subscription({ protocol: 'lambda', endpoint: functionArn }),
  );
  await publish({ Message: 'hello' });
  expect(Object.keys(bodyOf(got[0]!))).not.toEqual(expect.arrayContaining(['Subject']));
  expect(bodyOf(got[0]!)).not.toHaveProperty('MessageAttributes');
  expect(got[1]?.data).toMatchObject({ Records: [{ Sns: { Subject: null, MessageAttributes: {} } }] });
});

test('raw delivery gives a queue the message itself with its attributes', async () => {
  const { publish, got } = await topic(subscription({ rawMessageDelivery: true }));
  const MessageAttributes = { n: { DataType: 'Number', StringValue: '1' } };
  await publish({ Message: 'hello', Subject: 'x', MessageAttributes });
  expect(got[0]?.data).toEqual({ body: 'hello', messageAttributes: MessageAttributes });
});

test('a rule gives its text to the subscribers in a record of its own', async () => {
  const { topics, got, commit } = await topic(subscription());
  const entries = topics.enqueue(topicArn, '{"a":1}');
  expect([entries.length, got, commit.mock.calls.length]).toEqual([1, [], 0]);
  expect(() => topics.enqueue(arn('sns', 'other'), 'x')).toThrow('Topic does not exist');
});

test('a structure has a text for each protocol, and one for all others', async () => {
  const { publish, got } = await topic(
    subscription(),
    subscription({ protocol: 'lambda', endpoint: functionArn }),
  );
  await publish({ Message: '{"default":"all","lambda":"own"}', MessageStructure: 'json' });
  expect([bodyOf(got[0]!).Message, got[1]?.data]).toEqual([
    'all',
    expect.objectContaining({
      Records: [expect.objectContaining({ Sns: expect.objectContaining({ Message: 'own' }) })],
    }),
  ]);
});

const string = (StringValue: string) => ({ DataType: 'String', StringValue });

test.each<[Json, object, boolean]>([
  [{ kind: ['a'] }, { kind: string('a') }, true],
  [{ kind: ['a'] }, { kind: string('b') }, false],
  [{ kind: ['a'] }, {}, false],
  [{ kind: [{ prefix: 'a' }] }, { kind: string('abc') }, true],
  [{ kind: [{ 'anything-but': 'a' }] }, { kind: string('b') }, true],
  [{ n: [{ numeric: ['>', 1] }] }, { n: { DataType: 'Number', StringValue: '2' } }, true],
  [{ n: [{ numeric: ['>', 1] }] }, { n: { DataType: 'Number', StringValue: '1' } }, false],
  [{ tags: ['b'] }, { tags: { DataType: 'String.Array', StringValue: '["a","b"]' } }, true],
  [{ tags: ['c'] }, { tags: { DataType: 'String.Array', StringValue: '["a","b"]' } }, false],
  [{ tags: ['a'] }, { tags: { DataType: 'String.Array', StringValue: 'no list' } }, false],
  [{ kind: [{ exists: false }] }, { other: string('a') }, true],
])('the filter %j lets %j pass: %p', async (filterPolicy, MessageAttributes, expected) => {
  const { publish, got } = await topic(subscription({ filterPolicy }));
  await publish({ Message: 'x', MessageAttributes });
  expect(got).toHaveLength(expected ? 1 : 0);
});

test('a filter of the body looks into the JSON of the message, and lets nothing else pass', async () => {
  const { publish, got } = await topic(
    subscription({ filterScope: 'MessageBody', filterPolicy: { order: { state: ['paid'] } } }),
  );
  for (const Message of ['{"order":{"state":"paid"}}', '{"order":{"state":"new"}}', 'paid'])
    await publish({ Message });
  expect(got).toHaveLength(1);
});

test('what only people get is told and not sent', async () => {
  const { publish, got, lines, commit } = await topic(
    subscription({ protocol: 'email', endpoint: 'a@b.example' }),
  );
  await publish({ Message: 'x' });
  expect([got, lines, commit.mock.calls.length]).toEqual([
    [],
    ['orders a@b.example not sent: nothing here sends email'],
    0,
  ]);
});

test.each([
  [{ Message: '' }, 'InvalidParameter', 'Empty message'],
  [{ Message: 'x', Subject: 'a\nb' }, 'InvalidParameter', 'Subject'],
  [{ Message: 'x', Subject: 'a'.repeat(101) }, 'InvalidParameter', 'Subject'],
  [{ Message: 'a'.repeat(262_145) }, 'InvalidParameter', 'Message too long'],
  [{ Message: 'x', MessageStructure: 'xml' }, 'InvalidParameter', 'MessageStructure'],
  [{ Message: 'x', MessageStructure: 'json' }, 'InvalidParameter', 'failed to parse'],
  [{ Message: '{}', MessageStructure: 'json' }, 'InvalidParameter', 'No default entry'],
  [
    { Message: 'x', MessageAttributes: { a: { DataType: 'Text', StringValue: 'b' } } },
    'InvalidParameter',
    "'a'",
  ],
  [{ Message: 'x', MessageAttributes: { a: string('') } }, 'InvalidParameter', "'a'"],
  [{ Message: 'x', TopicArn: arn('sns', 'other') }, 'NotFound', 'Topic does not exist'],
])('%j is refused', async (input, code, message) => {
  const { publish, got } = await topic(subscription());
  await expect(publish(input)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  expect(got).toEqual([]);
});

test('the limits themselves pass', async () => {
  const { publish, got } = await topic(subscription());
  await publish({ Message: 'a'.repeat(262_144) });
  await publish({ Message: 'x', Subject: 'a'.repeat(100) });
  expect(got).toHaveLength(2);
});

test('a batch tells of each of its messages', async () => {
  const { topics, got } = await topic(subscription());
  const batch = (entries: readonly object[]) =>
    topics.call('PublishBatch', { TopicArn: topicArn, PublishBatchRequestEntries: entries });
  expect(
    await batch([
      { Id: 'a', Message: 'x' },
      { Id: 'b', Message: '' },
    ]),
  ).toEqual({
    Successful: [{ Id: 'a', MessageId: expect.any(String) }],
    Failed: [
      { Id: 'b', Code: 'InvalidParameter', Message: 'Invalid parameter: Empty message', SenderFault: true },
    ],
  });
  expect(got).toHaveLength(1);
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ Id: `${at}`, Message: 'x' }));
  await batch(many(10));
  await expect(batch(many(11))).rejects.toMatchObject({ code: 'TooManyEntriesInBatchRequest' });
  await expect(batch([])).rejects.toMatchObject({ code: 'EmptyBatchRequest' });
  await expect(
    batch([
      { Id: 'a', Message: 'x' },
      { Id: 'a', Message: 'y' },
    ]),
  ).rejects.toMatchObject({ code: 'BatchEntryIdsNotDistinct' });
});

test('topics and their subscriptions are listed; nothing else is played', async () => {
  const { topics } = await topic(subscription());
  expect(await topics.call('ListTopics', {})).toEqual({ Topics: [{ TopicArn: topicArn }] });
  expect(await topics.call('ListSubscriptionsByTopic', { TopicArn: topicArn })).toEqual({
    Subscriptions: [
      {
        SubscriptionArn: `${topicArn}:1`,
        Owner: '000000000000',
        Protocol: 'sqs',
        Endpoint: queueArn,
        TopicArn: topicArn,
      },
    ],
  });
  await expect(topics.call('Subscribe', {})).rejects.toMatchObject({ code: 'InvalidAction' });
});

test('a filter policy that is not valid is told', () => {
  const filtered = (filterPolicy: Json) => checkTopics({ subscriptions: [subscription({ filterPolicy })] });
  expect(filtered({ a: ['b'] })).toEqual([]);
  expect(filtered({ a: 'b' })).toMatchObject([
    { code: 'filter-policy', what: expect.stringContaining('Subscription is not valid') },
  ]);
});
