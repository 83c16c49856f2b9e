import { readBatchResponse } from './batch-response.js';

const known = new Set(['a', 'b']);

test.each(['', ' ', 'null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}', '{"other":1}'])(
  'the answer %j takes the whole batch',
  (payload) => {
    expect(readBatchResponse(payload, known)).toEqual({ kind: 'success' });
  },
);

test('named items have failed, the others have not', () => {
  const payload = '{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"b"}]}';
  expect(readBatchResponse(payload, known)).toEqual({ kind: 'partial', failed: new Set(['b']) });
});

test.each([
  ['{', 'its answer is not JSON'],
  ['"ok"', 'its answer is not an object'],
  ['[]', 'its answer is not an object'],
  ['{"batchItemFailures":"b"}', 'batchItemFailures is not a list'],
  ['{"batchItemFailures":[{"itemIdentifier":""}]}', 'not of this batch: {"itemIdentifier":""}'],
  ['{"batchItemFailures":[{"itemIdentifier":null}]}', 'not of this batch'],
  ['{"batchItemFailures":[{"itemId":"b"}]}', 'not of this batch: {"itemId":"b"}'],
  ['{"batchItemFailures":[null]}', 'not of this batch: null'],
  ['{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"c"}]}', 'not of this batch'],
])('the answer %j fails the whole batch', (payload, reason) => {
  expect(readBatchResponse(payload, known)).toEqual({
    kind: 'failure',
    reason: expect.stringContaining(reason),
  });
});
