import type { PermissionSpec, RuleSpec } from '../system.js';
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
