import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommitLog, fileLog, memoryLog } from '@atoll/embedded-dynamodb';
import { StartError } from '../parts.js';
import { createQueues } from '../queues/create-queues.js';
import type { RuleSpec } from '../system.js';
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

const startMs = Date.parse('2026-03-01T00:00:00Z');

async function world(rules: RuleSpec[] = [], log: CommitLog = memoryLog()) {
  const system = systemOf({ queues: [queueSpec('orders')], rules });
  const queues = createQueues({ system, log, queueUrl: (name) => `http://localhost/${name}` });
  const functions = new RecordedInvocations();
  const output = new RecordedOutput();
  const bus = createBus({ system, log, queues, functions, output });
  await log.open();
  const bodies = async () => {
    const messages = await queues.receive(queueArn('orders'), { maxMessages: 10, waitS: 0 });
    await queues.remove(
      queueArn('orders'),
      messages.map(({ receiptHandle }) => receiptHandle),
    );
    return messages.map(({ body }) => JSON.parse(body) as unknown);
  };
  return { bus, bodies, output, log };
}

const eventPattern = '{"source":["shop"]}';
const EventBusName = 'shop';
const entry = { Source: 'shop', DetailType: 'd', Detail: '{}', EventBusName };
const target = { Id: 't', Arn: queueArn('orders') };

test('a rule that is put, given targets, disabled, enabled and deleted acts so', async () => {
  const { bus, bodies } = await world();
  const answer = await bus.call('PutRule', {
    Name: 'r',
    EventPattern: eventPattern,
    EventBusName,
    Description: 'all',
  });
  expect(answer).toEqual({ RuleArn: 'arn:aws:events:eu-central-1:123456789012:rule/shop/r' });
  const put = await bus.call('PutTargets', { Rule: 'r', EventBusName, Targets: [target] });
  expect(put).toEqual({ FailedEntryCount: 0, FailedEntries: [] });
  expect(await bus.call('DescribeRule', { Name: 'r', EventBusName })).toEqual({
    Name: 'r',
    Arn: 'arn:aws:events:eu-central-1:123456789012:rule/shop/r',
    EventPattern: eventPattern,
    State: 'ENABLED',
    Description: 'all',
    EventBusName: 'shop',
    CreatedBy: '123456789012',
  });
  const send = () => bus.call('PutEvents', { Entries: [entry] });
  await send();
  expect(await bodies()).toHaveLength(1);
  await bus.call('DisableRule', { Name: 'r', EventBusName });
  await send();
  expect(await bodies()).toHaveLength(0);
  await bus.call('EnableRule', { Name: 'r', EventBusName });
  await send();
  expect(await bodies()).toHaveLength(1);
  await expect(bus.call('DeleteRule', { Name: 'r', EventBusName })).rejects.toThrow(
    "Rule can't be deleted since it has targets.",
  );
  await bus.call('RemoveTargets', { Rule: 'r', EventBusName, Ids: ['t'] });
  await bus.call('DeleteRule', { Name: 'r', EventBusName });
  expect(await bus.call('ListRules', { EventBusName })).toEqual({ Rules: [] });
  expect(await bus.call('DeleteRule', { Name: 'r', EventBusName })).toEqual({});
});

test('targets are listed as they were put', async () => {
  const { bus } = await world([ruleSpec('r', { eventPattern: { source: ['a'] } })]);
  const full = {
    Id: 'a',
    Arn: queueArn('x.fifo'),
    InputTransformer: { InputPathsMap: { s: '$.source' }, InputTemplate: '"<s>"' },
    SqsParameters: { MessageGroupId: 'g' },
    RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 },
    DeadLetterConfig: { Arn: queueArn('dead') },
  };
  const retry = { RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 } };
  await bus.call('PutTargets', {
    Rule: 'r',
    EventBusName,
    Targets: [full, { ...target, InputPath: '$.detail' }],
  });
  expect(await bus.call('ListTargetsByRule', { Rule: 'r', EventBusName })).toEqual({
    Targets: [full, { ...target, InputPath: '$.detail', ...retry }],
  });
  expect(await bus.call('ListRuleNamesByTarget', { TargetArn: queueArn('orders'), EventBusName })).toEqual({
    RuleNames: ['r'],
  });
  const gone = await bus.call('RemoveTargets', { Rule: 'r', EventBusName, Ids: ['a', 'zzz'] });
  expect(gone).toMatchObject({
    FailedEntryCount: 1,
    FailedEntries: [{ TargetId: 'zzz', ErrorCode: 'ResourceNotFoundException' }],
  });
  expect(await bus.call('ListTargetsByRule', { Rule: 'r', EventBusName })).toMatchObject({
    Targets: [{ Id: 't' }],
  });
});

test('lists come in pages', async () => {
  const { bus } = await world(
    ['b', 'a', 'c'].map((name) => ruleSpec(name, { eventPattern: { source: ['a'] } })),
  );
  const first = (await bus.call('ListRules', { EventBusName, Limit: 2 })) as {
    Rules: { Name: string }[];
    NextToken: string;
  };
  expect(first.Rules.map(({ Name }) => Name)).toEqual(['a', 'b']);
  const second = await bus.call('ListRules', { EventBusName, Limit: 2, NextToken: first.NextToken });
  expect(second).toEqual({ Rules: [expect.objectContaining({ Name: 'c' })] });
  expect(await bus.call('ListRules', { EventBusName, Limit: 3 })).not.toHaveProperty('NextToken');
  for (const Limit of [0, 101, 1.5]) {
    await expect(bus.call('ListRules', { EventBusName, Limit })).rejects.toThrow(/between 1 and 100/);
  }
  expect(await bus.call('ListRules', { EventBusName, Limit: 1 })).toMatchObject({ Rules: [{ Name: 'a' }] });
  expect(await bus.call('ListRules', { EventBusName, NamePrefix: 'b' })).toMatchObject({
    Rules: [{ Name: 'b' }],
  });
});

test('buses are listed and described', async () => {
  const { bus } = await world();
  const arn = (name: string) => `arn:aws:events:eu-central-1:123456789012:event-bus/${name}`;
  const all = [
    { Name: 'default', Arn: arn('default') },
    { Name: 'shop', Arn: arn('shop') },
  ];
  expect(await bus.call('ListEventBuses', {})).toEqual({ EventBuses: all });
  expect(await bus.call('ListEventBuses', { NamePrefix: 'sh' })).toEqual({ EventBuses: [all[1]] });
  expect(await bus.call('DescribeEventBus', {})).toEqual(all[0]);
  await expect(bus.call('DescribeEventBus', { Name: 'x' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

test('TestEventPattern tells whether an event matches', async () => {
  const { bus } = await world();
  const event = {
    id: '1',
    account: '1',
    source: 'shop',
    time: 't',
    region: 'r',
    resources: [],
    'detail-type': 'd',
  };
  const result = (changes: object) =>
    bus.call('TestEventPattern', {
      EventPattern: eventPattern,
      Event: JSON.stringify({ ...event, ...changes }),
    });
  expect(await result({})).toEqual({ Result: true });
  expect(await result({ source: 'x' })).toEqual({ Result: false });
  await expect(result({ region: undefined })).rejects.toThrow('it has no region');
});

test.each<[string, object, string, RegExp]>([
  ['PutRule', { Name: 'r' }, 'ValidationException', /EventPattern or ScheduleExpression must be specified/],
  [
    'PutRule',
    { Name: 'a b', EventPattern: eventPattern },
    'ValidationException',
    /regular expression pattern/,
  ],
  [
    'PutRule',
    { Name: 'r', EventPattern: '{"source":"a"}' },
    'InvalidEventPatternException',
    /"source" must be an object or an array/,
  ],
  [
    'PutRule',
    { Name: 'r', EventPattern: eventPattern, EventBusName: 'x' },
    'ResourceNotFoundException',
    /^Event bus x does not exist.$/,
  ],
  [
    'PutRule',
    { Name: 'r', ScheduleExpression: 'rate(1 minute)', EventBusName },
    'ValidationException',
    /only on the default event bus/,
  ],
  [
    'PutRule',
    { Name: 'r', ScheduleExpression: 'rate(1 minutes)' },
    'ValidationException',
    /^Parameter ScheduleExpression is not valid/,
  ],
  [
    'PutRule',
    { Name: 'r', EventPattern: eventPattern, Other: 1 },
    'ValidationException',
    /has Other, which local-aws does not support/,
  ],
  ['PutRule', { Name: 7 }, 'SerializationException', /Name is not a string/],
  [
    'DescribeRule',
    { Name: 'r' },
    'ResourceNotFoundException',
    /^Rule r does not exist on EventBus default.$/,
  ],
  [
    'PutTargets',
    { Rule: 'known', EventBusName, Targets: [] },
    'ValidationException',
    /greater than or equal to 1/,
  ],
  [
    'PutTargets',
    { Rule: 'known', EventBusName, Targets: [{ ...target, Arn: 'arn:aws:kinesis:a:b:c' }] },
    'ValidationException',
    /neither a queue/,
  ],
  [
    'PutTargets',
    { Rule: 'known', EventBusName, Targets: [{ ...target, EcsParameters: {} }] },
    'ValidationException',
    /EcsParameters/,
  ],
  [
    'PutTargets',
    { Rule: 'known', EventBusName, Targets: [{ ...target, Input: '1', InputPath: '$' }] },
    'ValidationException',
    /Only one of/,
  ],
  [
    'PutTargets',
    { Rule: 'known', EventBusName, Targets: [1, 2, 3, 4, 5, 6].map((n) => ({ ...target, Id: `${n}` })) },
    'LimitExceededException',
    /maximum/,
  ],
  [
    'PutTargets',
    { Rule: 'known', EventBusName, Targets: [{ ...target, RetryPolicy: { MaximumRetryAttempts: 186 } }] },
    'ValidationException',
    /between 0 and 185/,
  ],
  ['RemoveTargets', { Rule: 'known', EventBusName }, 'ValidationException', /'ids'/],
  [
    'CreateArchive',
    {},
    'UnknownOperationException',
    /has no CreateArchive in local-aws; it plays DeleteRule, /,
  ],
  ['toString', {}, 'UnknownOperationException', /has no toString/],
  ['ListRules', [], 'SerializationException', /structure expected/],
])('%s %j is refused', async (action, input, code, message) => {
  const { bus } = await world([ruleSpec('known', { eventPattern: { source: ['a'] } })]);
  await expect(bus.call(action, input)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('changes of rules outlive a restart, until the template says something else', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'bus rules '));
  const spec = ruleSpec('r', { eventPattern: { source: ['a'] } });
  const states = async (rules: RuleSpec[]) => {
    const { bus, log } = await world(rules, fileLog(directory, { snapshotBytes: 0 }));
    const answer = (await bus.call('ListRules', { EventBusName })) as {
      Rules: { Name: string; State: string }[];
    };
    return { bus, log, states: answer.Rules.map(({ Name, State }) => `${Name} ${State}`) };
  };
  try {
    const first = await states([spec]);
    await first.bus.call('DisableRule', { Name: 'r', EventBusName });
    await first.bus.call('PutRule', { Name: 'own', EventPattern: eventPattern, EventBusName });
    await first.log.close();
    const second = await states([spec]);
    expect(second.states).toEqual(['own ENABLED', 'r DISABLED']);
    await second.log.close();
    const third = await states([{ ...spec, eventPattern: { source: ['b'] } }]);
    expect(third.states).toEqual(['own ENABLED', 'r ENABLED']);
    await third.log.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('rules of templates that are not valid keep the bus from starting, all told at once', async () => {
  const rules = [
    ruleSpec('a', { eventPattern: { source: 'x' } }),
    ruleSpec('b', { busName: 'default', schedule: 'rate(2 minute)' }),
    ruleSpec('c', {}),
    ruleSpec('d', { schedule: 'rate(2 minutes)' }),
    ruleSpec('e', { eventPattern: { source: ['x'] }, targets: [targetSpec('arn:aws:kinesis:a:b:c')] }),
  ];
  const error = await world(rules).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartError);
  expect((error as StartError).problems.map(({ code, what }) => `${code} ${what}`)).toEqual([
    'event-pattern rule a is not valid: Event pattern is not valid. Reason: "source" must be an object or an array at source',
    expect.stringMatching(/^schedule-expression rule b is not valid: rate\(2 minute\)/),
    'schedule-expression rule c is not valid: it has neither an EventPattern nor a ScheduleExpression',
    'schedule-expression rule d is not valid: a ScheduleExpression is supported only on the default event bus',
    expect.stringMatching(/^rule-target rule e is not valid: target target is neither/),
  ]);
  expect((error as StartError).problems[0]?.place).toEqual({ file: 'template.yaml', line: 7, column: 3 });
});

describe('schedules', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: startMs });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const scheduled = (schedule: string) =>
    ruleSpec('tick', { busName: 'default', schedule, targets: [targetSpec(queueArn('orders'))] });

  test('a rule runs at its times and sends a scheduled event', async () => {
    const { bus, bodies, output } = await world([scheduled('rate(5 minutes)')]);
    bus.start();
    jest.advanceTimersByTime(299_999);
    expect(await bodies()).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(await bodies()).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: '123456789012',
        time: '2026-03-01T00:05:00Z',
        region: 'eu-central-1',
        resources: ['arn:aws:events:eu-central-1:123456789012:rule/tick'],
        detail: {},
      },
    ]);
    expect(output.events).toEqual([
      { kind: 'schedule', name: 'tick', to: 'orders', outcome: 'delivered', durationMs: 0 },
    ]);
    jest.advanceTimersByTime(600_000);
    expect(await bodies()).toHaveLength(2);
    bus.close();
    jest.advanceTimersByTime(600_000);
    expect(await bodies()).toHaveLength(0);
  });

  test('a rule that has a schedule alone matches no event', async () => {
    const { bus, bodies } = await world([scheduled('rate(5 minutes)')]);
    await bus.call('PutEvents', { Entries: [{ ...entry, EventBusName: 'default' }] });
    expect(await bodies()).toEqual([]);
  });

  test('a run beyond the longest timer comes at its time', async () => {
    const { bus, bodies } = await world([scheduled('cron(0 0 1 6 ? *)')]);
    bus.start();
    const untilMs = Date.parse('2026-06-01T00:00:00Z') - startMs;
    jest.advanceTimersByTime(untilMs - 1);
    expect(await bodies()).toHaveLength(0);
    jest.advanceTimersByTime(1);
    expect(await bodies()).toHaveLength(1);
    bus.close();
  });

  test('runs that were missed while the machine slept are not made up', async () => {
    const { bus, bodies } = await world([scheduled('rate(5 minutes)')]);
    bus.start();
    jest.setSystemTime(startMs + 3_600_000 + 120_000);
    jest.advanceTimersByTime(300_000);
    expect(await bodies()).toHaveLength(0);
    jest.advanceTimersByTime(180_000);
    expect(await bodies()).toHaveLength(1);
    bus.close();
  });

  test('a rule that the API disables stops at once; one that it puts begins', async () => {
    const { bus, bodies } = await world([scheduled('rate(5 minutes)')]);
    bus.start();
    await bus.call('DisableRule', { Name: 'tick' });
    jest.advanceTimersByTime(300_000);
    expect(await bodies()).toHaveLength(0);
    await bus.call('PutRule', { Name: 'own', ScheduleExpression: 'rate(1 minute)' });
    jest.advanceTimersByTime(30_000);
    await bus.call('PutTargets', { Rule: 'own', Targets: [target] });
    jest.advanceTimersByTime(30_000);
    expect(await bodies()).toHaveLength(1);
    bus.close();
  });
});
