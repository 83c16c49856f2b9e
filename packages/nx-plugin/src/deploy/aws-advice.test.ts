import { createServer, type IncomingMessage, type Server } from 'node:http';
import { main } from '../cli.js';

const variables = { ...process.env };
let told: string[];
let server: Server | undefined;
beforeEach(() => {
  told = [];
  for (const stream of ['log', 'error'] as const)
    jest.spyOn(console, stream).mockImplementation((...texts: unknown[]) => {
      told.push(texts.join(' '));
    });
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/does/not/exist',
    AWS_SHARED_CREDENTIALS_FILE: '/does/not/exist',
    AWS_MAX_ATTEMPTS: '1',
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...variables };
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  server = undefined;
});

type Answer = readonly [status: number, body: string, headers?: Record<string, string>];

/** An AWS that answers like this, over real HTTP; keys are given. */
async function aws(answer: (request: IncomingMessage, body: string) => Answer): Promise<void> {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const [status, text, headers] = answer(request, body);
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
  });
}

async function stack(...args: string[]): Promise<{ code: number; text: string }> {
  const code = await main([...args, '--stage', 'test']);
  return { code, text: told.join('\n') };
}

const s3Error = (code: string) => `<Error><Code>${code}</Code><Message>no</Message></Error>`;
const queryError = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>told by AWS</Message></Error></ErrorResponse>`;

test('without credentials it says how to get them', async () => {
  expect(await stack('deployed')).toEqual({
    code: 1,
    text: expect.stringMatching(
      /^there are no AWS credentials: CredentialsProviderError: .*\n {2}Log in, `aws sso login`/,
    ),
  });
});

test.each([
  ['ExpiredToken', 'AWS does not accept the credentials', '`aws sts get-caller-identity`'],
  ['InvalidClientTokenId', 'AWS does not accept the credentials', '`aws sso login`'],
  ['AccessDenied', 'the credentials lack a right', 'Once for an account'],
])('the answer %s says what, why and the next command', async (code, what, next) => {
  await aws(() => [403, queryError(code)]);
  const { code: exitCode, text } = await stack('deployed');
  expect([exitCode, text]).toEqual([1, expect.stringContaining(`${what}: ${code}: told by AWS`)]);
  expect(text).toContain(next);
});

test('an AWS that cannot be reached is told with what to look at', async () => {
  await aws(() => [200, '']);
  const url = process.env.AWS_ENDPOINT_URL;
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  server = undefined;
  process.env.AWS_ENDPOINT_URL = url;
  expect(await stack('deployed')).toEqual({
    code: 1,
    text: expect.stringMatching(/^AWS cannot be reached: ECONNREFUSED.*\n.*AWS_ENDPOINT_URL/),
  });
});

test('a region that is no name is told with where it stands', async () => {
  process.env.AWS_REGION = 'eu nowhere';
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
  expect(await stack('deployed')).toEqual({
    code: 1,
    text: expect.stringMatching(
      /^AWS has no such address: .*Region not accepted[\s\S]*samconfig\.toml or AWS_REGION/,
    ),
  });
});

test('a region that does not exist is told as an address that AWS has not', async () => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_REGION: 'eu-nowhere-1',
  });
  expect(await stack('deployed')).toEqual({
    code: 1,
    text: expect.stringMatching(/^AWS has no such address: (ENOTFOUND|EAI_AGAIN): [\s\S]*describe-regions/),
  });
});

test.each<[string, Answer, RegExp]>([
  [
    'may not be used',
    [403, s3Error('AccessDenied')],
    /the bucket atoll-artifacts-test may not be used.*get-caller-identity/,
  ],
  [
    'is not there',
    [404, s3Error('NoSuchBucket')],
    /there is no bucket atoll-artifacts-test: docs\/deploying\.md/,
  ],
  [
    'is in another region',
    [301, s3Error('PermanentRedirect'), { 'x-amz-bucket-region': 'us-west-2' }],
    /the bucket atoll-artifacts-test is in us-west-2, and the environment in eu-central-1: correct region/,
  ],
])('a bucket that %s stops a deployment before anything is done', async (_what, answer, message) => {
  const asked: string[] = [];
  await aws((request) => {
    asked.push(`${request.method} ${request.url?.split('?')[0]}`);
    return answer;
  });
  expect(await stack('deploy', 'orders')).toEqual({ code: 1, text: expect.stringMatching(message) });
  expect(asked).toEqual(['PUT /atoll-artifacts-test/locks/atoll-test.json']);
});

const stackXml = (status: string) => `<DescribeStacksResponse><DescribeStacksResult><Stacks><member>
<StackName>atoll-test</StackName><StackId>arn:1</StackId><CreationTime>2026-01-01T00:00:00Z</CreationTime>
<StackStatus>${status}</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
const eventsXml = `<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents><member>
<EventId>1</EventId><StackId>arn:1</StackId><StackName>atoll-test</StackName><LogicalResourceId>Setup</LogicalResourceId>
<PhysicalResourceId>x</PhysicalResourceId><ResourceType>Custom::Setup</ResourceType><Timestamp>2026-01-01T00:00:01Z</Timestamp>
<ResourceStatus>UPDATE_FAILED</ResourceStatus><ResourceStatusReason>Received response status [FAILED] from custom resource</ResourceStatusReason>
</member></StackEvents></DescribeStackEventsResult></DescribeStackEventsResponse>`;

test('a stack in UPDATE_ROLLBACK_FAILED is told with the resource, its reason and the command', async () => {
  await aws((_request, body) => [
    200,
    body.includes('DescribeStackEvents') ? eventsXml : stackXml('UPDATE_ROLLBACK_FAILED'),
  ]);
  const { code, text } = await stack('deployed');
  expect(code).toBe(1);
  expect(text).toContain('atoll-test is UPDATE_ROLLBACK_FAILED, so nothing has been done');
  expect(text).toContain('Setup (Custom::Setup): Received response status [FAILED] from custom resource');
  expect(text).toContain(
    '`aws cloudformation continue-update-rollback --stack-name atoll-test --region eu-central-1`',
  );
});

test('who does not wait is refused while another deployment runs', async () => {
  await aws(() => [200, stackXml('UPDATE_IN_PROGRESS')]);
  expect(await stack('deployed')).toEqual({
    code: 1,
    text: expect.stringContaining('atoll-test is UPDATE_IN_PROGRESS: another deployment runs'),
  });
});
