import type { ProxyEvent } from './event.js';
import { createLog } from './log.js';
import { type Ended, type LoggedRequest, requestLine } from './request-line.js';

afterEach(() => jest.restoreAllMocks());

const service = { service: 'orders', version: '1.2.3', secrets: ['token'] };
const event: ProxyEvent = {
  httpMethod: 'POST',
  path: '/v1/orders',
  headers: null,
  body: null,
  isBase64Encoded: false,
  requestContext: {},
};
const request: LoggedRequest = {
  event,
  requestId: 'request-1',
  traceparent: '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01',
  found: undefined,
  input: { body: { token: 'hunter2' } },
};
const ended = (statusCode: number, error?: unknown): Ended => ({
  result: { statusCode, headers: {}, body: '', isBase64Encoded: false },
  error,
  durationMs: 1.23456,
});

test('the log of the service prints of a request what any other log is told of it', () => {
  const printed: Record<string, unknown>[] = [];
  const told: Record<string, unknown>[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    printed.push(JSON.parse(String(line)));
    return true;
  });
  const write = requestLine(service);
  const log = createLog(service);
  for (const each of [ended(201), ended(404), ended(500, new Error('not with hunter2')), ended(201)]) {
    write(log, request, each);
    write((level, fields) => void told.push({ level, ...fields }), request, each);
  }
  const timeless = ({ time, _aws, ...fields }: Record<string, unknown>) => {
    expect(_aws).toMatchObject({
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [{ Namespace: 'Atoll' }],
    });
    return fields;
  };
  expect(printed.map(timeless)).toEqual(told.map(timeless));
  expect(told).toMatchObject([
    { level: 'info', outcome: 'ok', status: 201, durationMs: 1.23, Latency: 1.23, '4xx': 0, '5xx': 0 },
    { level: 'info', outcome: 'refused', status: 404, Count: 1, '4xx': 1, '5xx': 0 },
    { level: 'error', outcome: 'failed', status: 500, error: expect.stringContaining('not with [secret]') },
    { level: 'info', outcome: 'ok', status: 201, operation: 'none' },
  ]);
});

test('where lines are not written, none is made', () => {
  const write = requestLine(service);
  const unread: LoggedRequest = {
    ...request,
    get requestId(): string {
      throw new Error('nobody reads it');
    },
  };
  expect(() => write(createLog(service, 'silent'), unread, ended(200))).not.toThrow();
  expect(() => write(createLog(service, 'warn'), unread, ended(200))).not.toThrow();
  expect(() => write(createLog(service, 'warn'), unread, ended(500))).toThrow('nobody reads it');
});

test.each([
  ['{"type":"https://errors.example/none","title":"None"}', 'https://errors.example/none'],
  ['{"type":"about:blank","title":"None"}', 'None'],
  ['{"title":"None"}', 'None'],
  ['{"title":1}', undefined],
  ['null', undefined],
])('an answer that is the problem %s is called %s', (body, expected) => {
  const told: Record<string, unknown>[] = [];
  const headers = { 'content-type': 'application/problem+json; charset=utf-8' };
  const result = { statusCode: 404, headers, body, isBase64Encoded: false };
  requestLine(service)((_level, fields) => void told.push(fields), request, { ...ended(404), result });
  const problem = { type: 'about:blank', title: 'Refused', status: 404 };
  requestLine(service)((_level, fields) => void told.push(fields), request, {
    ...ended(404),
    result,
    problem,
  });
  expect(told.map((fields) => fields.problem)).toEqual([expected, 'Refused']);
  expect('problem' in (told[0] ?? {})).toBe(expected !== undefined);
});
