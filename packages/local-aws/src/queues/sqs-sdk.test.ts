import { memoryLog } from '@atoll/embedded-dynamodb';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type ListeningEndpoint, listeningEndpoint } from '../endpoint/listening-endpoint.js';
import { createQueues, type SqsQueues } from './create-queues.js';
import { queueSpec, queueUrl, systemOf } from './queues-in-memory.js';

let endpoint: ListeningEndpoint;
let client: SQSClient;
let queues: SqsQueues;
/** Started and answered receives, as the server sees them. */
let received: Promise<unknown>[] = [];
let onReceive: () => void = () => undefined;

beforeAll(async () => {
  queues = createQueues({
    system: systemOf([queueSpec('work'), queueSpec('steps.fifo')]),
    log: memoryLog(),
    queueUrl,
  });
  endpoint = await listeningEndpoint({
    queues: {
      call(action, input, signal) {
        const answer = queues.call(action, input, signal);
        if (action === 'ReceiveMessage') {
          received.push(answer);
          onReceive();
        }
        return answer;
      },
    },
  });
  client = new SQSClient({
    endpoint: endpoint.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterAll(async () => {
  queues.close();
  client.destroy();
  await endpoint.close();
});

const QueueUrl = queueUrl('work');

test('the SDK sends, receives with all attributes and deletes, and its checksums fit', async () => {
  const sent = await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'größe',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'order' },
        raw: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2, 255]) },
        count: { DataType: 'Number.int', StringValue: '3' },
      },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-2-3' } },
    }),
  );
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  expect(Messages).toHaveLength(1);
  const [message] = Messages;
  expect(message).toMatchObject({
    MessageId: sent.MessageId,
    Body: 'größe',
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'order' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
      count: { DataType: 'Number.int', StringValue: '3' },
    },
    Attributes: {
      ApproximateReceiveCount: '1',
      SenderId: '000000000000',
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      AWSTraceHeader: 'Root=1-2-3',
    },
  });
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

test('a batch is sent and deleted in one call each', async () => {
  const { Successful, Failed } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: 'one' },
        { Id: 'b', MessageBody: 'bad\u0001' },
        { Id: 'c', MessageBody: 'two' },
      ],
    }),
  );
  expect(Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
  expect(Failed).toEqual([
    { Id: 'b', SenderFault: true, Code: 'InvalidMessageContents', Message: expect.stringContaining('#x9') },
  ]);
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  expect(Messages.map(({ Body }) => Body)).toEqual(['one', 'two']);
  const deleted = await client.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: Messages.map(({ ReceiptHandle }, i) => ({ Id: `${i}`, ReceiptHandle })),
    }),
  );
  expect(deleted.Successful).toEqual([{ Id: '0' }, { Id: '1' }]);
});

test('a waiting receive gets a message as soon as it is sent', async () => {
  const receiving = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late' }));
  const { Messages = [] } = await receiving;
  expect(Messages.map(({ Body }) => Body)).toEqual(['late']);
  const [message] = Messages;
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  const again = await client.send(
    new ReceiveMessageCommand({ QueueUrl, AttributeNames: ['ApproximateReceiveCount' as 'All'] }),
  );
  expect(again.Messages?.[0]?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  await client.send(
    new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again.Messages?.[0]?.ReceiptHandle }),
  );
});

test('a receive whose client goes away takes no message', async () => {
  received = [];
  const gone = new AbortController();
  const started = new Promise<void>((resolve) => {
    onReceive = resolve;
  });
  const receiving = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
    abortSignal: gone.signal,
  });
  await started;
  gone.abort();
  await expect(receiving).rejects.toThrow(/abort/i);
  expect(await received[0]).toEqual({});
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages.map(({ Body }) => Body)).toEqual(['kept']);
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));
  expect(endpoint.errors).toEqual([]);
});

test('errors arrive as the classes and names that the SDK knows', async () => {
  const absent = await client.send(new GetQueueUrlCommand({ QueueName: 'absent' })).catch((error) => error);
  expect(absent).toBeInstanceOf(QueueDoesNotExist);
  expect(absent).toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
    message: 'The specified queue does not exist.',
    $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
  });
  const foreign = await client
    .send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'foreign' }))
    .catch((error) => error);
  expect(foreign).toBeInstanceOf(ReceiptHandleIsInvalid);
  const tooMany = await client
    .send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 }))
    .catch((error) => error);
  expect(tooMany).toMatchObject({
    name: 'InvalidParameterValue',
    Code: 'InvalidParameterValue',
    message:
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
  });
});

test('queues are created and listed by their URLs', async () => {
  const { QueueUrl: url } = await client.send(
    new CreateQueueCommand({ QueueName: 'made', Attributes: { VisibilityTimeout: '5' } }),
  );
  expect(url).toBe(queueUrl('made'));
  const { QueueUrls } = await client.send(new ListQueuesCommand({}));
  expect(QueueUrls).toEqual(['made', 'steps.fifo', 'work'].map(queueUrl));
});
