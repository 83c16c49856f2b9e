import { join, resolve } from 'node:path';
import { type Contract, readContract } from '@atoll/contract';
import { type SmokeCheck, smokeChecks } from './smoke-checks.js';
import { smokeTestCode } from './smoke-test-resources.js';

const workspace = resolve(import.meta.dirname, '../../../..');

type Handler = (event: object, context: object) => Promise<object>;
interface Invocation {
  readonly FunctionName: string;
  readonly Payload: string;
}
interface Output {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly Payload: Uint8Array;
}

const version = 'arn:aws:lambda:eu-central-1:123456789012:function:things-test:7';
const output = (value: unknown, error?: string): Output => ({
  StatusCode: 200,
  Payload: Buffer.from(JSON.stringify(value)),
  ...(error !== undefined && { FunctionError: error }),
});

/** Invokes as Lambda does: what the handler throws is told by FunctionError. */
const invoking = (handler: Handler) => async (input: Invocation) => {
  expect(input.FunctionName).toBe(version);
  try {
    const context = { awsRequestId: 'smoke', getRemainingTimeInMillis: () => 10_000 };
    return output(await handler(JSON.parse(input.Payload), context));
  } catch (error) {
    return output({ errorType: 'Error', errorMessage: String(error) }, 'Unhandled');
  }
};

interface Run {
  readonly reported: readonly object[];
  readonly failures: readonly string[];
}

/** Runs the code that stands in the template, with clients that are given. */
async function run(
  checks: readonly SmokeCheck[],
  invoke: (input: Invocation) => Promise<Output>,
  remainingMs = 120_000,
): Promise<Run> {
  const reported: object[] = [];
  const failures: string[] = [];
  class Lambda {
    readonly invoke = invoke;
  }
  class CodeDeploy {
    async putLifecycleEventHookExecutionStatus(input: object) {
      reported.push(input);
    }
  }
  const clients: Readonly<Record<string, object>> = {
    '@aws-sdk/client-lambda': { Lambda },
    '@aws-sdk/client-codedeploy': { CodeDeploy },
  };
  const log = (line: string) => {
    const { operationId = 'none', failure } = JSON.parse(line);
    if (failure !== undefined) failures.push(`${operationId}: ${failure}`);
  };
  const exported: { handler?: Handler } = {};
  const load = new Function('require', 'exports', 'process', 'console', smokeTestCode(checks));
  load((name: string) => clients[name], exported, { env: { VERSION: version } }, { log });
  const event = { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'hook-1' };
  await exported.handler?.(event, { getRemainingTimeInMillis: () => remainingMs });
  return { reported, failures };
}

const report = (status: string) => [{ deploymentId: 'd-1', lifecycleEventHookExecutionId: 'hook-1', status }];

function contractOf(service: string): Contract {
  const { contract } = readContract(join(workspace, `packages/${service}-client/openapi.yaml`));
  if (contract === undefined) throw new Error(`the contract of ${service} has errors`);
  return contract;
}

async function sandbox(): Promise<Handler> {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    TABLE_NAME: 'sandbox',
    SECRET_KEY: 'sk_test',
    LOG_LEVEL: 'silent',
  });
  const { handler } = await import(join(workspace, 'apps/stripe-sandbox/src/api.ts'));
  return handler;
}

const answering = (statusCode: number, headers: object = {}) =>
  invoking(async () => ({ statusCode, headers, body: '', isBase64Encoded: false }));
const check: SmokeCheck = {
  operationId: 'getThing',
  expects: 'x',
  method: 'GET',
  path: '/v1/things',
  statuses: ['200'],
};

test('a version of a generated service that keeps its contract succeeds', async () => {
  const checks = smokeChecks(contractOf('stripe-sandbox'));
  expect(checks.map(({ operationId, statuses }) => `${operationId} ${statuses}`)).toEqual([
    'undefined 404',
    'createPaymentIntent 401',
    'retrievePaymentIntent 401',
    'capturePaymentIntent 401',
    'cancelPaymentIntent 401',
    'createRefund 401',
    'listBalanceTransactions 401',
  ]);
  expect(await run(checks, invoking(await sandbox()))).toEqual({
    reported: report('Succeeded'),
    failures: [],
  });
});

test('a version that throws fails, with the operation in the log', async () => {
  const { reported, failures } = await run([check], async (input) =>
    invoking(async () => {
      throw new Error('no such module');
    })(input),
  );
  expect(reported).toEqual(report('Failed'));
  expect(failures).toEqual([
    expect.stringMatching(/^getThing: the function failed: Unhandled .*no such module/),
  ]);
});

test('one wrong answer among right ones fails', async () => {
  const second = { ...check, operationId: 'other', statuses: ['201'] };
  expect(await run([check, second], answering(200))).toEqual({
    reported: report('Failed'),
    failures: ['other: answered 200, expected 201'],
  });
});

test.each([
  [404, ['404'], 'Succeeded'],
  [404, ['4XX'], 'Succeeded'],
  [404, ['default'], 'Succeeded'],
  [499, ['4XX'], 'Succeeded'],
  [500, ['default'], 'Failed'],
  [500, ['500'], 'Failed'],
  [404, ['200', '5XX'], 'Failed'],
])('the answer %i where %j is declared: %s', async (status, statuses, expected) => {
  expect((await run([{ ...check, statuses }], answering(status))).reported).toEqual(report(expected));
});

test('an unknown path has to be told as a problem', async () => {
  const problem = { ...check, statuses: ['404'], problem: true };
  const told = await run([problem], answering(404, { 'Content-Type': 'application/problem+json' }));
  expect(told.reported).toEqual(report('Succeeded'));
  const page = await run([problem], answering(404, { 'content-type': 'text/html' }));
  expect(page.failures).toEqual(['getThing: answered 404 as text/html, expected application/problem+json']);
});

test('a version that cannot be invoked fails', async () => {
  const refused = await run([check], async () => {
    throw new Error('AccessDeniedException');
  });
  expect(refused.reported).toEqual(report('Failed'));
});

test('what is left when the time is up fails, and is still reported', async () => {
  const late = await run([check], answering(200), 30_000);
  expect(late).toEqual({
    reported: report('Failed'),
    failures: ['getThing: the time of the smoke test is up'],
  });
  expect((await run([check], answering(200), 30_001)).reported).toEqual(report('Succeeded'));
});

test('operations without security are asked for their examples, and those with a body for the refusal of a bad one', () => {
  const checks = smokeChecks(contractOf('catalog'));
  expect(checks.map(({ operationId, method, statuses }) => `${operationId} ${method} ${statuses}`)).toEqual([
    'undefined GET 404',
    'searchProducts GET 200,400',
    'getProduct GET 200,404',
    'putProduct PUT 401',
    'quotePrices POST 400',
  ]);
  expect(checks.find(({ operationId }) => operationId === 'quotePrices')).toMatchObject({ body: '{' });
});
