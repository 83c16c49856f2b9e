import { createLog, type Log } from './log.js';
import { metricsAt } from './metrics.js';
import type { RequestFields } from './request-members.js';

let written: Record<string, unknown>[];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    expect(String(line)).toMatch(/^\{.*\}\n$/);
    written.push(JSON.parse(String(line)));
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

const service = { service: 'orders', version: '1.2.3', secrets: ['cardNumber'] };

test('a line is JSON with level, time and service, and is out at once', () => {
  createLog(service)('info', { operation: 'placeOrder', status: 201 });
  expect(written).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      service: 'orders',
      version: '1.2.3',
      operation: 'placeOrder',
      status: 201,
    },
  ]);
});

test('the time is that of each line', () => {
  const moments = ['59.999', '59.007', '59.042', '59.100', '60.000', '59.000'];
  const times = moments.map((each) => new Date(Date.parse('2026-12-31T23:59:00Z') + Number(each) * 1000));
  for (const each of times) {
    jest.spyOn(Date, 'now').mockReturnValue(each.getTime());
    createLog(service)('info', {});
  }
  expect(written.map(({ time }) => time)).toEqual(times.map((each) => each.toISOString()));
});

test.each<[Parameters<Log>[0] | undefined, string[]]>([
  [undefined, ['info', 'warn', 'error']],
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['error', ['error']],
])('at level %s the lines are %j', (level, expected) => {
  const log = createLog(service, level);
  for (const each of ['debug', 'info', 'warn', 'error'] as const) log(each, {});
  expect(written.map((line) => line.level)).toEqual(expected);
});

test('secrets of the contract and credentials are masked at any depth, whatever their case', () => {
  createLog(service)('info', {
    Authorization: 'Bearer a',
    request: { cards: [{ cardNumber: '4242', last4: '4242' }], cardnumber: 1, password: 'x' },
    failure: Object.assign(new Error('no'), { cardNumber: '4242' }),
  });
  expect(written[0]).toMatchObject({
    Authorization: '[secret]',
    request: {
      cards: [{ cardNumber: '[secret]', last4: '4242' }],
      cardnumber: '[secret]',
      password: '[secret]',
    },
    failure: { cardNumber: '[secret]', error: expect.stringContaining('Error: no') },
  });
});

test('what is no JSON does not lose the line', () => {
  const loop: Record<string, unknown> = { big: 10n, none: undefined };
  loop.self = loop;
  createLog({ service: 'orders', version: '1' })('warn', { loop, operation: 'a' });
  expect(written).toMatchObject([{ level: 'warn', service: 'orders', operation: 'a', loop: { big: 10 } }]);
});

test('another level than the log has is refused by name', () => {
  expect(() => createLog(service, 'loud')).toThrow("'loud' is no level of the log");
});

describe('lines of requests', () => {
  const fields = { operation: 'placeOrder', status: 201 };

  const own: RequestFields = {
    requestId: 'request-1',
    traceId: '5759e988bd862e3fe1be46a994272793',
    durationMs: 1.2,
    method: 'POST',
    path: '/v1/orders',
    problem: undefined,
    error: undefined,
  };

  test('have the fields of their kind, their own, and what makes them count as metrics of the same moment', () => {
    const line = createLog(service).requests?.('info', fields);
    line?.({ ...own, problem: 'No order', error: 'Error: no\n    at "a"' });
    line?.(own);
    const { problem, error, ...others } = own;
    expect(written).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        service: 'orders',
        version: '1.2.3',
        ...fields,
        ...others,
        Latency: 1.2,
        problem: 'No order',
        error: 'Error: no\n    at "a"',
        _aws: metricsAt(Date.parse(String(written[0]?.time))),
      },
      expect.objectContaining({ ...fields, ...others }),
    ]);
    expect(Object.keys(written[1] ?? {})).not.toEqual(expect.arrayContaining(['problem']));
    expect(Object.keys(written[1] ?? {})).not.toEqual(expect.arrayContaining(['error']));
  });

  test('are followed by lines without anything of theirs', () => {
    const log = createLog(service);
    log.requests?.('info', fields)?.(own);
    log('info', { operation: 'other' });
    expect(Object.keys(written[1] ?? {})).toEqual(['level', 'time', 'service', 'version', 'operation']);
  });

  test.each<[level: string, 'info' | 'error', boolean]>([
    ['debug', 'info', true],
    ['info', 'info', true],
    ['warn', 'info', false],
    ['warn', 'error', true],
    ['silent', 'error', false],
  ])('at level %s, those of level %s are written: %j', (level, line, isWritten) => {
    const write = createLog(service, level).requests?.(line, fields);
    write?.(own);
    expect([write === null, written.map((each) => each.level)]).toEqual(
      isWritten ? [false, [line]] : [true, []],
    );
  });
});
