import { createTables, memoryLog } from '@atoll/embedded-dynamodb';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AwsError, type RestRequest } from '../parts.js';
import { type ListeningEndpoint, listeningEndpoint } from './listening-endpoint.js';

let endpoint: ListeningEndpoint | undefined;
afterEach(() => endpoint?.close());

type Parts = Parameters<typeof listeningEndpoint>[0];

/** The endpoint with these parts, and what every SDK client needs to reach it. */
async function started(parts: Parts) {
  endpoint = await listeningEndpoint(parts);
  return {
    endpoint: endpoint.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
}

async function post(target: string, body: string, contentType = 'application/x-amz-json-1.1') {
  const response = await fetch(endpoint?.url ?? '', {
    method: 'POST',
    headers: { 'x-amz-target': target, 'content-type': contentType },
    body,
  });
  return { response, json: (await response.json()) as Record<string, unknown> };
}

const failure = (sending: Promise<unknown>): Promise<Error> =>
  sending.then(
    () => new Error('it succeeded'),
    (error: Error) => error,
  );

test('the DynamoDB client works on the tables, errors included', async () => {
  const tables = createTables({ log: memoryLog(), region: 'eu-central-1', accountId: '000000000000' });
  const client = new DynamoDBClient(await started({ tables }));
  await client.send(
    new CreateTableCommand({
      TableName: 'items',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const Item = { id: { S: 'a' }, raw: { B: new Uint8Array([1, 2]) } };
  await client.send(new PutItemCommand({ TableName: 'items', Item }));
  const got = await client.send(new GetItemCommand({ TableName: 'items', Key: { id: { S: 'a' } } }));
  expect(got.Item).toEqual(Item);
  const absent = new GetItemCommand({ TableName: 'absent', Key: { id: { S: 'a' } } });
  expect(await failure(client.send(absent))).toBeInstanceOf(ResourceNotFoundException);
  client.destroy();
  tables.close();
});

test('a crash of the tables is answered as DynamoDB does and printed', async () => {
  await started({
    tables: {
      call: () => Promise.reject(new Error('broken index')),
      onStreamRecords: () => () => undefined,
      start: () => undefined,
      close: () => undefined,
    },
  });
  const { response, json } = await post('DynamoDB_20120810.GetItem', '{}', 'application/x-amz-json-1.0');
  expect(response.status).toBe(500);
  expect(json.__type).toMatch(/#InternalServerError$/);
  expect(endpoint?.errors).toEqual([expect.stringMatching(/^DynamoDB_20120810\.GetItem.*\n.*broken index/)]);
});

test('the EventBridge client reaches the bus', async () => {
  const calls: unknown[] = [];
  const call = async (action: string, input: unknown) => {
    calls.push({ action, input });
    return { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
  };
  const bus = { call, start: () => undefined, close: () => undefined };
  const client = new EventBridgeClient(await started({ bus }));
  const Entries = [{ Source: 'shop', DetailType: 'Sold', Detail: '{}' }];
  expect(await client.send(new PutEventsCommand({ Entries }))).toMatchObject({
    FailedEntryCount: 0,
    Entries: [{ EventId: '1' }],
  });
  expect(calls).toEqual([{ action: 'PutEvents', input: { Entries } }]);
  client.destroy();
});

test('the Lambda client reaches the functions, and reads their errors', async () => {
  const requests: RestRequest[] = [];
  const call = async (request: RestRequest) => {
    requests.push(request);
    if (request.method === 'GET') {
      throw new AwsError('ResourceNotFoundException', 'Function not found: x', { statusCode: 404 });
    }
    return {
      statusCode: 200,
      headers: { 'x-amz-executed-version': '$LATEST' },
      body: Buffer.from('{"ok":1}'),
    };
  };
  const client = new LambdaClient(await started({ functions: { call } }));
  const answer = await client.send(new InvokeCommand({ FunctionName: 'orders', Payload: '{"a":1}' }));
  expect(Buffer.from(answer.Payload ?? []).toString()).toBe('{"ok":1}');
  expect(requests[0]).toMatchObject({
    method: 'POST',
    url: '/2015-03-31/functions/orders/invocations',
    body: Buffer.from('{"a":1}'),
  });
  expect(await failure(client.send(new GetFunctionCommand({ FunctionName: 'x' })))).toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: x',
  });
  client.destroy();
});

test('what is below the path of the issuer goes to it, with its query; what only begins alike does not', async () => {
  const urls: string[] = [];
  const handle = async ({ url }: RestRequest) => {
    urls.push(url);
    return { statusCode: 418, headers: { 'content-type': 'text/plain' }, body: 'tea' };
  };
  await started({ issuer: { handle } });
  const response = await fetch(`${endpoint?.url}/issuer/.well-known/jwks.json?a=b`);
  expect([response.status, await response.text()]).toEqual([418, 'tea']);
  expect((await fetch(`${endpoint?.url}/issuers`)).status).toBe(404);
  expect(urls).toEqual(['/issuer/.well-known/jwks.json?a=b']);
});

test('health says ready', async () => {
  await started({});
  const response = await fetch(`${endpoint?.url}/_local/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
});

test('an unknown target is refused by name, with what is played', async () => {
  await started({});
  const { response, json } = await post('AWSCognitoIdentityProviderService.InitiateAuth', '{}');
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  expect(json).toEqual({
    __type: 'UnknownOperationException',
    message: expect.stringMatching(
      /'AWSCognitoIdentityProviderService\.InitiateAuth'.*DynamoDB_20120810\.\*.*DynamoDBStreams_20120810\.\*.*AmazonSQS\.\*.*AWSEvents\.\*.*AmazonSSM\.\*.*Lambda.*STS/s,
    ),
  });
  for (const target of ['constructor.x', 'AmazonSQS', '']) {
    expect((await post(target, '{}')).json.__type).toBe('UnknownOperationException');
  }
});

test('a request of no AWS API gets a text that tells what this is', async () => {
  await started({});
  const response = await fetch(`${endpoint?.url}/v1/orders`);
  expect(response.status).toBe(404);
  const text = await response.text();
  expect(text).toMatch(/^GET \/v1\/orders is no call of an AWS API\./);
  expect(text).toMatch(/AWS_ENDPOINT_URL.*\/issuer\/\.well-known/s);
});

test('a call of a service or in a protocol that is not played is told so', async () => {
  await started({});
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`${endpoint?.url}/bucket/key`, { headers })).text();
  const scope = 'Credential=local/20261125/eu-central-1/s3/aws4_request, SignedHeaders=host';
  expect(await ask({ authorization: `AWS4-HMAC-SHA256 ${scope}` })).toMatch(
    /^GET \/bucket\/key is a call of the AWS service 's3', which is not played/,
  );
  expect(await ask({ 'smithy-protocol': 'rpc-v2-cbor' })).toMatch(/protocol rpc-v2-cbor.*use AWS JSON/);
});

test.each(['{', '[]', '"text"', 'null'])('a body of %s is a SerializationException', async (body) => {
  await started({ parameters: { call: async () => ({}) } });
  const { response, json } = await post('AmazonSSM.GetParameter', body);
  expect([response.status, json.__type]).toEqual([400, 'SerializationException']);
});

test('an answer has the content type of its request and a request id', async () => {
  await started({ parameters: { call: async (_, input) => ({ input }) } });
  for (const type of ['application/x-amz-json-1.0', 'application/x-amz-json-1.1']) {
    const { response } = await post('AmazonSSM.GetParameter', '{}', type);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
  }
  expect((await post('AmazonSSM.GetParameter', '')).json).toEqual({ input: {} });
  const plain = await post('AmazonSSM.GetParameter', '{}', 'text/plain');
  expect(plain.response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
});

test('an error carries its further members and, of SQS alone, its name in the query protocol', async () => {
  const call = () => Promise.reject(new AwsError('QueueDoesNotExist', 'gone', { details: { Extra: 1 } }));
  await started({ queues: { call }, parameters: { call } });
  const sqs = await post('AmazonSQS.GetQueueUrl', '{}');
  expect(sqs.json).toEqual({ __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'gone', Extra: 1 });
  expect(sqs.response.headers.get('x-amzn-query-error')).toBe(
    'AWS.SimpleQueueService.NonExistentQueue;Sender',
  );
  const ssm = await post('AmazonSSM.GetParameter', '{}');
  expect(ssm.json.__type).toBe('QueueDoesNotExist');
  expect(ssm.response.headers.get('x-amzn-query-error')).toBeNull();
});

test('a crash in a part is InternalFailure, is printed, and the endpoint goes on', async () => {
  const client = new SSMClient(
    await started({
      parameters: {
        call: async (action) => {
          if (action === 'GetParameter') throw new TypeError('broken part');
          return {};
        },
      },
    }),
  );
  const error = await failure(client.send(new GetParameterCommand({ Name: 'a' })));
  expect(error).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
  expect(error.message).not.toContain('broken part');
  expect(endpoint?.errors).toEqual([
    expect.stringMatching(/^AmazonSSM\.GetParameter failed inside local-aws[^\n]*\nTypeError: broken part/),
  ]);
  expect((await post('AmazonSSM.PutParameter', '{}')).response.status).toBe(200);
  client.destroy();
});

test('a body of 16 MiB is read, one of a byte more is refused', async () => {
  await started({ parameters: { call: async () => ({}) } });
  const limit = 16 * 1024 * 1024;
  const fitting = `{"a":"${'x'.repeat(limit - 8)}"}`;
  expect((await post('AmazonSSM.PutParameter', fitting)).response.status).toBe(200);
  const { response, json } = await post('AmazonSSM.PutParameter', `${fitting} `);
  expect([response.status, json.__type]).toEqual([413, 'RequestEntityTooLargeException']);
});

test('STS tells the caller in XML', async () => {
  await started({ accountId: '123456789012' });
  const ask = (form: string) =>
    fetch(endpoint?.url ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: form,
    });
  const response = await ask('Action=GetCallerIdentity&Version=2011-06-15');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/xml');
  expect(await response.text()).toMatch(
    /<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:root<\/Arn>.*<Account>123456789012<\/Account>.*<RequestId>/,
  );
  const refused = await ask('Action=AssumeRole&Version=2011-06-15');
  expect(refused.status).toBe(400);
  expect(await refused.text()).toMatch(/<Code>InvalidAction<\/Code><Message>[^<]*AssumeRole/);
});
