import { basename } from 'node:path';
import { call, Fixture, until } from './fixture.js';
import { onLinux, untilGone } from './process-state.js';

// Processes start slowly on a machine that is busy.
jest.setTimeout(30_000);
// Which process gets its turn first is the machine's to say: a test is tried again before it counts as failed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let fixture: Fixture;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.remove());

/** Adds a function, invokes it once, and returns how that ended. */
async function outcomeOf(code: string, change: Parameters<Fixture['add']>[2] = {}) {
  fixture.add('it', code, change);
  const { payload, functionError } = await call(await fixture.start(), 'it');
  return { payload, functionError };
}

test('a function answers its event', async () => {
  fixture.add('echo', 'export const handler = async (event) => ({ got: event });');
  const result = await call(await fixture.start(), 'echo', { ä: [1] });
  expect(result).toEqual({
    payload: { got: { ä: [1] } },
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    durationMs: expect.any(Number),
  });
});

test.each([0, 1])(
  'a function has the variables of Lambda and its own, and none of ours (%d spares)',
  async (spares) => {
    process.env.LOCAL_AWS_TEST_SECRET = 'ours';
    fixture.add(
      'it',
      'export const handler = async () => [{ ...process.env }, process.cwd(), new Date(0).getHours()];',
      {
        environment: { TABLE: 'orders', AWS_ENDPOINT_URL_S3: 'http://s3' },
        memoryMb: 300,
      },
    );
    const functions = await fixture.start({ spares });
    const { payload } = await call(functions, 'it');
    delete process.env.LOCAL_AWS_TEST_SECRET;
    expect(payload).toEqual([
      {
        TABLE: 'orders',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_ENDPOINT_URL_S3: 'http://s3',
        AWS_LAMBDA_FUNCTION_NAME: 'it',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '300',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/it',
        AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
        AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        AWS_REGION: 'eu-central-1',
        AWS_DEFAULT_REGION: 'eu-central-1',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
        AWS_ACCESS_KEY_ID: 'LOCALITFUNCTION',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_SESSION_TOKEN: 'local',
        LAMBDA_TASK_ROOT: `${fixture.directory}/it`,
        _HANDLER: 'index.handler',
        _X_AMZN_TRACE_ID: expect.stringMatching(
          /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
        ),
        LANG: 'en_US.UTF-8',
        PATH: expect.any(String),
        TZ: ':UTC',
      },
      expect.stringContaining(basename(fixture.directory)),
      0,
    ]);
  },
);

test('the context says whose event it is and how much time is left', async () => {
  fixture.add(
    'it',
    `export const handler = async (event, context) => [{ ...context }, context.getRemainingTimeInMillis()];`,
    {
      timeoutS: 7,
    },
  );
  const { payload, requestId } = await call(await fixture.start(), 'it');
  const [context, remainingMs] = payload as [object, number];
  expect(context).toMatchObject({
    awsRequestId: requestId,
    functionName: 'it',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:it',
    memoryLimitInMB: '256',
    logGroupName: '/aws/lambda/it',
    callbackWaitsForEmptyEventLoop: true,
  });
  expect(remainingMs).toBeGreaterThan(0);
  expect(remainingMs).toBeLessThanOrEqual(7000);
});

test('the trace of the caller reaches the function', async () => {
  fixture.add('it', 'export const handler = async () => process.env._X_AMZN_TRACE_ID;');
  const functions = await fixture.start();
  const arn = fixture.system.functions[0]?.arn ?? '';
  const { payload } = await functions.invoke(arn, '{}', {
    traceId: 'Root=1-5759e988-bd862e3fe1be46a994272793',
  });
  expect(payload).toBe('"Root=1-5759e988-bd862e3fe1be46a994272793"');
});

test('what a function prints is passed on line by line, whole characters only', async () => {
  await outcomeOf(`export const handler = async () => {
    console.log('one\\ntwo'); console.error('drei ä');
    process.stdout.write('open');
  };`);
  await fixture.remove();
  expect(fixture.lines.sort()).toEqual(['it: drei ä', 'it: one', 'it: open', 'it: two']);
  fixture = new Fixture();
});

test('an error that the handler throws is its answer, and the environment goes on', async () => {
  fixture.add(
    'it',
    `let n = 0;
class OutOfStock extends Error { name = 'OutOfStock'; }
export const handler = async () => { n += 1; if (n === 1) throw new OutOfStock('none left'); return n; };`,
  );
  const functions = await fixture.start();
  expect(await call(functions, 'it')).toMatchObject({
    functionError: 'Unhandled',
    payload: {
      errorType: 'OutOfStock',
      errorMessage: 'none left',
      trace: expect.arrayContaining(['OutOfStock: none left']),
    },
  });
  expect((await call(functions, 'it')).payload).toBe(2);
});

test('a thrown value that is no error is told by its type', async () => {
  expect((await outcomeOf(`export const handler = async () => { throw 'text'; };`)).payload).toEqual({
    errorType: 'string',
    errorMessage: 'text',
    trace: [],
  });
});

test('an answer without JSON form is an error of the function', async () => {
  expect(await outcomeOf('export const handler = async () => 1n;')).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorType: 'Runtime.MarshalError' },
  });
});

test('a handler without an answer answers null', async () => {
  expect(await outcomeOf('export const handler = async () => {};')).toEqual({ payload: null });
});

onLinux('a function that takes longer than its timeout is killed', async () => {
  fixture.add(
    'it',
    'export const handler = (event) => { if (event.loop) for (;;); return Promise.resolve(process.pid); };',
    {
      timeoutS: 0.25,
    },
  );
  const functions = await fixture.start({ now: () => Date.UTC(2026, 0, 2) });
  const { payload: pid } = await call(functions, 'it');
  const { payload, functionError, requestId } = await call(functions, 'it', { loop: true });
  expect([functionError, payload]).toEqual([
    'Unhandled',
    {
      errorMessage: `2026-01-02T00:00:00.000Z ${requestId} Task timed out after 0.25 seconds`,
      errorType: 'Sandbox.Timedout',
    },
  ]);
  await untilGone(pid);
  expect((await call(functions, 'it')).payload).not.toBe(pid);
});

test.each([
  ['process.exit(3)', 'Runtime exited with error: exit status 3'],
  ['process.exit(0)', 'Runtime exited without providing a reason'],
  ["process.kill(process.pid, 'SIGKILL')", 'Runtime exited with error: signal: killed'],
  ['process.abort()', 'Runtime exited with error: signal: aborted'],
])('%s during an event is told as Lambda does', async (statement, reason) => {
  fixture.add(
    'it',
    `export const handler = async () => { ${statement}; await new Promise(() => setInterval(() => {}, 99)); };`,
  );
  const { payload, requestId, functionError } = await call(await fixture.start(), 'it');
  expect([functionError, payload]).toEqual([
    'Unhandled',
    { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${reason}` },
  ]);
});

test('an uncaught exception ends the event with that error and the process with it', async () => {
  fixture.add(
    'it',
    `let n = 0;
export const handler = async () => { if (n++ > 0) return 'old process'; setTimeout(() => { throw new TypeError('late'); }, 0); await new Promise(() => setInterval(() => {}, 99)); };`,
  );
  const functions = await fixture.start();
  const { payload, functionError } = await call(functions, 'it');
  expect([functionError, payload]).toMatchObject([
    'Unhandled',
    { errorType: 'TypeError', errorMessage: 'late' },
  ]);
});

test('an unhandled rejection ends the event with Runtime.UnhandledPromiseRejection', async () => {
  const { payload } = await outcomeOf(
    `export const handler = async () => { Promise.reject(new RangeError('lost')); await new Promise(() => setInterval(() => {}, 99)); };`,
  );
  expect(payload).toMatchObject({
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: 'RangeError: lost',
    reason: { errorType: 'RangeError', errorMessage: 'lost' },
  });
});

test('the crash of one environment leaves the events of others alone', async () => {
  fixture.add(
    'it',
    `export const handler = async ({ crash }) => {
  if (crash) process.exit(1);
  console.log('running');
  await new Promise((resolve) => setTimeout(resolve, 100));
  return 'fine';
};`,
  );
  const functions = await fixture.start();
  const slow = call(functions, 'it');
  await until(() => fixture.lines.includes('it: running'));
  expect((await call(functions, 'it', { crash: true })).functionError).toBe('Unhandled');
  expect((await slow).payload).toBe('fine');
});

test.each([
  ['export const handler = ;', 'Runtime.UserCodeSyntaxError', /^SyntaxError: Unexpected token/],
  [
    "import './gone.mjs'; export const handler = 1;",
    'Runtime.ImportModuleError',
    /^Error: Cannot find module .*gone\.mjs/,
  ],
  ['export const other = 1;', 'Runtime.HandlerNotFound', /^index\.handler is undefined or not exported$/],
  ['export const handler = 1;', 'Runtime.HandlerNotFound', /^index\.handler is not a function$/],
  ["throw new RangeError('no table'); export const handler = 1;", 'RangeError', /^no table$/],
  [
    "Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 999)); export const handler = 1;",
    'Runtime.UnhandledPromiseRejection',
    /lost/,
  ],
  [
    'process.exit(4); export const handler = 1;',
    'Runtime.ExitError',
    /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 4$/,
  ],
])('code that cannot be initialized answers its event: %s', async (code, errorType, errorMessage) => {
  expect(await outcomeOf(code)).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorType, errorMessage: expect.stringMatching(errorMessage) },
  });
});

test('the next event tries again to initialize', async () => {
  fixture.add(
    'it',
    `import { existsSync, writeFileSync } from 'node:fs';
if (!existsSync('tried')) { writeFileSync('tried', ''); throw new Error('first'); }
export const handler = async () => 'second';`,
  );
  const functions = await fixture.start();
  expect((await call(functions, 'it')).functionError).toBe('Unhandled');
  expect((await call(functions, 'it')).payload).toBe('second');
});

test('an initialization has ten seconds more than an event', async () => {
  const realSetTimeout = setTimeout;
  const schedule = jest.spyOn(globalThis, 'setTimeout');
  schedule.mockImplementation((run, ms) => realSetTimeout(run, ms === 10_250 ? 50 : ms));
  const outcome = await outcomeOf(
    'await new Promise(() => setInterval(() => {}, 99)); export const handler = 1;',
    {
      timeoutS: 0.25,
    },
  );
  schedule.mockRestore();
  expect(outcome).toMatchObject({
    functionError: 'Unhandled',
    payload: {
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/Z [0-9a-f-]{36} Task timed out after 0\.25 seconds$/),
    },
  });
});
