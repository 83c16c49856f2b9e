import { arnOf, type QueuesInTest, queueSpec, queuesInMemory, queueUrl } from './queues-in-memory.js';

const QueueUrl = queueUrl('work');

let world: QueuesInTest;
beforeEach(() => {
  world = queuesInMemory([
    queueSpec('work', { maximumMessageBytes: 1024 }),
    queueSpec('large'),
    queueSpec('dead.fifo'),
  ]);
});
afterEach(() => world.queues.close());

type Answer = Record<string, unknown>;
const call = (action: string, input: object): Promise<Answer> =>
  world.queues.call(action, input) as Promise<Answer>;
const send = (input: object) => call('SendMessage', { QueueUrl, MessageBody: 'x', ...input });

const invalid = 'InvalidParameterValueException';
const missing = 'MissingRequiredParameterException';

test.each([
  ['no body', { MessageBody: undefined }, missing],
  ['an empty body', { MessageBody: '' }, missing],
  ['a body that is no text', { MessageBody: 1 }, 'SerializationException'],
  ['a control character', { MessageBody: 'a\u0000' }, 'InvalidMessageContents'],
  ['half a character', { MessageBody: 'a\ud800' }, 'InvalidMessageContents'],
  ['U+FFFE', { MessageBody: '\ufffe' }, 'InvalidMessageContents'],
  ['a byte too much', { MessageBody: 'x'.repeat(1025) }, invalid],
  [
    'an attribute that makes it too long',
    {
      MessageBody: 'x'.repeat(1017),
      MessageAttributes: { a: { DataType: 'String', StringValue: 'x' } },
    },
    invalid,
  ],
  ['a delay of 901 seconds', { DelaySeconds: 901 }, invalid],
  ['a delay before now', { DelaySeconds: -1 }, invalid],
  ['a delay that is no integer', { DelaySeconds: 1.5 }, 'SerializationException'],
  [
    'an unknown system attribute',
    { MessageSystemAttributes: { Other: { DataType: 'String', StringValue: 'x' } } },
    invalid,
  ],
  [
    'a trace header that is no text',
    { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'Binary', BinaryValue: 'AQI=' } } },
    invalid,
  ],
])('a message with %s is refused and not kept', async (_, input, code) => {
  await expect(send(input)).rejects.toMatchObject({ code });
  expect(await world.queues.receive(arnOf('work'), { maxMessages: 1, waitS: 0 })).toEqual([]);
});

test('what stands at the limit is accepted', async () => {
  await send({ MessageBody: 'x'.repeat(1024) });
  await send({
    MessageBody: 'x'.repeat(1016),
    MessageAttributes: { a: { DataType: 'String', StringValue: 'x' } },
  });
  await send({ MessageBody: '\t\n\r\u0020\ud7ff\ue000\ufffd\u{1f600}' });
  await send({ DelaySeconds: 900 });
  const body = 'x'.repeat(1_048_576);
  await call('SendMessage', { QueueUrl: queueUrl('large'), MessageBody: body });
});

const entries = (count: number, MessageBody = 'x') =>
  Array.from({ length: count }, (_, i) => ({ Id: `${i}`, MessageBody }));

test.each([
  ['no entry', [], 'EmptyBatchRequest'],
  ['eleven entries', entries(11), 'TooManyEntriesInBatchRequest'],
  ['one id twice', [...entries(1), ...entries(1)], 'BatchEntryIdsNotDistinct'],
  ['an id with a blank', [{ Id: 'a b', MessageBody: 'x' }], 'InvalidBatchEntryId'],
  ['an id of 81 characters', [{ Id: 'a'.repeat(81), MessageBody: 'x' }], 'InvalidBatchEntryId'],
  ['no id', [{ MessageBody: 'x' }], 'InvalidBatchEntryId'],
  ['a text for entries', 'x', 'SerializationException'],
])('a batch with %s is refused as a whole', async (_, Entries, code) => {
  await expect(call('SendMessageBatch', { QueueUrl, Entries })).rejects.toMatchObject({ code });
});

test('a batch may have 1 MiB in all, not a byte more', async () => {
  const large = { QueueUrl: queueUrl('large') };
  const halves = [
    { Id: 'a', MessageBody: 'x'.repeat(524_288) },
    { Id: 'b', MessageBody: 'x'.repeat(524_288) },
  ];
  expect((await call('SendMessageBatch', { ...large, Entries: halves })).Failed).toBeUndefined();
  await expect(
    call('SendMessageBatch', { ...large, Entries: [...halves, { Id: 'c', MessageBody: 'x' }] }),
  ).rejects.toMatchObject({
    code: 'BatchRequestTooLong',
    message: 'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
  });
});

test('deletes and visibility changes fail entry by entry', async () => {
  await send({});
  const [message] = await world.queues.receive(arnOf('work'), { maxMessages: 1, waitS: 0 });
  const good = { Id: 'good', ReceiptHandle: message?.receiptHandle };
  const bad = { Id: 'bad', ReceiptHandle: 'nonsense' };
  const none = { Id: 'none' };
  const visibility = (each: object) => ({ ...each, VisibilityTimeout: 5 });
  expect(
    await call('ChangeMessageVisibilityBatch', {
      QueueUrl,
      Entries: [visibility(good), visibility(bad), { ...good, Id: 'no-timeout' }],
    }),
  ).toEqual({
    Successful: [{ Id: 'good' }],
    Failed: [
      { Id: 'bad', SenderFault: true, Code: 'ReceiptHandleIsInvalid', Message: expect.any(String) },
      { Id: 'no-timeout', SenderFault: true, Code: 'MissingParameter', Message: expect.any(String) },
    ],
  });
  expect(await call('DeleteMessageBatch', { QueueUrl, Entries: [bad, good, none] })).toEqual({
    Successful: [{ Id: 'good' }],
    Failed: [
      { Id: 'bad', SenderFault: true, Code: 'ReceiptHandleIsInvalid', Message: expect.any(String) },
      { Id: 'none', SenderFault: true, Code: 'MissingParameter', Message: expect.any(String) },
    ],
  });
});

test.each([
  ['0 messages', { MaxNumberOfMessages: 0 }, invalid],
  ['21 seconds of waiting', { WaitTimeSeconds: 21 }, invalid],
  ['43201 seconds of invisibility', { VisibilityTimeout: 43_201 }, invalid],
  ['an attribute that is none', { AttributeNames: ['Colour'] }, 'InvalidAttributeName'],
  ['names that are no list', { MessageAttributeNames: 'All' }, 'SerializationException'],
  ['an attempt id, which is not played', { ReceiveRequestAttemptId: 'x' }, 'UnsupportedOperation'],
])('a receive with %s is refused', async (_, input, code) => {
  await expect(call('ReceiveMessage', { QueueUrl, ...input })).rejects.toMatchObject({ code });
});

test('a receive gives the attributes that were asked for, and no others', async () => {
  await send({
    MessageAttributes: {
      a: { DataType: 'String', StringValue: '1' },
      b: { DataType: 'String', StringValue: '2' },
    },
  });
  const receive = async (input: object) => {
    const { Messages } = await call('ReceiveMessage', { QueueUrl, VisibilityTimeout: 0, ...input });
    return (Messages as Answer[])[0];
  };
  expect(Object.keys((await receive({})) ?? {}).sort()).toEqual([
    'Body',
    'MD5OfBody',
    'MessageId',
    'ReceiptHandle',
  ]);
  expect(
    await receive({ MessageAttributeNames: ['b'], MessageSystemAttributeNames: ['SenderId'] }),
  ).toMatchObject({
    Attributes: { SenderId: '000000000000' },
    MessageAttributes: { b: { StringValue: '2' } },
  });
});

test.each([
  ['no URL', {}, missing],
  ['an unknown queue', { QueueUrl: queueUrl('absent') }, 'QueueDoesNotExist'],
  ['a queue of another account', { QueueUrl: 'http://x/111111111111/work' }, 'QueueDoesNotExist'],
  ['an address that is none', { QueueUrl: 'http://x/a/b/c' }, 'InvalidAddress'],
])('a call with %s is refused', async (_, input, code) => {
  await expect(call('GetQueueAttributes', input)).rejects.toMatchObject({ code });
});

test('a queue is found by any host and by its bare name', async () => {
  for (const url of ['http://host.docker.internal:9/000000000000/work', '/000000000000/work', 'work']) {
    expect(await call('ListQueueTags', { QueueUrl: url })).toEqual({});
  }
});

test('other parts cannot enqueue to what is not there', () => {
  expect(() => world.queues.enqueue(arnOf('absent'), { body: 'x' })).toThrow(/queue .*absent does not exist/);
  expect(() => world.queues.enqueue('arn:aws:sqs:us-east-1:000000000000:work', { body: 'x' })).toThrow(
    /does not exist/,
  );
});

test('an action that is not played is refused, with those that are', async () => {
  await expect(call('AddPermission', {})).rejects.toMatchObject({
    code: 'UnknownOperationException',
    message: expect.stringMatching(/no AddPermission.*SendMessage, SendMessageBatch/),
  });
});
