import { roleOf } from './role.js';
import { arn, functionSpec, systemWith } from './system-fixture.js';

const place = { file: 'template.yaml', line: 20, column: 9 };
const table = arn('dynamodb', 'table/orders');

function roleWith(Condition?: { [operator: string]: { [key: string]: string } }) {
  const statement = {
    Effect: 'Allow',
    Action: 'dynamodb:GetItem',
    Resource: table,
    ...(Condition && { Condition }),
  };
  return roleOf(systemWith([]), functionSpec('Orders', [{ place, statement }]));
}

const get = { action: 'dynamodb:GetItem', resource: table };

test('the same question has the same answer, and another one its own', () => {
  const role = roleWith();
  for (let i = 0; i < 2; i++) {
    expect(role.decide(get).outcome).toBe('allowed');
    expect(role.decide({ ...get, action: 'dynamodb:PutItem' }).outcome).toBe('not-granted');
    expect(role.decide({ ...get, resource: `${table}2` }).outcome).toBe('not-granted');
  }
});

test('a made-up name after another changes no answer', () => {
  const role = roleWith();
  for (let i = 0; i < 2_500; i++)
    expect(role.decide({ ...get, resource: `${table}${i}` }).outcome).toBe('not-granted');
  expect(role.decide(get).outcome).toBe('allowed');
});

test('with a condition each request is weighed by its own values', () => {
  const role = roleWith({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'a' } });
  const asking = (key: string) => role.decide({ ...get, context: { 'dynamodb:LeadingKeys': [key] } }).outcome;
  expect([asking('a'), asking('b'), asking('a')]).toEqual(['allowed', 'not-granted', 'allowed']);
});

test.each([
  ['aws:PrincipalAccount', '000000000000'],
  ['aws:PrincipalArn', 'arn:aws:iam::000000000000:role/OrdersRole'],
  ['aws:RequestedRegion', 'us-east-1'],
  ['aws:SecureTransport', 'true'],
])('%s of every request is %s', (key, value) => {
  expect(roleWith({ StringEquals: { [key]: value } }).decide(get).outcome).toBe('allowed');
  expect(roleWith({ StringEquals: { [key]: 'another' } }).decide(get).outcome).toBe('not-granted');
});
