import type { Json, RuleSpec, System } from '../system.js';
import { checkQueuePolicies } from './check-queue-policies.js';
import { arn, systemWith } from './system-fixture.js';

const queueArn = arn('sqs', 'jobs');
const ruleArn = arn('events', 'rule/shop/placed');
const place = { file: 'template.yaml', line: 30, column: 3 };

function systemOf(statements: readonly Json[], change: Partial<RuleSpec> = {}): System {
  const system = systemWith([]);
  const policy = statements.map((statement) => ({ place, statement }));
  const target = { id: 'a', arn: queueArn, maximumRetryAttempts: 1, maximumEventAgeS: 60 };
  const rule: RuleSpec = {
    place,
    logicalId: 'Placed',
    stack: '',
    ruleName: 'placed',
    arn: ruleArn,
    busName: 'shop',
    enabled: true,
    targets: [target],
    ...change,
  };
  return { ...system, rules: [rule], queues: system.queues.map((queue) => ({ ...queue, policy })) };
}

const told = (system: System) => checkQueuePolicies(system).map(({ code, what }) => `${code} ${what}`);
const missing =
  'queue-policy-missing Placed sends to Queue, which does not let EventBridge in: on AWS nothing would arrive';
const allow = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: queueArn,
};

test('a rule needs a queue that lets EventBridge in', () => {
  expect(told(systemOf([]))).toEqual([missing]);
  expect(told(systemOf([allow]))).toEqual([]);
  expect(checkQueuePolicies(systemOf([]))[0]).toMatchObject({
    place,
    remedy: expect.stringContaining('!GetAtt Queue.Arn'),
  });
});

test.each([
  ['*', []],
  [{ AWS: '*' }, []],
  [{ Service: ['sns.amazonaws.com', 'events.amazonaws.com'] }, []],
  [{ Service: 'sns.amazonaws.com' }, [missing]],
  [{ AWS: '000000000000' }, [missing]],
  [[], [missing]],
])('the principal %j lets it in or not', (Principal, expected) => {
  expect(told(systemOf([{ ...allow, Principal }]))).toEqual(expected);
});

test.each([
  [{ Action: 'sqs:ReceiveMessage' }],
  [{ Resource: arn('sqs', 'other') }],
  [{ Condition: { ArnLike: { 'aws:SourceArn': arn('events', 'rule/default/*') } } }],
  [{ Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }],
])('the statement with %j does not', (members) => {
  expect(told(systemOf([{ ...allow, ...members }]))).toEqual([missing]);
});

test('the rule and the account are what conditions on the source are held against', () => {
  const Condition = {
    ArnLike: { 'aws:SourceArn': arn('events', 'rule/shop/*') },
    StringEquals: { 'aws:SourceAccount': '000000000000' },
  };
  expect(told(systemOf([{ ...allow, Condition }]))).toEqual([]);
});

test('a queue for what could not be delivered needs the same', () => {
  const [target] = systemOf([]).rules[0]?.targets ?? [];
  const targets =
    target === undefined ? [] : [{ ...target, arn: arn('lambda', 'function:a'), deadLetterArn: queueArn }];
  expect(told(systemOf([], { targets }))).toEqual([missing]);
  expect(told(systemOf([], { targets, ofScheduler: true }))).toEqual([]);
});

test('a statement that is not played is refused where it stands', () => {
  const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
  expect(told(systemOf([{ ...allow, Condition }]))).toEqual([
    expect.stringMatching(
      /^policy-unsupported a statement of the policy of Queue has the Condition operator 'IpAddress'/,
    ),
  ]);
});

test('a topic that a queue subscribes to needs the same, by its own name', () => {
  const topicArn = arn('sns', 'topic');
  const subscribed = (Principal: Json) => ({
    ...systemOf([{ ...allow, Principal, Condition: { ArnEquals: { 'aws:SourceArn': topicArn } } }], {
      targets: [],
    }),
    subscriptions: [
      {
        ...{
          place: { file: 'template.yaml', line: 40, column: 3 },
          logicalId: 'Told',
          stack: '',
          arn: 'a',
          topicArn,
        },
        ...{
          protocol: 'sqs',
          endpoint: queueArn,
          filterScope: 'MessageBody' as const,
          rawMessageDelivery: false,
        },
      },
    ],
  });
  expect(told(subscribed({ Service: 'sns.amazonaws.com' }))).toEqual([]);
  expect(told(subscribed({ Service: 'events.amazonaws.com' }))).toEqual([
    'queue-policy-missing Told sends to Queue, which does not let SNS in: on AWS nothing would arrive',
  ]);
});

test('a topic that is the target of a rule needs a policy of its own', () => {
  const topicArn = arn('sns', 'topic');
  const topic = { ...{ place, logicalId: 'Topic', stack: '', topicName: 'topic', arn: topicArn } };
  const [target] = systemOf([]).rules[0]?.targets ?? [];
  const targets = target === undefined ? [] : [{ ...target, arn: topicArn }];
  const withTopic = (statements: readonly Json[]) => ({
    ...systemOf([], { targets }),
    topics: [{ ...topic, policy: statements.map((statement) => ({ place, statement })) }],
  });
  const publishing = { ...allow, Action: 'sns:Publish', Resource: topicArn };
  expect(told(withTopic([publishing]))).toEqual([]);
  expect(told(withTopic([{ ...publishing, Principal: { Service: 'sns.amazonaws.com' } }]))).toEqual([
    'topic-policy-missing Placed sends to Topic, which does not let EventBridge in: on AWS nothing would arrive',
  ]);
  expect(checkQueuePolicies(withTopic([]))[0]?.remedy).toContain(
    'an AWS::SNS::TopicPolicy for Topic with the Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: sns:Publish, Resource: !Ref Topic }]',
  );
  const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
  expect(told(withTopic([{ ...publishing, Condition }]))[0]).toMatch(/^policy-unsupported/);
  expect(told({ ...withTopic([{ ...publishing, Condition }]), rules: [] })).toEqual([]);
});
