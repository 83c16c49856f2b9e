import type { Json, TargetSpec } from '../system.js';
import type { BusEvent } from './bus-event.js';
import { ruleOf } from './rule.js';
import { queueArn, ruleSpec, targetSpec } from './system-fixture.js';
import { checkTarget, targetInput } from './target-input.js';

const event: BusEvent = {
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '123456789012',
  time: '2015-11-11T21:29:54Z',
  region: 'us-east-1',
  resources: ['arn:a', 'arn:b'],
  detail: {
    'instance-id': 'i-0123456789',
    state: 'RUNNING',
    count: 3,
    list: [{ n: 1 }, { n: 2 }, {}],
    quote: 'a "b"\n',
  },
};

const { detail: _detail, ...withoutDetail } = event;

const rule = ruleOf(ruleSpec('watch'));

const inputOf = (changes: Partial<TargetSpec>) =>
  targetInput(event, targetSpec(queueArn('q'), changes), rule);

function transformed(template: string, pathsMap: Record<string, string> = {}): string {
  return inputOf({ inputTransformer: { pathsMap, template } });
}

test('a target gets the event, its constant input as it stands, or what InputPath selects', () => {
  expect(JSON.parse(inputOf({}))).toEqual(event);
  expect(inputOf({ input: '{ "a": 1 }' })).toBe('{ "a": 1 }');
  expect(JSON.parse(inputOf({ inputPath: '$.detail' }))).toEqual(event.detail);
  expect(inputOf({ inputPath: '$.detail.state' })).toBe('"RUNNING"');
  expect(inputOf({ inputPath: '$.detail.nothing' })).toBe('null');
});

test.each<[string, Json | undefined]>([
  ['$.detail.instance-id', 'i-0123456789'],
  ["$.detail['instance-id']", 'i-0123456789'],
  ['$["detail-type"]', 'EC2 Instance State-change Notification'],
  ['$.resources[1]', 'arn:b'],
  ['$.resources[2]', null],
  ['$.detail.list[*].n', [1, 2]],
  ['$.detail.list[0].n', 1],
  ['$.detail.state.x', null],
  ['$.detail.toString', null],
])('InputPath %s', (inputPath, expected) => {
  expect(JSON.parse(inputOf({ inputPath }))).toEqual(expected);
});

const paths = {
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  count: '$.detail.count',
  detail: '$.detail',
  gone: '$.x',
  quote: '$.detail.quote',
};

test.each<[string, string, Json]>([
  ['text in text', '"instance <instance> is <state>"', 'instance i-0123456789 is RUNNING'],
  ['a string as a value', '{"instance": <instance>}', { instance: 'i-0123456789' }],
  ['a string within quotes', '{"instance": "<instance>!"}', { instance: 'i-0123456789!' }],
  ['a number as a value and as text', '{"a": <count>, "b": "<count>"}', { a: 3, b: '3' }],
  ['an object as a value', '{"a": <detail>}', { a: event.detail }],
  ['quotes and line breaks within quotes', '"<quote>"', 'a "b"\n'],
  ['a path that selects nothing', '{"a": <gone>, "b": "<gone>"}', { a: '', b: '' }],
  ['escaped quotes around a placeholder', '{"a": "\\"<state>\\""}', { a: '"RUNNING"' }],
  ['the whole event', '{"e": <aws.events.event.json>}', { e: event }],
  ['the event without its detail', '<aws.events.event>', withoutDetail],
  [
    'the rule',
    '{"arn": <aws.events.rule-arn>, "name": "<aws.events.rule-name>"}',
    { arn: rule.arn, name: 'watch' },
  ],
  ['the time', '"<aws.events.event.ingestion-time>"', event.time],
])('an input template with %s', (_what, template, expected) => {
  expect(JSON.parse(transformed(template, paths))).toEqual(JSON.parse(JSON.stringify(expected)));
});

test('an object in a template of text alone is printed without quotes', () => {
  expect(transformed('"it is <o>"', { o: '$.detail.list' })).toBe('"it is [{n:1},{n:2},{}]"');
});

test('a template may be several lines of text', () => {
  expect(transformed('"one <state>"\n"two"', paths)).toBe('"one RUNNING"\n"two"');
});

test('a template that makes no JSON is an error', () => {
  expect(() => transformed('{"a": <state>', paths)).toThrow(/does not make valid JSON/);
  expect(() => transformed('plain <state>', paths)).toThrow(SyntaxError);
});

test.each<[Partial<TargetSpec>, RegExp]>([
  [
    { arn: 'arn:aws:kinesis:eu-central-1:123456789012:topic' },
    /neither a queue nor a topic nor a function nor an event bus/,
  ],
  [{ input: 'text' }, /the Input of target target is not JSON/],
  [{ inputPath: 'detail' }, /does not start with \$/],
  [{ inputPath: '$.a[?(@.b)]' }, /is not supported from '\[\?\(@\.b\)\]' on/],
  [{ inputPath: '$..a' }, /not supported/],
  [{ inputTransformer: { pathsMap: { AWSx: '$.a' }, template: '"a"' } }, /starts with AWS/],
  [{ inputTransformer: { pathsMap: { x: 'a' }, template: '"a"' } }, /does not start with/],
])('a target with %j is refused', (changes, message) => {
  expect(() => checkTarget(targetSpec(queueArn('q'), changes))).toThrow(message);
});
