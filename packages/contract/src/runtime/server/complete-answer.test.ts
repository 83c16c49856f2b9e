import * as t from 'io-ts';
import type { AnsweredRequest } from './complete-answer.js';
import { answered, completed, refusalOf, refused, sent } from './complete-answer.js';
import { type Answer, encodeAnswer, UndeclaredAnswer } from './encode-answer.js';
import type { ProxyEvent } from './event.js';
import type { ServedOperation } from './handler.js';
import { ProblemError, problem } from './problem.js';

const event: ProxyEvent = {
  httpMethod: 'POST',
  path: '/v1/orders',
  headers: null,
  body: null,
  isBase64Encoded: false,
  requestContext: {},
};
const request: AnsweredRequest = {
  event,
  accept: undefined,
  requestId: 'request-1',
  traceparent: '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01',
};
const operation: ServedOperation = {
  operationId: 'placeOrder',
  security: [],
  parameters: [],
  body: null,
  responses: {
    '200': { 'application/json': t.type({ id: t.string }) },
    '201': { 'application/json': t.type({ id: t.string }) },
    '202': { 'application/json': t.unknown },
    '203': { 'application/json': null },
    '204': {},
    '206': { 'text/plain': t.string },
    '207': { 'application/json': t.unknown, 'text/plain': t.string },
    '4XX': { 'application/problem+json': t.UnknownRecord },
  },
  headers: {
    '201': [
      {
        name: 'location',
        required: true,
        codec: t.string,
        shape: { kind: 'text' },
        explode: false,
        json: false,
      },
    ],
  },
  deprecated: false,
  sunset: null,
};
const old: ServedOperation = { ...operation, deprecated: true, sunset: '2027-01-01' };

const common = {
  'x-request-id': 'request-1',
  traceparent: request.traceparent,
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*',
};

describe.each([
  ['an operation', operation],
  ['an old operation', old],
])('whatever %s answers, the answer is what it is when nothing of it is made at once:', (_name, served) => {
  test.each<Answer>([
    { status: 200, body: { id: 'a' } },
    { status: 200, body: { id: 'a', more: [1, null] } },
    { status: 200, body: { id: 'a' }, headers: { 'X-A': 'b' } },
    { status: 200, body: { id: 'a' }, contentType: 'application/json' },
    { status: 201, body: { id: 'a' }, headers: { location: '/a' } },
    { status: 202, body: 'text' },
    { status: 203, body: null },
    { status: 204 },
    { status: 206, body: 'text' },
    { status: 207, body: 'text' },
    { status: 404, body: { title: 'No' } },
  ])('%j', (answer) => {
    const result = answered(request, served, answer);
    expect(result).toEqual(completed(request, encodeAnswer(served, answer, undefined)));
    expect(result.headers).toMatchObject(common);
    expect(result.headers.deprecation).toBe(served === old ? '@0' : undefined);
  });

  test.each<Answer>([
    { status: 200, body: { id: 1 } },
    { status: 200 },
    { status: 200, body: { id: 'a' }, contentType: 'text/plain' },
    { status: 201, body: { id: 'a' } },
    { status: 202, body: new Uint8Array(1) },
    { status: 202 },
    { status: 204, body: {} },
    { status: 500, body: {} },
  ])('%j is not declared', (answer) => {
    expect(() => answered(request, served, answer)).toThrow(UndeclaredAnswer);
  });
});

test('an answer is whole: status, type, JSON, and what every answer has', () => {
  expect(answered(request, operation, { status: 200, body: { id: 'ä"' } })).toEqual({
    statusCode: 200,
    headers: { 'content-type': 'application/json', ...common },
    body: '{"id":"ä\\""}',
    isBase64Encoded: false,
  });
});

test('an answer that somebody keeps is completed without being touched', () => {
  const kept = { statusCode: 200, headers: { a: 'b' }, body: 'c', isBase64Encoded: true } as const;
  const cookies = { 'set-cookie': ['d', 'e'] };
  expect(completed(request, kept)).toEqual({ ...kept, headers: { a: 'b', ...common } });
  expect(completed(request, { ...kept, multiValueHeaders: cookies }).multiValueHeaders).toEqual(cookies);
  expect(kept.headers).toEqual({ a: 'b' });
});

test('a header that a handler gives is not replaced by what every answer has', () => {
  const own = Object.fromEntries(Object.keys(common).map((name) => [name, `own ${name}`]));
  const answer = { status: 200, body: { id: 'a' }, headers: own };
  expect(answered(request, operation, answer).headers).toEqual({
    'content-type': 'application/json',
    ...own,
  });
});

test.each(['HEAD', 'head'])('the answer to %s is sent without its body', (httpMethod) => {
  const result = { statusCode: 200, headers: common, body: 'YQ==', isBase64Encoded: true };
  expect(sent({ ...event, httpMethod }, result)).toEqual({ ...result, body: '', isBase64Encoded: false });
  expect(sent(event, result)).toBe(result);
});

test('a refusal is answered as it says, anything else by 500 without a word of it', () => {
  const refusal = new ProblemError(problem(401, 'no token'), { 'www-authenticate': 'Bearer' });
  expect(refusalOf(request, refusal)).toBe(refusal);
  expect(refused(request, refusal)).toEqual({
    statusCode: 401,
    headers: { 'www-authenticate': 'Bearer', 'content-type': 'application/problem+json', ...common },
    body: JSON.stringify({ ...problem(401, 'no token'), instance: '/v1/orders' }),
    isBase64Encoded: false,
  });
  const thrown = new Error('the password is hunter2');
  const failure = refusalOf(request, thrown);
  expect(failure.cause).toBe(thrown);
  const { statusCode, body } = refused(request, failure);
  expect([statusCode, JSON.parse(body)]).toEqual([
    500,
    expect.objectContaining({ title: 'The service failed', requestId: 'request-1' }),
  ]);
  expect(body).not.toContain('hunter2');
});
