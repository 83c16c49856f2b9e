import { decide } from './decide.js';
import { readStatement } from './statement.js';
import { place, statementOf, tableArn } from './statement-fixture.js';

const get = { action: 'dynamodb:GetItem', resource: tableArn };
const put = { action: 'dynamodb:PutItem', resource: tableArn };

test('what nothing allows is not granted', () => {
  expect(decide([], get)).toEqual({ outcome: 'not-granted' });
  expect(decide([statementOf({})], put)).toEqual({ outcome: 'not-granted' });
  expect(decide([statementOf({})], { ...get, resource: `${tableArn}/index/a` })).toEqual({
    outcome: 'not-granted',
  });
});

test('an allowed access names every statement that allows it', () => {
  const [one, other] = [statementOf({}), statementOf({ Action: ['dynamodb:*'] })];
  expect(decide([one, other], get)).toEqual({ outcome: 'allowed', by: [one, other] });
  expect(decide([one, other], put)).toEqual({ outcome: 'allowed', by: [other] });
});

test('a Deny wins wherever it stands', () => {
  const deny = statementOf({ Effect: 'Deny', Action: 'dynamodb:Get*' });
  const allow = statementOf({ Action: '*', Resource: '*' });
  expect(decide([allow, deny], get)).toEqual({ outcome: 'denied', by: deny });
  expect(decide([deny, allow], get)).toEqual({ outcome: 'denied', by: deny });
  expect(decide([deny, allow], put)).toEqual({ outcome: 'allowed', by: [allow] });
});

test('NotAction and NotResource mean all others', () => {
  const { Effect } = { Effect: 'Allow' };
  const notAction = readStatement({
    place,
    statement: { Effect, NotAction: 'dynamodb:Delete*', Resource: tableArn },
  });
  expect(decide([notAction], put).outcome).toBe('allowed');
  expect(decide([notAction], { ...put, action: 'dynamodb:DeleteItem' }).outcome).toBe('not-granted');
  const notResource = readStatement({
    place,
    statement: { Effect, Action: '*', NotResource: `${tableArn}/*` },
  });
  expect(decide([notResource], put).outcome).toBe('allowed');
  expect(decide([notResource], { ...put, resource: `${tableArn}/index/a` }).outcome).toBe('not-granted');
});

test('a value that is not known fails an Allow and applies a Deny', () => {
  const Condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } };
  const unknown = { ...get, context: { 'dynamodb:LeadingKeys': 'unknown' as const } };
  expect(decide([statementOf({ Condition })], unknown).outcome).toBe('not-granted');
  expect(decide([statementOf({}), statementOf({ Effect: 'Deny', Condition })], unknown).outcome).toBe(
    'denied',
  );
});

test.each([
  [{ Action: 'PutItem' }, "has the Action 'PutItem', not service:Name"],
  [{ Action: [] }, 'has no Action in its list'],
  [{ Action: 7 }, 'has a Action that is no text'],
  [{ Resource: 'orders' }, "has the Resource 'orders', which is neither an ARN nor *"],
  [{ Resource: `arn:aws:sqs:*:*:\${aws:username}` }, 'has a policy variable in'],
  [{ NotAction: '*' }, 'needs one of Action and NotAction'],
  [{ NotResource: '*' }, 'needs one of Resource and NotResource'],
])('the statement %j is refused', (members, message) => {
  expect(() => statementOf(members)).toThrow(message);
});

test('a statement without Resource is refused', () => {
  const statement = { Effect: 'Allow', Action: '*' };
  expect(() => readStatement({ place, statement })).toThrow('needs one of Resource and NotResource');
  expect(() => readStatement({ place, statement: 'text' })).toThrow('is no map');
});
