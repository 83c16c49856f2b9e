import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CommitLog, type Entry, fileLog, memoryLog } from '@atoll/embedded-dynamodb';
import { AwsError, type Functions } from '../parts.js';
import { arnOf, deadLetterArn, Fixture, until } from './fixture.js';
import { InvocationRunner } from './invocation-runner.js';
import { queued } from './invocations.js';

// Which process gets its turn first is the machine's to say: a test is tried again before it counts as failed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let fixture: Fixture;
let log: CommitLog;
beforeEach(() => {
  fixture = new Fixture();
  log = fixture.joined(memoryLog());
});
afterEach(() => fixture.remove());

function send(functions: Functions, event: unknown, to: CommitLog = log): void {
  to.commit(functions.enqueue(arnOf('it'), JSON.stringify(event), {}));
}

/** Notes each call, with its request id, and fails as often as the event says. */
const notes = `let n = 0;
export const handler = async ({ failures }, { awsRequestId }) => {
  console.log(awsRequestId);
  n += 1;
  if (n <= failures) throw new Error('failure ' + n);
};`;

test('a committed invocation runs once', async () => {
  fixture.add('it', notes);
  const functions = await fixture.start({ log });
  const entries = functions.enqueue(arnOf('it'), '{"failures":0}', {});
  log.commit([...entries, { part: 'queues', data: 'in the same record' }]);
  await until(() => fixture.lines.length === 1);
  expect(fixture.deadLetters).toEqual(['in the same record']);
  expect(fixture.errors).toEqual([]);
});

test('a failure is retried twice under the same request id, and then no more', async () => {
  fixture.add('it', notes);
  const functions = await fixture.start({ log, asyncRetryDelaysMs: [1, 1] });
  send(functions, { failures: 99 });
  await until(() => fixture.errors.length === 1);
  const calls = fixture.lines.filter((line) => /^it: [0-9a-f-]{36}$/.test(line));
  expect([calls.length, new Set(calls).size]).toEqual([3, 1]);
  expect(fixture.errors[0]).toMatch(
    /function:it has failed for good on .* neither dead-letter queue nor destination for it\nfailure 3$/s,
  );
});

test('a retry that succeeds is the end', async () => {
  fixture.add('it', notes, { deadLetterArn });
  const functions = await fixture.start({ log, asyncRetryDelaysMs: [1, 1] });
  send(functions, { failures: 2 });
  await until(() => fixture.lines.filter((line) => /^it: [0-9a-f-]{36}$/.test(line)).length === 3);
  send(functions, { failures: 0 });
  await until(() => fixture.lines.filter((line) => /^it: [0-9a-f-]{36}$/.test(line)).length === 4);
  expect(fixture.deadLetters).toEqual([]);
});

test('what has failed for good is in the dead-letter queue with its error, in the record that ends it', async () => {
  fixture.add('it', notes, { deadLetterArn });
  const functions = await fixture.start({ log, asyncRetryDelaysMs: [1, 1] });
  const commit = jest.spyOn(log, 'commit');
  send(functions, { failures: 99 });
  await until(() => fixture.deadLetters.length === 1);
  const requestId = fixture.lines[0]?.slice('it: '.length);
  expect(fixture.deadLetters[0]).toEqual({
    body: '{"failures":99}',
    messageAttributes: {
      RequestID: { DataType: 'String', StringValue: requestId },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String', StringValue: 'failure 3' },
    },
  });
  expect(commit.mock.lastCall?.[0].map(({ part }) => part)).toEqual(['invocations', 'queues']);
});

test('the first retry waits one minute, the second two', async () => {
  fixture.add('it', notes);
  const functions = await fixture.start({ log, now: () => 1000 });
  const commit = jest.spyOn(log, 'commit');
  send(functions, { failures: 99 });
  await until(() => commit.mock.calls.length === 2);
  expect(commit.mock.lastCall?.[0]).toMatchObject([{ data: { kind: 'failed', dueMs: 61_000 } }]);
});

describe('an invocation that is throttled', () => {
  beforeEach(() => jest.useFakeTimers({ now: 0 }));
  afterEach(() => jest.useRealTimers());

  const letters = (entries: readonly Entry[]) => entries.filter(({ part }) => part === 'queues');

  function throttled() {
    const triedS: number[] = [];
    const runner = new InvocationRunner({
      log,
      queues: { enqueue: (_arn, message) => [{ part: 'queues', data: message }] },
      now: Date.now,
      retryDelaysMs: [],
      settingsOf: () => ({ deadLetterArn }),
      sendTo: () => [],
      invoke: async () => {
        triedS.push(Date.now() / 1000);
        throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { statusCode: 429 });
      },
      onWaiting: () => undefined,
      onLost: () => undefined,
    });
    runner.start();
    log.commit([queued({ requestId: 'id', functionArn: arnOf('it'), payload: '{}', acceptedMs: 0 })]);
    return { runner, triedS };
  }

  test('is tried again after 1, 2, 4 … seconds, at most 5 minutes, and costs no retry', async () => {
    const { runner, triedS } = throttled();
    await jest.advanceTimersByTimeAsync(1200_000);
    expect(triedS).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111]);
    runner.close();
  });

  test('is a dead letter when it is older than six hours', async () => {
    const { triedS } = throttled();
    const commit = jest.spyOn(log, 'commit');
    await jest.advanceTimersByTimeAsync(6 * 3600_000);
    expect(commit).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(300_000);
    expect(letters(commit.mock.lastCall?.[0] ?? [])).toMatchObject([
      {
        data: {
          messageAttributes: {
            ErrorCode: { StringValue: '429' },
            ErrorMessage: { StringValue: 'Rate Exceeded.' },
          },
        },
      },
    ]);
    const tries = triedS.length;
    await jest.advanceTimersByTimeAsync(3600_000);
    expect(triedS).toHaveLength(tries);
  });
});

test('an invocation of a function that the templates no longer have stays in the log', async () => {
  const functions = await fixture.start({ log });
  const commit = jest.spyOn(log, 'commit');
  log.commit([queued({ requestId: 'id', functionArn: arnOf('it'), payload: '{}', acceptedMs: Date.now() })]);
  await until(() => fixture.errors.length === 1);
  expect(fixture.errors).toEqual([
    `the asynchronous invocation id waits for ${arnOf('it')}, which the templates do not have`,
  ]);
  expect(commit).toHaveBeenCalledTimes(1);
  await functions.close();
});

test('an event above 1 MB is refused', async () => {
  fixture.add('it', notes);
  const functions = await fixture.start();
  const event = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
  expect(functions.enqueue(arnOf('it'), event(1048576), {})).toHaveLength(1);
  expect(() => functions.enqueue(arnOf('it'), event(1048577), {})).toThrow(
    '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
  );
});

test('what was pending when functions were closed runs after the next start, with its failures counted', async () => {
  const data = join(fixture.directory, 'data');
  fixture.add('it', `${notes}\nif (process.env.FAIL) throw new Error('init');`, { deadLetterArn });
  const first = fixture.joined(fileLog(data));
  const functions = await fixture.start({ log: first, asyncRetryDelaysMs: [3600_000, 3600_000] });
  send(functions, { failures: 99 }, first);
  const commit = jest.spyOn(first, 'commit');
  await until(() => commit.mock.calls.length === 1);
  await functions.close();
  await first.close();
  const second = fixture.joined(fileLog(data, { snapshotBytes: 1 }));
  await fixture.start({ log: second, asyncRetryDelaysMs: [1, 1], now: () => Date.now() + 3600_000 });
  await until(() => fixture.deadLetters.length === 1);
  expect(fixture.lines.filter((line) => /^it: [0-9a-f-]{36}$/.test(line))).toHaveLength(3);
  await second.close();
  expect(existsSync(data)).toBe(true);
});

/** What of an asynchronous invocation the dead-letter queue and destinations of the fixture have got. */
const records = () => fixture.deadLetters.map((each) => JSON.parse((each as { body: string }).body));

test('a function without retries fails once, and its destination has what it was asked and what went wrong', async () => {
  fixture.add('it', notes, { eventInvoke: { maximumRetryAttempts: 0, onFailureArn: deadLetterArn } });
  const functions = await fixture.start({ log, asyncRetryDelaysMs: [1, 1] });
  send(functions, { failures: 99 });
  await until(() => fixture.deadLetters.length === 1);
  const requestId = fixture.lines[0]?.slice('it: '.length);
  expect(records()).toEqual([
    {
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      requestContext: {
        requestId,
        functionArn: `${arnOf('it')}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 1,
      },
      requestPayload: { failures: 99 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: expect.objectContaining({ errorMessage: 'failure 1' }),
    },
  ]);
  expect(fixture.errors).toEqual([]);
});

test('one retry is one retry, and what succeeds then goes to the other destination', async () => {
  const eventInvoke = { maximumRetryAttempts: 1, onSuccessArn: deadLetterArn };
  fixture.add('it', notes, { eventInvoke });
  const functions = await fixture.start({ log, asyncRetryDelaysMs: [1, 1] });
  send(functions, { failures: 1 });
  await until(() => fixture.deadLetters.length === 1);
  expect(records()).toMatchObject([
    {
      requestContext: { condition: 'Success', approximateInvokeCount: 2 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: null,
    },
  ]);
  expect(records()[0].responseContext).not.toHaveProperty('functionError');
  send(functions, { failures: 99 });
  await until(() => fixture.errors.length === 1);
  expect(fixture.errors[0]).toMatch(/neither dead-letter queue nor destination for it\nfailure 4$/);
  expect(fixture.deadLetters).toHaveLength(1);
});

test('a function as destination is invoked with the record', async () => {
  fixture.add('it', notes, { eventInvoke: { onSuccessArn: arnOf('after') } });
  fixture.add('after', 'export const handler = async (event) => console.log(JSON.stringify(event));');
  const functions = await fixture.start({ log });
  send(functions, { failures: 0 });
  await until(() => fixture.lines.some((line) => line.startsWith('after: ')));
  const [line = ''] = fixture.lines.filter((each) => each.startsWith('after: '));
  expect(JSON.parse(line.slice('after: '.length))).toMatchObject({ requestPayload: { failures: 0 } });
});

test('what is too old is given up without a run, and its destination is told so', async () => {
  fixture.add('it', notes, { eventInvoke: { maximumEventAgeS: 60, onFailureArn: deadLetterArn } });
  let now = 1_000_000;
  const functions = await fixture.start({ log, now: () => now });
  const entries = functions.enqueue(arnOf('it'), 'no json', {});
  now += 60_001;
  log.commit(entries);
  await until(() => fixture.deadLetters.length === 1);
  expect(records()).toEqual([
    expect.objectContaining({
      requestContext: expect.objectContaining({ condition: 'EventAgeExceeded', approximateInvokeCount: 0 }),
      requestPayload: 'no json',
    }),
  ]);
  expect(records()[0]).not.toHaveProperty('responseContext');
  expect(fixture.lines).toEqual([]);
});
