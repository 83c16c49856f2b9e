import { memoryLog } from '@atoll/embedded-dynamodb';
import { createQueues, type SqsQueues } from '../queues/create-queues.js';
import { queueSpec, queueUrl, systemOf } from '../queues/queues-in-memory.js';
import { type ListeningEndpoint, listeningEndpoint } from './listening-endpoint.js';

let endpoint: ListeningEndpoint;
let queues: SqsQueues;
beforeEach(async () => {
  queues = createQueues({
    system: systemOf([queueSpec('work'), queueSpec('steps.fifo')]),
    log: memoryLog(),
    queueUrl,
  });
  endpoint = await listeningEndpoint({ queues });
});
afterEach(async () => {
  queues.close();
  await endpoint.close();
});

/** A call as SDKs made it before the JSON protocol. */
async function ask(
  action: string,
  form: Readonly<Record<string, string>>,
  path = '/',
): Promise<{ status: number; xml: string }> {
  const response = await fetch(`${endpoint.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Action: action, Version: '2012-11-05', ...form }).toString(),
  });
  return { status: response.status, xml: await response.text() };
}

const textsOf = (xml: string, tag: string) =>
  [...xml.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map((match) => match[1]);

test('a message goes in with attributes and comes out with them, its characters escaped', async () => {
  const QueueUrl = queueUrl('work');
  const sent = await ask('SendMessage', {
    QueueUrl,
    MessageBody: 'a<b>&"c"\r\n',
    'MessageAttribute.1.Name': 'kind',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': 'order',
    'MessageAttribute.2.Name': 'raw',
    'MessageAttribute.2.Value.DataType': 'Binary',
    'MessageAttribute.2.Value.BinaryValue': 'AQI=',
  });
  expect(sent.status).toBe(200);
  expect(sent.xml).toMatch(
    /^<\?xml version="1\.0"\?>\n<SendMessageResponse xmlns="http:\/\/queue\.amazonaws\.com\/doc\/2012-11-05\/"><SendMessageResult><MessageId>/,
  );
  const { xml } = await ask('ReceiveMessage', {
    QueueUrl,
    MaxNumberOfMessages: '10',
    'AttributeName.1': 'ApproximateReceiveCount',
    'MessageAttributeName.1': 'kind',
    'MessageAttributeName.2': 'raw',
  });
  expect(textsOf(xml, 'Body')).toEqual(['a&#60;b&#62;&#38;&#34;c&#34;&#13;&#10;']);
  expect(xml).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
  expect(xml).toContain(
    '<MessageAttribute><Name>kind</Name><Value><DataType>String</DataType><StringValue>order</StringValue></Value></MessageAttribute>',
  );
  expect(xml).toContain('<BinaryValue>AQI=</BinaryValue>');
  expect(textsOf(xml, 'MD5OfMessageAttributes')).toEqual(textsOf(sent.xml, 'MD5OfMessageAttributes'));
  const [ReceiptHandle = ''] = textsOf(xml, 'ReceiptHandle');
  expect((await ask('DeleteMessage', { QueueUrl, ReceiptHandle })).status).toBe(200);
  const attributes = await ask('GetQueueAttributes', { QueueUrl, 'AttributeName.1': 'All' });
  expect(attributes.xml).toContain('<Name>ApproximateNumberOfMessagesNotVisible</Name><Value>0</Value>');
});

test('the queue may be named by the path alone', async () => {
  expect((await ask('SendMessage', { MessageBody: 'x' }, '/000000000000/work')).status).toBe(200);
  const { xml } = await ask('ReceiveMessage', { WaitTimeSeconds: '0' }, '/000000000000/work');
  expect(textsOf(xml, 'Body')).toEqual(['x']);
});

test('a batch keeps its order beyond nine and tells what failed', async () => {
  const form: Record<string, string> = { QueueUrl: queueUrl('work') };
  for (let i = 1; i <= 10; i++) {
    form[`SendMessageBatchRequestEntry.${i}.Id`] = `id${i}`;
    form[`SendMessageBatchRequestEntry.${i}.MessageBody`] = i === 3 ? '\u0001' : `m${i}`;
  }
  const { xml } = await ask('SendMessageBatch', form);
  expect(textsOf(xml, 'SendMessageBatchResultEntry')).toHaveLength(9);
  expect(textsOf(xml, 'BatchResultErrorEntry')).toEqual([
    expect.stringMatching(/^<Id>id3<\/Id><SenderFault>true<\/SenderFault><Code>InvalidMessageContents</),
  ]);
  const received = await ask('ReceiveMessage', { QueueUrl: queueUrl('work'), MaxNumberOfMessages: '10' });
  expect(textsOf(received.xml, 'Body')).toEqual(['m1', 'm2', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9', 'm10']);
});

test('queues are made with attributes and tags, and listed', async () => {
  const made = await ask('CreateQueue', {
    QueueName: 'made',
    'Attribute.1.Name': 'VisibilityTimeout',
    'Attribute.1.Value': '7',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'x',
  });
  expect(textsOf(made.xml, 'QueueUrl')).toEqual([queueUrl('made')]);
  expect(textsOf((await ask('ListQueues', {})).xml, 'QueueUrl')).toEqual(
    ['made', 'steps.fifo', 'work'].map(queueUrl),
  );
  const tags = await ask('ListQueueTags', { QueueUrl: queueUrl('made') });
  expect(tags.xml).toContain('<Tag><Key>team</Key><Value>x</Value></Tag>');
});

test('errors have the names and types of the query protocol', async () => {
  const absent = await ask('GetQueueUrl', { QueueName: 'absent' });
  expect(absent.status).toBe(400);
  expect(absent.xml).toMatch(
    /<ErrorResponse><Error><Type>Sender<\/Type><Code>AWS\.SimpleQueueService\.NonExistentQueue<\/Code><Message>The specified queue does not exist\.<\/Message>/,
  );
  const unknown = await ask('AddPermission', {});
  expect(textsOf(unknown.xml, 'Code')).toEqual(['InvalidAction']);
});
