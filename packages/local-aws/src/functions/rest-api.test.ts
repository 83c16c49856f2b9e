import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import type { Functions } from '../parts.js';
import { arnOf, deadLetterArn, Fixture, until } from './fixture.js';

// Which process gets its turn first is the machine's to say: a test is tried again before it counts as failed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let fixture: Fixture;
let server: Server | undefined;
let client: LambdaClient;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(async () => {
  client?.destroy();
  server?.close();
  await fixture.remove();
});

/** The unmodified AWS SDK, talking to the functions over HTTP. */
async function serve(functions: Functions): Promise<void> {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = request.headers as Record<string, string | undefined>;
    const { method = '', url = '' } = request;
    const answer = await functions.call({ method, url, headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.statusCode, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  client = new LambdaClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

const echo = `export const handler = async (event, context) => {
  console.log('called with', event);
  if (event.fail) throw new TypeError('told to');
  return { event, custom: context.clientContext?.custom };
};`;

const text = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload ?? []).toString());

test.each([
  'it',
  'function:it',
  '000000000000:function:it',
  arnOf('it'),
  `${arnOf('it')}:$LATEST`,
  'it:$LATEST',
])('Invoke answers under the name %s', async (FunctionName) => {
  fixture.add('it', echo);
  await serve(await fixture.start());
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{"a":1}') }));
  expect([answer.StatusCode, answer.ExecutedVersion, answer.FunctionError, text(answer.Payload)]).toEqual([
    200,
    '$LATEST',
    undefined,
    { event: { a: 1 } },
  ]);
});

test('Invoke passes the client context, and an empty payload as an empty object', async () => {
  fixture.add('it', echo);
  await serve(await fixture.start());
  const ClientContext = Buffer.from('{"custom":{"k":"v"}}').toString('base64');
  const answer = await client.send(new InvokeCommand({ FunctionName: 'it', ClientContext }));
  expect(text(answer.Payload)).toEqual({ event: {}, custom: { k: 'v' } });
});

test('Invoke names the error of a function', async () => {
  fixture.add('it', echo);
  await serve(await fixture.start());
  const answer = await client.send(
    new InvokeCommand({ FunctionName: 'it', Payload: Buffer.from('{"fail":1}') }),
  );
  expect([answer.StatusCode, answer.FunctionError, text(answer.Payload)]).toMatchObject([
    200,
    'Unhandled',
    { errorType: 'TypeError', errorMessage: 'told to' },
  ]);
});

test('LogType Tail returns what the function has printed', async () => {
  fixture.add('it', echo);
  await serve(await fixture.start());
  const invoke = () =>
    client.send(new InvokeCommand({ FunctionName: 'it', LogType: 'Tail', Payload: Buffer.from('{"a":1}') }));
  await invoke();
  const { LogResult, $metadata } = await invoke();
  const id = $metadata.requestId;
  expect(Buffer.from(LogResult ?? '', 'base64').toString()).toMatch(
    new RegExp(
      `^START RequestId: ${id} Version: \\$LATEST\ncalled with \\{ a: 1 \\}\nEND RequestId: ${id}\nREPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\t\n$`,
    ),
  );
  expect(fixture.lines).toEqual(['it: called with { a: 1 }', 'it: called with { a: 1 }']);
});

test('an Event is accepted and runs later; a DryRun runs nothing', async () => {
  fixture.add('it', echo);
  await serve(await fixture.start());
  const invoke = (InvocationType: 'Event' | 'DryRun') =>
    client.send(new InvokeCommand({ FunctionName: 'it', InvocationType, Payload: Buffer.from('{"a":2}') }));
  expect((await invoke('DryRun')).StatusCode).toBe(204);
  expect((await invoke('Event')).StatusCode).toBe(202);
  await until(() => fixture.lines.length > 0);
  expect(fixture.lines).toEqual(['it: called with { a: 2 }']);
});

test.each([
  [
    'a function that is not there',
    { FunctionName: 'gone' },
    'ResourceNotFoundException',
    `Function not found: ${arnOf('gone')}`,
  ],
  [
    'a version that is not there',
    { FunctionName: 'it', Qualifier: '7' },
    'ResourceNotFoundException',
    `Function not found: ${arnOf('it')}:7`,
  ],
  [
    'an ARN of another account',
    { FunctionName: arnOf('it').replace('0000', '1111') },
    'ResourceNotFoundException',
    /^Function not found: arn:aws:lambda:eu-central-1:11110000/,
  ],
  [
    'a payload that is no JSON',
    { FunctionName: 'it', Payload: Buffer.from('{') },
    'InvalidRequestContentException',
    /^Could not parse request body into json: /,
  ],
  [
    'a payload above 6 MB',
    { FunctionName: 'it', Payload: Buffer.alloc(6291457, '1') },
    'RequestTooLargeException',
    /^6291457 byte payload is too large for the RequestResponse/,
  ],
  [
    'an event above 1 MB',
    { FunctionName: 'it', InvocationType: 'Event' as const, Payload: Buffer.alloc(1048577, '1') },
    'RequestTooLargeException',
    /^1048577 byte payload .* Event invocation type \(limit 1048576 bytes\)$/,
  ],
  ['a function that is switched off', { FunctionName: 'off' }, 'TooManyRequestsException', 'Rate Exceeded.'],
])('Invoke of %s is refused as the SDK understands', async (_what, input, name, message) => {
  fixture.add('it', echo);
  fixture.add('off', echo, { reservedConcurrency: 0 });
  await serve(await fixture.start());
  await expect(client.send(new InvokeCommand(input))).rejects.toMatchObject({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
});

test('the SDK reads why an invocation was throttled', async () => {
  fixture.add('off', echo, { reservedConcurrency: 0 });
  await serve(await fixture.start());
  await expect(client.send(new InvokeCommand({ FunctionName: 'off' }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 429 },
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    Type: 'User',
  });
});

test('GetFunction and GetFunctionConfiguration describe a function', async () => {
  fixture.add('it', echo, { deadLetterArn, reservedConcurrency: 3, environment: { A: 'b' } });
  await serve(await fixture.start());
  const configuration = {
    FunctionName: 'it',
    FunctionArn: arnOf('it'),
    Runtime: 'nodejs20.x',
    Handler: 'index.handler',
    Timeout: 30,
    MemorySize: 256,
    Role: 'arn:aws:iam::000000000000:role/role',
    State: 'Active',
    Environment: { Variables: { A: 'b' } },
    DeadLetterConfig: { TargetArn: deadLetterArn },
  };
  expect(await client.send(new GetFunctionCommand({ FunctionName: 'it' }))).toMatchObject({
    Configuration: configuration,
    Code: { Location: expect.stringMatching(/^file:/) },
    Concurrency: { ReservedConcurrentExecutions: 3 },
  });
  expect(await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'it' }))).toMatchObject(
    configuration,
  );
});

test('ListFunctions lists all of them, page by page', async () => {
  for (const name of ['a', 'b', 'c']) fixture.add(name, echo);
  await serve(await fixture.start());
  const first = await client.send(new ListFunctionsCommand({ MaxItems: 2 }));
  const second = await client.send(new ListFunctionsCommand({ MaxItems: 2, Marker: first.NextMarker }));
  expect([first, second].map((page) => page.Functions?.map((each) => each.FunctionName))).toEqual([
    ['a', 'b'],
    ['c'],
  ]);
  expect(second.NextMarker).toBeUndefined();
});

test('an operation that is not played is refused by name', async () => {
  fixture.add('it', echo);
  await serve(await fixture.start());
  await expect(client.send(new PublishVersionCommand({ FunctionName: 'it' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('does not play POST /2015-03-31/functions/it/versions of Lambda'),
  });
});
