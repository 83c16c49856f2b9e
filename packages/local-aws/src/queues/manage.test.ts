import { arnOf, type QueuesInTest, queueSpec, queuesInMemory, queueUrl } from './queues-in-memory.js';

let world: QueuesInTest;
beforeEach(() => {
  world = queuesInMemory([
    queueSpec('work', {
      visibilityTimeoutS: 45,
      redrive: { deadLetterArn: arnOf('dead'), maxReceiveCount: 4 },
    }),
    queueSpec('dead'),
    queueSpec('steps.fifo', { contentBasedDeduplication: true }),
  ]);
});
afterEach(() => world.queues.close());

const call = (action: string, input: object) => world.queues.call(action, input);
const create = (QueueName: string, Attributes: object = {}) => call('CreateQueue', { QueueName, Attributes });
const attributes = (name: string, ...AttributeNames: string[]) =>
  call('GetQueueAttributes', { QueueUrl: queueUrl(name), AttributeNames });

test('a queue of the template has its attributes from there', async () => {
  const created = String(Math.floor(world.clock.now / 1000));
  expect(await attributes('work', 'All')).toEqual({
    Attributes: {
      QueueArn: arnOf('work'),
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: created,
      LastModifiedTimestamp: created,
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      VisibilityTimeout: '45',
      SqsManagedSseEnabled: 'true',
      RedrivePolicy: `{"deadLetterTargetArn":"${arnOf('dead')}","maxReceiveCount":4}`,
    },
  });
  expect(await attributes('steps.fifo', 'FifoQueue', 'ContentBasedDeduplication')).toEqual({
    Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
  });
});

test('attributes are given by name; a known one without a value is left out, an unknown one refused', async () => {
  expect(await attributes('dead', 'RedrivePolicy', 'FifoQueue')).toEqual({});
  await expect(attributes('dead', 'Colour')).rejects.toMatchObject({ code: 'InvalidAttributeName' });
  expect(await attributes('dead')).toEqual({});
});

test('a queue is created once; again with the same attributes it is the same, with others it is refused', async () => {
  const answer = { QueueUrl: queueUrl('made') };
  expect(await create('made', { DelaySeconds: '5' })).toEqual(answer);
  expect(await create('made', { DelaySeconds: '5' })).toEqual(answer);
  expect(await create('made')).toEqual(answer);
  await expect(create('made', { DelaySeconds: '6' })).rejects.toMatchObject({
    code: 'QueueNameExists',
    message: expect.stringMatching(/DelaySeconds$/),
  });
  await expect(create('work', { VisibilityTimeout: '1' })).rejects.toMatchObject({ code: 'QueueNameExists' });
});

const redriveTo = (name: string, maxReceiveCount: unknown) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount }),
});

test.each([
  ['a', { FifoQueue: 'true' }, 'InvalidParameterValueException'],
  ['a.fifo', {}, 'InvalidParameterValueException'],
  ['a b', {}, 'InvalidParameterValueException'],
  ['a'.repeat(81), {}, 'InvalidParameterValueException'],
  [`${'a'.repeat(76)}.fifo`, { FifoQueue: 'true' }, 'InvalidParameterValueException'],
  ['a', { VisibilityTimeout: '43201' }, 'InvalidAttributeValue'],
  ['a', { VisibilityTimeout: '-1' }, 'InvalidAttributeValue'],
  ['a', { MessageRetentionPeriod: '59' }, 'InvalidAttributeValue'],
  ['a', { MaximumMessageSize: '1048577' }, 'InvalidAttributeValue'],
  ['a', { MaximumMessageSize: '1023' }, 'InvalidAttributeValue'],
  ['a', { Colour: 'red' }, 'InvalidAttributeName'],
  ['a', { ContentBasedDeduplication: 'true' }, 'InvalidAttributeName'],
  ['a.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'yes' }, 'InvalidAttributeValue'],
  ['a.fifo', { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId' }, 'InvalidAttributeValue'],
  ['a', { RedrivePolicy: '{' }, 'InvalidAttributeValue'],
  ['a', { RedrivePolicy: 'null' }, 'InvalidAttributeValue'],
  ['a', redriveTo('dead', 0), 'InvalidAttributeValue'],
  ['a', redriveTo('dead', 1001), 'InvalidAttributeValue'],
  ['a', redriveTo('absent', 3), 'InvalidParameterValueException'],
  ['a', redriveTo('steps.fifo', 3), 'InvalidParameterValueException'],
])('CreateQueue refuses %s with %j', async (name, input, code) => {
  await expect(create(name, input)).rejects.toMatchObject({ code });
  await expect(call('GetQueueUrl', { QueueName: name })).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
});

test.each([
  ['a'.repeat(80), {}],
  [`${'a'.repeat(75)}.fifo`, { FifoQueue: 'true' }],
  ['a', redriveTo('dead', '1000')],
  ['a', { VisibilityTimeout: '0', MessageRetentionPeriod: '1209600', MaximumMessageSize: '1024' }],
])('CreateQueue accepts %s with %j', async (name, input) => {
  expect(await create(name, input)).toEqual({ QueueUrl: queueUrl(name) });
});

test('settings are changed at once, and a redrive policy is taken off by an empty one', async () => {
  const set = (name: string, Attributes: object) =>
    call('SetQueueAttributes', { QueueUrl: queueUrl(name), Attributes });
  world.clock.now += 5000;
  await set('work', { VisibilityTimeout: '1', RedrivePolicy: '' });
  expect(await attributes('work', 'VisibilityTimeout', 'RedrivePolicy', 'LastModifiedTimestamp')).toEqual({
    Attributes: {
      VisibilityTimeout: '1',
      LastModifiedTimestamp: String(Math.floor(world.clock.now / 1000)),
    },
  });
  await expect(set('work', { FifoQueue: 'true' })).rejects.toMatchObject({ code: 'InvalidAttributeName' });
  await expect(set('steps.fifo', { FifoQueue: 'false' })).rejects.toMatchObject({
    code: 'InvalidAttributeName',
  });
});

test('a created queue can be deleted with its messages; one of the template cannot', async () => {
  const made = { QueueUrl: queueUrl('made') };
  await create('made', { VisibilityTimeout: '3' });
  await call('SendMessage', { ...made, MessageBody: 'x' });
  await call('DeleteQueue', made);
  await expect(call('ReceiveMessage', made)).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
  await create('made');
  expect(await call('ReceiveMessage', made)).toEqual({});
  expect(await attributes('made', 'VisibilityTimeout')).toEqual({ Attributes: { VisibilityTimeout: '30' } });
  await expect(call('DeleteQueue', { QueueUrl: queueUrl('work') })).rejects.toMatchObject({
    code: 'UnsupportedOperation',
    message: expect.stringMatching(/work is declared by a template/),
  });
});

test('queues are listed by prefix and in pages', async () => {
  expect(await call('ListQueues', { QueueNamePrefix: 'w' })).toEqual({ QueueUrls: [queueUrl('work')] });
  expect(await call('ListQueues', { QueueNamePrefix: 'z' })).toEqual({});
  const first = (await call('ListQueues', { MaxResults: 2 })) as { QueueUrls: string[]; NextToken: string };
  expect(first.QueueUrls).toEqual([queueUrl('dead'), queueUrl('steps.fifo')]);
  expect(await call('ListQueues', { MaxResults: 2, NextToken: first.NextToken })).toEqual({
    QueueUrls: [queueUrl('work')],
  });
  await expect(call('ListQueues', { NextToken: 'nonsense' })).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
  });
});

test('a URL is given for a name, for this account alone', async () => {
  const url = (more: object) => call('GetQueueUrl', { QueueName: 'work', ...more });
  expect(await url({})).toEqual({ QueueUrl: queueUrl('work') });
  expect(await url({ QueueOwnerAWSAccountId: '000000000000' })).toEqual({ QueueUrl: queueUrl('work') });
  await expect(url({ QueueOwnerAWSAccountId: '111111111111' })).rejects.toMatchObject({
    code: 'QueueDoesNotExist',
  });
});

test('tags are added, replaced and taken off', async () => {
  const QueueUrl = queueUrl('work');
  await call('TagQueue', { QueueUrl, Tags: { a: '1', b: '2' } });
  await call('TagQueue', { QueueUrl, Tags: { b: '3' } });
  expect(await call('ListQueueTags', { QueueUrl })).toEqual({ Tags: { a: '1', b: '3' } });
  await call('UntagQueue', { QueueUrl, TagKeys: ['a', 'absent'] });
  expect(await call('ListQueueTags', { QueueUrl })).toEqual({ Tags: { b: '3' } });
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}`, '']));
  await expect(call('TagQueue', { QueueUrl, Tags: fifty })).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
  });
  await expect(call('TagQueue', { QueueUrl, Tags: {} })).rejects.toMatchObject({
    code: 'MissingRequiredParameterException',
  });
});
