import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from './compare.js';

const directory = mkdtempSync(join(tmpdir(), 'compare command '));
const before = process.cwd();
let output = '';
let errors = '';

function contract(limit: number, more = ''): string {
  return `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths:
  /v1/things:
    post:
      operationId: placeThing
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: 'schemas/thing.yaml' }
      responses:
        '204': { description: Placed }
${more}components:
  schemas:
    Limit: { type: integer, maximum: ${limit} }
`;
}

const thing = (limit: number) => `type: object
required: [name]
properties: { name: { type: string, maxLength: ${limit} } }
`;

function write(folder: string, limit: number): void {
  mkdirSync(join(directory, folder, 'schemas'), { recursive: true });
  writeFileSync(join(directory, folder, 'openapi.yaml'), contract(limit));
  writeFileSync(join(directory, folder, 'schemas', 'thing.yaml'), thing(limit));
}

function git(...args: string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: directory, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

beforeAll(() => {
  write('things', 9);
  write('narrower', 5);
  write('wider', 12);
  writeFileSync(join(directory, 'things', 'package.json'), '{"name":"things-client","version":"1.0.0"}');
  mkdirSync(join(directory, 'empty'));
  writeFileSync(join(directory, 'broken.yaml'), 'openapi: 3.1.0\npaths: {\n');
  writeFileSync(join(directory, 'swagger.yaml'), "swagger: '2.0'\n");
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'Begin');
  process.chdir(directory);
});

afterAll(() => {
  process.chdir(before);
  rmSync(directory, { recursive: true });
});

beforeEach(() => {
  output = '';
  errors = '';
  jest.spyOn(console, 'log').mockImplementation((text: string) => {
    output += `${text}\n`;
  });
  jest.spyOn(console, 'error').mockImplementation((text: string) => {
    errors += `${text}\n`;
  });
});

afterEach(() => jest.restoreAllMocks());

test('a break is told with its rule, places in both files and a witness, and asks for a major', async () => {
  expect(await compare('things', 'narrower', {})).toBe(20);
  expect(output).toBe(`breaking request-property-max-length-decreased
  POST /v1/things: the request body 'name': maxLength went from 9 to 5
  things/schemas/thing.yaml:3:21 → narrower/schemas/thing.yaml:3:21
  {"name":"aaaaaaaa"} is accepted by the old contract and refused by the new one
1 breaking: the next version is a major: consumers have to change
`);
});

test('an addition asks for a minor, no change for nothing', async () => {
  expect(await compare('things', 'wider', {})).toBe(10);
  expect(await compare('things', 'things/openapi.yaml', {})).toBe(0);
  expect(output).toContain('nothing that anybody could notice changed');
});

test('--json gives the bump and the changes', async () => {
  expect(await compare('things', 'narrower', { json: true })).toBe(20);
  const { bump, changes } = JSON.parse(output);
  expect(bump).toBe('major');
  expect(changes).toMatchObject([
    {
      rule: 'request-property-max-length-decreased',
      level: 'breaking',
      caution: false,
      operation: 'POST /v1/things',
      operationId: 'placeThing',
      old: { file: 'things/schemas/thing.yaml', line: 3, column: 21, pointer: '/properties/name' },
      new: { file: 'narrower/schemas/thing.yaml', line: 3, column: 21 },
      witness: { acceptedBy: 'old' },
    },
  ]);
});

test('--markdown gives a table for a pull request', async () => {
  expect(await compare('things', 'narrower', { markdown: true })).toBe(20);
  expect(output).toContain('### Contract: 1 breaking');
  expect(output).toContain('| **breaking** | POST /v1/things | the request body');
  expect(output).toContain('<br>`{"name":"aaaaaaaa"}` is refused by the new contract<br>');
});

test('--format oasdiff gives its ids and levels', async () => {
  expect(await compare('things', 'narrower', { format: 'oasdiff' })).toBe(20);
  expect(JSON.parse(output)).toEqual([{ id: 'request-property-max-length-decreased', level: 'ERR' }]);
});

test('a git revision is read with all files that the contract refers to', async () => {
  write('things', 3);
  expect(await compare('main:things/openapi.yaml', 'things', {})).toBe(20);
  expect(output).toContain('  main:things/schemas/thing.yaml:3:21 → things/schemas/thing.yaml:3:21');
  expect(await compare('main:things', 'main:things/openapi.yaml', {})).toBe(0);
  write('things', 9);
});

test('a package is fetched by npm and read from its openapi.yaml', async () => {
  const named = `npm:${join(directory, 'things')}`;
  expect(await compare(named, 'narrower', {})).toBe(20);
  expect(output).toContain(`${named}/schemas/thing.yaml:3:21 → narrower`);
});

test.each([
  ['nowhere', 'nowhere names no contract'],
  ['empty', 'empty names no contract'],
  ['gone:things/openapi.yaml', "git knows no revision 'gone'"],
  ['main:other/openapi.yaml', "main has no contract at 'other/openapi.yaml'"],
  ['npm:', "'npm:' names no package"],
  ['broken.yaml', 'the old contract cannot be read\nbroken.yaml:2:8 error yaml-syntax'],
  ['swagger.yaml', 'swagger.yaml:1:1 error openapi-version'],
])('%s cannot be compared, and why is said', async (named, said) => {
  expect(await compare(named, 'things', {})).toBe(1);
  expect(errors).toContain(said);
  expect(output).toBe('');
});

test('a registry that does not answer is told with what to do', async () => {
  process.env.npm_config_registry = 'http://127.0.0.1:1/';
  process.env.npm_config_fetch_retries = '0';
  expect(await compare('npm:@atoll/orders-client@1.4.0', 'things', {})).toBe(1);
  delete process.env.npm_config_registry;
  delete process.env.npm_config_fetch_retries;
  expect(errors).toContain('npm cannot fetch @atoll/orders-client@1.4.0: ');
  expect(errors).toContain('do: check that the registry answers (npm ping)');
});

test('what is no hindrance is passed over, and said', async () => {
  writeFileSync(join(directory, 'slip.yaml'), contract(1).replace('info: { title: Things, ', 'info: { '));
  expect(await compare('slip.yaml', 'slip.yaml', {})).toBe(1);
  writeFileSync(
    join(directory, 'slip.yaml'),
    contract(1)
      .replace("'schemas/thing.yaml'", "'things/schemas/thing.yaml'")
      .replace('operationId: placeThing', 'operationID: placeThing'),
  );
  expect(await compare('slip.yaml', 'slip.yaml', {})).toBe(0);
  expect(errors).toContain(
    'slip.yaml has errors that a comparison passes over: 1 (contract check tells them)',
  );
});

test('an unknown format is a wrong call', async () => {
  expect(await compare('things', 'narrower', { format: 'xml' })).toBe(2);
});

test('nothing is left in the folder of temporary files', () => {
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('contract compare '))).toEqual([]);
});
