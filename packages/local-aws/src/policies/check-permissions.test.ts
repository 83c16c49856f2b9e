import type { PermissionSpec, RuleSpec, SubscriptionSpec } from '../system.js';
import { checkPermissions } from './check-permissions.js';
import { arn, systemWith } from './system-fixture.js';

const place = { file: 'template.yaml', line: 30, column: 3 };
const rule: RuleSpec = {
  ...{ place, logicalId: 'Rule', stack: '', ruleName: 'placed', arn: arn('events', 'rule/shop/placed') },
  ...{ busName: 'shop', enabled: true },
  targets: [
    { id: 'a', arn: arn('lambda', 'function:orders'), maximumRetryAttempts: 1, maximumEventAgeS: 60 },
  ],
};
const permission: PermissionSpec = {
  ...{ place, logicalId: 'Permission', stack: '', action: 'lambda:InvokeFunction', functionName: 'orders' },
  principal: 'events.amazonaws.com',
};

const problems = (change: Partial<PermissionSpec> | undefined, ofRule: Partial<RuleSpec> = {}) =>
  checkPermissions({
    ...systemWith([]),
    rules: [{ ...rule, ...ofRule }],
    permissions: change === undefined ? [] : [{ ...permission, ...change }],
  });

test('a rule that a template declares needs the permission to invoke its function, where SAM makes none', () => {
  expect(problems(undefined)).toEqual([
    {
      place,
      code: 'permission-missing',
      what: 'Rule invokes Orders, which does not let EventBridge in: on AWS nothing would arrive',
      remedy: expect.stringContaining('FunctionName: !Ref Orders, Principal: events.amazonaws.com'),
    },
  ]);
  expect(problems(undefined, { madeBySam: true })).toEqual([]);
  expect(problems(undefined, { targets: [] })).toEqual([]);
});

test('a topic needs it too, where the subscription is written by hand', () => {
  const subscription: SubscriptionSpec = {
    ...{ place, logicalId: 'Told', stack: '', arn: 'a', topicArn: arn('sns', 'topic'), protocol: 'lambda' },
    ...{ endpoint: arn('lambda', 'function:orders'), filterScope: 'MessageBody', rawMessageDelivery: false },
  };
  const told = (more: Partial<SubscriptionSpec>, permissions: readonly PermissionSpec[] = []) =>
    checkPermissions({ ...systemWith([]), subscriptions: [{ ...subscription, ...more }], permissions }).map(
      ({ what }) => what,
    );
  expect(told({})).toEqual(['Told invokes Orders, which does not let SNS in: on AWS nothing would arrive']);
  expect(told({ madeBySam: true })).toEqual([]);
  expect(told({ protocol: 'sqs' })).toEqual([]);
  const sns = { ...permission, principal: 'sns.amazonaws.com', sourceArn: arn('sns', 'topic') };
  expect(told({}, [sns])).toEqual([]);
  expect(told({}, [permission])).toHaveLength(1);
});

test.each([
  [{}],
  [{ functionName: arn('lambda', 'function:orders') }],
  [{ functionName: '000000000000:function:orders' }],
  [{ action: 'lambda:*', principal: '*' }],
  [{ sourceArn: rule.arn }],
  [{ sourceArn: arn('events', 'rule/shop/*') }],
])('%j lets the rule in', (change) => {
  expect(problems(change)).toEqual([]);
});

test.each([
  [{ functionName: 'other' }],
  [{ functionName: 'ders' }],
  [{ action: 'lambda:GetFunction' }],
  [{ principal: 's3.amazonaws.com' }],
  [{ sourceArn: arn('events', 'rule/shop/other') }],
])('%j does not', (change) => {
  expect(problems(change)).toHaveLength(1);
});
