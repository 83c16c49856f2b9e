import { mappingSpec, queueArn, tableArn } from '../bus/system-fixture.js';
import type { Json } from '../system.js';
import { compileFilters } from './filter.js';

const messages = (...filterPatterns: Json[]) =>
  compileFilters(mappingSpec({ source: { kind: 'sqs', arn: queueArn('q') }, filterPatterns }));

const json = { body: { RecordNumber: [{ numeric: ['>', 1] }] } };
const plain = { body: ['ok', { prefix: 'go' }] };

/** The table of "Properly filtering Amazon SQS messages" in the Lambda Developer Guide. */
test.each<[string, Json, string, boolean]>([
  ['JSON', json, '{"RecordNumber":2}', true],
  ['JSON', json, '{"RecordNumber":1}', false],
  ['JSON', json, '[{"RecordNumber":2}]', true],
  ['JSON', json, 'RecordNumber', false],
  ['JSON', json, '2', false],
  ['text', plain, 'ok', true],
  ['text', plain, 'gone', true],
  ['text', plain, 'other', false],
  ['text', plain, '{"ok":"ok"}', false],
  ['nothing of the body', { attributes: { SenderId: ['a'] } }, 'anything', true],
  ['nothing of the body', { attributes: { SenderId: ['b'] } }, '{"a":1}', false],
])('a filter on %s, %j, with the body %s: %s', (_kind, pattern, body, passes) => {
  expect(messages(pattern)({ body, attributes: { SenderId: 'a' } })).toBe(passes);
});

test('a filter that is no object, or of which the body is none, has nothing to look into', () => {
  expect(() => messages(['body'])).toThrow('Filter is not an object');
  expect(messages(json)(['body'])).toBe(false);
  expect(messages(json)(null)).toBe(false);
});

test('a record passes when any filter takes it, or when there is none', () => {
  expect(messages(json, plain)({ body: 'ok' })).toBe(true);
  expect(messages(json, plain)({ body: 'no' })).toBe(false);
  expect(messages()({ body: 'no' })).toBe(true);
});

test('a pattern may be JSON text, as templates have it', () => {
  expect(messages(JSON.stringify(json))({ body: '{"RecordNumber":2}' })).toBe(true);
});

test('stream records are matched as they are', () => {
  const filterPatterns = [{ eventName: ['INSERT'], dynamodb: { NewImage: { n: { N: ['5'] } } } }];
  const passes = compileFilters(
    mappingSpec({ source: { kind: 'dynamodb', arn: tableArn('t') }, filterPatterns }),
  );
  expect(passes({ eventName: 'INSERT', dynamodb: { NewImage: { n: { N: '5' } } } })).toBe(true);
  expect(passes({ eventName: 'MODIFY', dynamodb: { NewImage: { n: { N: '5' } } } })).toBe(false);
});
