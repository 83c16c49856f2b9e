import { createOutput, type OutputOptions } from './create-output.js';

function written(more: Partial<OutputOptions> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const stdout = { write: (text: string) => out.push(text), isTTY: false };
  const stderr = { write: (text: string) => err.push(text) };
  return { output: createOutput({ stdout, stderr, environment: {}, ...more }), out, err };
}

test('a request is one line: method, path, status, time and function', () => {
  const { output, out } = written();
  output.request({
    method: 'POST',
    path: '/v1/orders',
    status: 201,
    durationMs: 12.4,
    functionName: 'OrdersFunction',
  });
  output.request({ method: 'GET', path: '/nothing', status: 403, durationMs: 0.26 });
  output.request({ method: 'GET', path: '/edge', status: 200, durationMs: 10 });
  expect(out).toEqual([
    'POST /v1/orders 201 12 ms OrdersFunction\n',
    'GET /nothing 403 0.3 ms\n',
    'GET /edge 200 10 ms\n',
  ]);
});

test('an event is one line that says where it went', () => {
  const { output, out } = written();
  output.event({
    kind: 'event',
    name: 'OrderPlaced',
    to: 'PaymentsQueue',
    outcome: 'delivered',
    durationMs: 3,
  });
  expect(out).toEqual(['event OrderPlaced → PaymentsQueue delivered 3 ms\n']);
});

test('each line of a log stands after the name of its function', () => {
  const { output, out } = written();
  output.log('OrdersFunction', 'one\ntwo\n');
  expect(out).toEqual(['OrdersFunction | one\n', 'OrdersFunction | two\n']);
});

test("pino's lines are shown as level, message and fields, without what the prefix says", () => {
  const { output, out } = written();
  output.log(
    'F',
    JSON.stringify({
      level: 30,
      time: 1,
      pid: 2,
      hostname: 'h',
      msg: 'order placed',
      orderId: '7',
      note: 'a b',
      items: [1],
      empty: '',
    }),
  );
  expect(out).toEqual(['F | INFO  order placed orderId=7 note="a b" items=[1] empty=""\n']);
});

test("errors of a function go to stderr with the error's stack on lines of its own", () => {
  const { output, out, err } = written();
  output.log(
    'F',
    JSON.stringify({ level: 50, msg: 'failed', err: { type: 'Error', stack: 'Error: x\n    at y' } }),
  );
  output.log('F', JSON.stringify({ level: 'ERROR', message: 'failed', stack: 'Error: z\n    at w' }));
  expect(err).toEqual([
    'F | ERROR failed\nF |   Error: x\nF |       at y\n',
    'F | ERROR failed\nF |   Error: z\nF |       at w\n',
  ]);
  expect(out).toEqual([]);
});

test('a metric in embedded format is shown without what only CloudWatch reads', () => {
  const { output, out } = written();
  const _aws = { Timestamp: 1, CloudWatchMetrics: [{ Metrics: [{ Name: 'Latency' }] }] };
  output.log('F', JSON.stringify({ _aws, operation: 'placeOrder', Latency: 4 }));
  expect(out).toEqual(['F | INFO  operation=placeOrder Latency=4\n']);
});

test('a log line that carries metrics for CloudWatch is shown without them', () => {
  const { output, out } = written();
  const _aws = { Timestamp: 1, CloudWatchMetrics: [{ Metrics: [{ Name: 'Latency' }, {}] }, {}] };
  output.log('F', JSON.stringify({ level: 30, _aws, operation: 'placeOrder', durationMs: 4, Latency: 4 }));
  expect(out).toEqual(['F | INFO  operation=placeOrder durationMs=4\n']);
});

test('text that is no log entry stays as it is', () => {
  const { output, out } = written();
  output.log('F', '{"a":1}\n{broken\n[1]');
  expect(out).toEqual(['F | {"a":1}\n', 'F | {broken\n', 'F | [1]\n']);
});

test('JSON logs are left alone where that is asked for', () => {
  const { output, out } = written({ jsonLogs: true });
  output.log('F', '{"level":50,"msg":"failed"}');
  expect(out).toEqual(['F | {"level":50,"msg":"failed"}\n']);
});

test('an error stands out on stderr, its detail indented below', () => {
  const { output, err } = written();
  output.error('no answer', 'Error: no answer\n    at x');
  output.error('short');
  expect(err).toEqual(['error: no answer\n    Error: no answer\n        at x\n', 'error: short\n']);
});

test('colours are for terminals, unless the environment says otherwise', () => {
  const line = { method: 'GET', path: '/', status: 500, durationMs: 1 };
  const stdoutOf = (isTTY: boolean, environment: Record<string, string>) => {
    const out: string[] = [];
    const { output } = written({ stdout: { write: (text: string) => out.push(text), isTTY }, environment });
    output.request(line);
    return out.join('');
  };
  const red = '\u001b[31m500\u001b[0m';
  expect(stdoutOf(true, {})).toContain(red);
  expect(stdoutOf(true, { NO_COLOR: '' })).toContain(red);
  expect(stdoutOf(true, { NO_COLOR: '1' })).not.toContain('\u001b');
  expect(stdoutOf(false, {})).not.toContain('\u001b');
  expect(stdoutOf(false, { FORCE_COLOR: '1' })).toContain(red);
});

const visible = (text: string) => text.replaceAll('\u001b', 'ESC');

test('a colour says how bad it is: green, yellow from 400, red from 500 and for errors', () => {
  const { output, out, err } = written({ environment: { FORCE_COLOR: '1' } });
  for (const status of [399, 400, 499, 500])
    output.request({ method: 'GET', path: '/', status, durationMs: 1 });
  expect(out.map((line) => /ESC\[(\d+)m\d{3}ESC\[0m/.exec(visible(line))?.[1])).toEqual([
    '32',
    '33',
    '33',
    '31',
  ]);
  output.error('no');
  expect(err).toEqual(['\u001b[31merror: no\u001b[0m\n']);
  output.event({ kind: 'event', name: 'placed', to: 'queue', outcome: 'delivered', durationMs: 1 });
  expect(out.at(-1)).toBe('\u001b[2mevent\u001b[0m placed → queue delivered \u001b[2m1 ms\u001b[0m\n');
});

test('a function keeps its colour, and levels have theirs', () => {
  const { output, out, err } = written({ environment: { FORCE_COLOR: '1' } });
  for (const level of [20, 30, 40]) output.log('F', JSON.stringify({ level, msg: 'x' }));
  output.log('F', JSON.stringify({ level: 60, msg: 'x', stack: 'a\nb' }));
  expect(out.map((line) => /ESC\[(\d+)m[A-Z]{4,5} *ESC/.exec(visible(line))?.[1])).toEqual(['2', '32', '33']);
  expect(err[0]).toContain('\u001b[31mFATAL\u001b[0m x\n');
  expect(err[0]).toContain('   \u001b[2ma\u001b[0m\n');
  const colours = new Set([...out, ...err].map((line) => /^ESC\[(\d+)mFESC/.exec(visible(line))?.[1]));
  expect(colours.size).toBe(1);
});
