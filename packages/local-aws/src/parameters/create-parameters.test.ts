import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommitLog, fileLog, memoryLog } from '@atoll/embedded-dynamodb';
import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { type ListeningEndpoint, listeningEndpoint } from '../endpoint/listening-endpoint.js';
import type { Parameters } from '../parts.js';
import { createParameters, type ParametersOptions } from './create-parameters.js';

function systemOf(values: Readonly<Record<string, string>>): ParametersOptions['system'] {
  return {
    region: 'eu-central-1',
    accountId: '000000000000',
    parameters: Object.entries(values).map(([name, value]) => ({
      place: { file: 'template.yaml', line: 1, column: 1 },
      logicalId: 'Parameter',
      stack: '',
      name,
      type: 'String',
      value,
    })),
  };
}

let endpoint: ListeningEndpoint;
let client: SSMClient;
const now = Date.parse('2026-11-25T10:00:00.250Z');

beforeEach(async () => {
  const parameters = createParameters({
    system: systemOf({ '/shop/currency': 'EUR', '/shop/api/url': 'http://shop' }),
    log: memoryLog(),
    now: () => now,
    extra: { '/local/endpoint': 'http://127.0.0.1:4566' },
  });
  endpoint = await listeningEndpoint({ parameters });
  client = new SSMClient({
    endpoint: endpoint.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

function failure(sending: Promise<unknown>): Promise<Error> {
  return sending.then(
    () => new Error('it succeeded'),
    (error: Error) => error,
  );
}

test('the parameters of the templates and the facts of the machine are there from the start', async () => {
  const { Parameter } = await client.send(
    new GetParameterCommand({ Name: '/shop/currency', WithDecryption: true }),
  );
  expect(Parameter).toEqual({
    Name: '/shop/currency',
    Type: 'String',
    Value: 'EUR',
    Version: 1,
    LastModifiedDate: new Date(now),
    ARN: 'arn:aws:ssm:eu-central-1:000000000000:parameter/shop/currency',
    DataType: 'text',
  });
  const { Parameters, InvalidParameters } = await client.send(
    new GetParametersCommand({ Names: ['/local/endpoint', '/absent', '/shop/currency:9'] }),
  );
  expect(Parameters?.map(({ Value }) => Value)).toEqual(['http://127.0.0.1:4566']);
  expect(InvalidParameters).toEqual(['/absent', '/shop/currency:9']);
});

test('a name that is not there is ParameterNotFound', async () => {
  expect(await failure(client.send(new GetParameterCommand({ Name: '/absent' })))).toBeInstanceOf(
    ParameterNotFound,
  );
  expect(await failure(client.send(new DeleteParameterCommand({ Name: '/absent' })))).toBeInstanceOf(
    ParameterNotFound,
  );
});

test('a put makes version 1, an overwrite the next, and each version stays readable', async () => {
  const put = (Value: string, Overwrite?: boolean) =>
    client.send(
      new PutParameterCommand({ Name: 'limit', Type: 'String', Value, ...(Overwrite && { Overwrite }) }),
    );
  expect(await put('1')).toMatchObject({ Version: 1, Tier: 'Standard' });
  expect((await failure(put('2'))).name).toBe('ParameterAlreadyExists');
  expect(await put('2', true)).toMatchObject({ Version: 2 });
  const read = async (Name: string) => (await client.send(new GetParameterCommand({ Name }))).Parameter;
  expect(await read('limit')).toMatchObject({ Value: '2', Version: 2 });
  expect(await read('limit:1')).toMatchObject({ Value: '1', Version: 1, Selector: ':1' });
  expect(await read('arn:aws:ssm:eu-central-1:000000000000:parameter/limit')).toMatchObject({ Value: '2' });
  expect((await failure(read('limit:3'))).name).toBe('ParameterVersionNotFound');
});

test('a SecureString reads as it was put only with decryption', async () => {
  await client.send(new PutParameterCommand({ Name: 'secret', Type: 'SecureString', Value: 'abc' }));
  const sealed = await client.send(new GetParameterCommand({ Name: 'secret' }));
  expect(sealed.Parameter?.Value).not.toContain('abc');
  const open = await client.send(new GetParameterCommand({ Name: 'secret', WithDecryption: true }));
  expect(open.Parameter?.Value).toBe('abc');
});

test('a path gives one level or all, in pages', async () => {
  const byPath = (input: { Path: string; Recursive?: boolean; MaxResults?: number; NextToken?: string }) =>
    client.send(new GetParametersByPathCommand(input));
  const one = await byPath({ Path: '/shop' });
  expect(one.Parameters?.map(({ Name }) => Name)).toEqual(['/shop/currency']);
  const first = await byPath({ Path: '/shop/', Recursive: true, MaxResults: 1 });
  expect(first.Parameters?.map(({ Name }) => Name)).toEqual(['/shop/api/url']);
  const second = await byPath({
    Path: '/shop/',
    Recursive: true,
    MaxResults: 1,
    NextToken: first.NextToken ?? '',
  });
  expect(second.Parameters?.map(({ Name }) => Name)).toEqual(['/shop/currency']);
  expect(second.NextToken).toBeUndefined();
  expect((await byPath({ Path: '/sho', Recursive: true })).Parameters).toEqual([]);
  expect((await failure(byPath({ Path: 'shop' }))).name).toBe('ValidationException');
  expect((await failure(byPath({ Path: '/shop', MaxResults: 11 }))).name).toBe('ValidationException');
});

test('descriptions are filtered by name and path', async () => {
  const names = async (Key: string, Option: string, Value: string) => {
    const { Parameters = [] } = await client.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key, Option, Values: [Value] }] }),
    );
    return Parameters.map(({ Name }) => Name);
  };
  expect(await names('Name', 'Equals', '/shop/currency')).toEqual(['/shop/currency']);
  expect(await names('Name', 'BeginsWith', '/shop')).toEqual(['/shop/api/url', '/shop/currency']);
  expect(await names('Name', 'Contains', 'url')).toEqual(['/shop/api/url']);
  expect(await names('Path', 'OneLevel', '/shop')).toEqual(['/shop/currency']);
  expect(await names('Path', 'Recursive', '/shop')).toEqual(['/shop/api/url', '/shop/currency']);
  expect(await names('Type', 'Equals', 'SecureString')).toEqual([]);
  expect((await failure(names('Label', 'Equals', 'x'))).name).toBe('InvalidFilterKey');
  expect((await failure(names('Path', 'Equals', '/shop'))).name).toBe('InvalidFilterOption');
});

test.each([
  ['no type for a new one', { Name: 'a', Value: 'x' }, 'ValidationException'],
  [
    'a name that AWS keeps to itself',
    { Name: '/AwsThing', Value: 'x', Type: 'String' },
    'ValidationException',
  ],
  ['a path without its first slash', { Name: 'a/b', Value: 'x', Type: 'String' }, 'ValidationException'],
  [
    'sixteen levels',
    { Name: '/a'.repeat(16), Value: 'x', Type: 'String' },
    'HierarchyLevelLimitExceededException',
  ],
  ['a value of 4097 bytes', { Name: 'a', Value: 'x'.repeat(4097), Type: 'String' }, 'ValidationException'],
  [
    'a value beside its pattern',
    { Name: 'a', Value: 'x', Type: 'String', AllowedPattern: '^\\d+$' },
    'ParameterPatternMismatchException',
  ],
  [
    'a pattern that is none',
    { Name: 'a', Value: 'x', Type: 'String', AllowedPattern: '(' },
    'InvalidAllowedPatternException',
  ],
  [
    'what has no effect here',
    { Name: 'a', Value: 'x', Type: 'String', Policies: '[]' },
    'ValidationException',
  ],
] as const)('PutParameter refuses %s', async (_, input, name) => {
  expect((await failure(client.send(new PutParameterCommand(input)))).name).toBe(name);
});

test('the limits themselves are accepted', async () => {
  const put = (Name: string, Value: string) =>
    client.send(new PutParameterCommand({ Name, Value, Type: 'String' }));
  await expect(put('/a'.repeat(15), 'x')).resolves.toMatchObject({ Version: 1 });
  await expect(put('big', 'x'.repeat(4096))).resolves.toMatchObject({ Tier: 'Standard' });
  await expect(
    client.send(
      new PutParameterCommand({
        Name: 'bigger',
        Value: 'x'.repeat(4097),
        Type: 'String',
        Tier: 'Intelligent-Tiering',
      }),
    ),
  ).resolves.toMatchObject({ Tier: 'Advanced' });
});

test('what was put can be deleted; what a template declares cannot', async () => {
  await client.send(new PutParameterCommand({ Name: 'a', Value: 'x', Type: 'String' }));
  expect(await client.send(new DeleteParametersCommand({ Names: ['a', 'b'] }))).toMatchObject({
    DeletedParameters: ['a'],
    InvalidParameters: ['b'],
  });
  expect((await failure(client.send(new GetParameterCommand({ Name: 'a' })))).name).toBe('ParameterNotFound');
  const refused = await failure(client.send(new DeleteParameterCommand({ Name: '/shop/currency' })));
  expect(refused.message).toMatch(/declared by a template/);
});

test('an action that is not played is refused by name', async () => {
  const parameters = createParameters({ system: systemOf({}), log: memoryLog() });
  await expect(parameters.call('LabelParameterVersion', {})).rejects.toMatchObject({
    code: 'UnknownOperationException',
    message: expect.stringMatching(/LabelParameterVersion.*PutParameter/),
  });
});

describe('over restarts', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'parameters data '));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  async function opened(
    values: Readonly<Record<string, string>>,
    snapshotBytes = 1_000_000,
  ): Promise<{ parameters: Parameters; log: CommitLog }> {
    const log = fileLog(directory, { snapshotBytes });
    const parameters = createParameters({ system: systemOf(values), log, now: () => now });
    await log.open();
    return { parameters, log };
  }

  async function versionOf(parameters: Parameters, Name: string): Promise<unknown> {
    const { Parameter } = (await parameters.call('GetParameter', { Name })) as {
      Parameter: { Value: string; Version: number };
    };
    return [Parameter.Value, Parameter.Version];
  }

  test('versions survive, also through a snapshot, until the template says otherwise', async () => {
    const first = await opened({ a: '1' });
    await first.parameters.call('PutParameter', { Name: 'a', Value: '2', Overwrite: true });
    await first.parameters.call('PutParameter', { Name: 'b', Value: 'x', Type: 'String' });
    await first.parameters.call('PutParameter', { Name: 'b', Value: 'y', Overwrite: true });
    await first.parameters.call('PutParameter', { Name: 'c', Value: 'z', Type: 'String' });
    await first.parameters.call('DeleteParameter', { Name: 'c' });
    await first.log.close();
    const second = await opened({ a: '1' }, 1);
    await second.log.close();
    const third = await opened({ a: '1' });
    expect(await versionOf(third.parameters, 'a')).toEqual(['2', 2]);
    expect(await versionOf(third.parameters, 'b')).toEqual(['y', 2]);
    expect(await versionOf(third.parameters, 'b:1')).toEqual(['x', 1]);
    await expect(versionOf(third.parameters, 'c')).rejects.toMatchObject({ code: 'ParameterNotFound' });
    await third.log.close();
    const changed = await opened({ a: '3' });
    expect(await versionOf(changed.parameters, 'a')).toEqual(['3', 1]);
    await changed.log.close();
  });
});
