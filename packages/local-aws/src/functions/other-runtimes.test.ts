import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { call, Fixture, until } from './fixture.js';
import { onLinux, untilGone } from './process-state.js';
import { pythonFor } from './python.js';

// Processes start slowly on a machine that is busy.
jest.setTimeout(30_000);
// Which process gets its turn first is the machine's to say: a test is tried again before it counts as failed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let fixture: Fixture;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.remove());

const hasPython = pythonFor('python3.13') !== undefined;
const withPython = hasPython ? describe : describe.skip;

withPython(hasPython ? 'Python' : 'Python (skipped: no python3 on the PATH)', () => {
  const python = (code: string, change: Parameters<Fixture['add']>[2] = {}) =>
    fixture.add('it', { 'app.py': code }, { runtime: 'python3.13', handler: 'app.handler', ...change });

  test('a function answers, with its context and its own modules', async () => {
    fixture.add(
      'it',
      {
        'lib/app.py': `import os
from decimal import Decimal
import beside

def handler(event, context):
    print("working")
    left = context.get_remaining_time_in_millis()
    return [event["n"] + 1, beside.name, context.function_name, context.aws_request_id, 0 < left <= 9000, os.getcwd() == os.environ["LAMBDA_TASK_ROOT"], Decimal("1.5"), "ä"]
`,
        'beside.py': 'name = "beside"',
      },
      { runtime: 'python3.13', handler: 'lib/app.handler', timeoutS: 9 },
    );
    const functions = await fixture.start();
    const { payload, requestId } = await call(functions, 'it', { n: 1 });
    expect(payload).toEqual([2, 'beside', 'it', requestId, true, true, 1.5, 'ä']);
    expect((await call(functions, 'it', { n: 5 })).payload).toContain(6);
    await until(() => fixture.lines.length === 2);
    expect(fixture.lines).toEqual(['it: working', 'it: working']);
  });

  test('an exception is the answer, and the environment goes on', async () => {
    python(`n = 0
def handler(event, context):
    global n
    n += 1
    if n == 1:
        raise ValueError("no")
    return n
`);
    const functions = await fixture.start();
    const { payload, functionError, requestId } = await call(functions, 'it');
    expect([functionError, payload]).toEqual([
      'Unhandled',
      {
        errorType: 'ValueError',
        errorMessage: 'no',
        requestId,
        stackTrace: [expect.stringMatching(/app\.py", line 6, in handler/)],
      },
    ]);
    expect((await call(functions, 'it')).payload).toBe(2);
  });

  test.each([
    ['import gone', 'Runtime.ImportModuleError', "Unable to import module 'app': No module named 'gone'"],
    ['def (', 'Runtime.UserCodeSyntaxError', expect.stringMatching(/^Syntax error in module 'app': /)],
    ['other = 1', 'Runtime.HandlerNotFound', "Handler 'handler' missing on module 'app'"],
  ])('code that cannot be initialized answers its event: %s', async (code, errorType, errorMessage) => {
    python(code);
    expect((await call(await fixture.start(), 'it')).payload).toMatchObject({ errorType, errorMessage });
  });

  test('sys.exit is an exit of the runtime, a slow event is killed', async () => {
    python(
      `import sys, time
def handler(event, context):
    if event.get("exit"):
        sys.exit(2)
    time.sleep(60)
`,
      { timeoutS: 0.3 },
    );
    const functions = await fixture.start();
    expect((await call(functions, 'it', { exit: true })).payload).toMatchObject({
      errorMessage: expect.stringMatching(/exit status 2$/),
    });
    expect((await call(functions, 'it')).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });
});

describe('a runtime of its own (provided.al2023)', () => {
  const bootstrap = `#!/usr/bin/env node
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
(async () => {
  for (;;) {
    const next = await fetch(api + 'next');
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const event = await next.text();
    const wrong = await fetch(api + 'other/response', { method: 'POST', body: '1' });
    await fetch(api + id + '/response', { method: 'POST', body: JSON.stringify([event, wrong.status]) });
  }
})();
`;

  test('whatever speaks the Runtime API runs', async () => {
    fixture.add('it', { bootstrap }, { runtime: 'provided.al2023' });
    chmodSync(join(fixture.directory, 'it/bootstrap'), 0o755);
    expect((await call(await fixture.start(), 'it', { a: 1 })).payload).toEqual(['{"a":1}', 400]);
  });

  onLinux('a runtime that never asks for its next event is killed at the timeout', async () => {
    const bootstrap = `#!/bin/sh
api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
exec ${process.execPath} -e '
const api = process.argv[1];
(async () => {
  const next = await fetch(api + "/next");
  const id = next.headers.get("lambda-runtime-aws-request-id");
  fetch(api + "/" + id + "/response", { method: "POST", body: String(process.pid) });
  setInterval(() => {}, 1000);
})();
' "$api"
`;
    fixture.add('it', { bootstrap }, { runtime: 'provided.al2023', timeoutS: 0.4 });
    chmodSync(join(fixture.directory, 'it/bootstrap'), 0o755);
    await untilGone((await call(await fixture.start(), 'it')).payload);
  });

  test('a bootstrap that cannot be executed answers the event', async () => {
    fixture.add('it', { bootstrap }, { runtime: 'provided.al2023' });
    expect((await call(await fixture.start(), 'it')).payload).toMatchObject({
      errorType: 'Runtime.InvalidEntrypoint',
      errorMessage: expect.stringContaining('EACCES'),
    });
  });
});
