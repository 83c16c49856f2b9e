import fc from 'fast-check';
import { type RequestFields, requestMembers } from './request-members.js';

const fields: RequestFields = {
  requestId: 'request-1',
  traceId: '5759e988bd862e3fe1be46a994272793',
  durationMs: 12.3,
  method: 'POST',
  path: '/v1/orders',
  problem: undefined,
  error: undefined,
};
const parsed = (each: RequestFields) => JSON.parse(`{"first":0${requestMembers(each)}}`);

test('texts are printed as JSON has them, whatever they are made of', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('"', '\\', '\u007f', '\ud800', ' ~!#[]'),
  );
  fc.assert(
    fc.property(text, text, text, (requestId, path, error) => {
      const { first, ...members } = parsed({
        ...fields,
        requestId,
        path,
        method: path,
        problem: requestId,
        error,
      });
      expect(members).toEqual({
        requestId,
        traceId: fields.traceId,
        durationMs: 12.3,
        method: path,
        path,
        Latency: 12.3,
        problem: requestId,
        error,
      });
    }),
  );
});

test('what a request has not is not told', () => {
  expect(Object.keys(parsed(fields))).toEqual([
    'first',
    'requestId',
    'traceId',
    'durationMs',
    'method',
    'path',
    'Latency',
  ]);
});

test.each([0, 0.01, 0.09, 0.1, 0.99, 1, 9.05, 10.1, 99.99, 29_000, 899_999.99, 1.15, 4.35])(
  'a duration of %p ms is printed by its digits',
  (durationMs) => {
    expect(parsed({ ...fields, durationMs })).toMatchObject({ durationMs, Latency: durationMs });
  },
);
