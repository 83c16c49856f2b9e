import { memoryLog } from '@atoll/embedded-dynamodb';
import { createQueues } from '../queues/create-queues.js';
import { createTopics } from '../topics/create-topics.js';
import { createBus } from './create-bus.js';
import {
  queueArn,
  queueSpec,
  RecordedInvocations,
  RecordedOutput,
  ruleSpec,
  systemOf,
  targetSpec,
} from './system-fixture.js';

const topicArn = 'arn:aws:sns:eu-central-1:123456789012:news';
const resource = { place: { file: 'template.yaml', line: 1, column: 1 }, stack: '' };

test('a topic hands the input of its target on to its subscribers, all in the record of the event', async () => {
  const target = targetSpec(topicArn, { inputPath: '$.detail' });
  const system = systemOf({
    queues: [queueSpec('orders'), queueSpec('dead')],
    rules: [ruleSpec('a', { eventPattern: { source: ['shop'] }, targets: [target] })],
    topics: [{ ...resource, logicalId: 'News', topicName: 'news', arn: topicArn }],
    subscriptions: ['orders', 'dead'].map((name) => ({
      ...{ ...resource, logicalId: name, arn: name, topicArn, protocol: 'sqs', endpoint: queueArn(name) },
      ...{ filterScope: 'MessageBody', rawMessageDelivery: true },
    })),
  });
  const [log, functions, output] = [memoryLog(), new RecordedInvocations(), new RecordedOutput()];
  const queues = createQueues({ system, log, queueUrl: (name) => `http://localhost/${name}` });
  const topics = createTopics({ system, log, queues, functions, output });
  const bus = createBus({ system, log, queues, functions, topics, output });
  await log.open();
  const commit = jest.spyOn(log, 'commit');
  const entry = { Source: 'shop', DetailType: 'Placed', Detail: '{"id":1}', EventBusName: 'shop' };
  await bus.call('PutEvents', { Entries: [entry] });
  expect(commit.mock.calls.map(([entries]) => entries.length)).toEqual([2]);
  for (const name of ['orders', 'dead'])
    expect(await queues.receive(queueArn(name), { maxMessages: 1, waitS: 0 })).toMatchObject([
      { body: '{"id":1}' },
    ]);
});
