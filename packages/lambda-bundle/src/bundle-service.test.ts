import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleService } from './bundle-service.js';
import { main } from './cli.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lambda bundle '));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
}

const template = `Resources:
  ApiFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: dist/api
      Handler: index.handler
  EventsFunction:
    Type: AWS::Serverless::Function
    # CodeUri: dist/gone
    Properties: { CodeUri: './dist/events/', Handler: index.handler, Role: !GetAtt Role.Arn }
  Other:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
`;

/** Runs the bundled handler of `dist/api` in a process of its own and returns what it answers. */
function run(name = 'api'): unknown {
  const url = pathToFileURL(join(directory, 'dist', name, 'index.mjs'));
  const script = `import(${JSON.stringify(url)}).then((m) => m.handler()).then((r) => console.log(JSON.stringify(r)))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

test('each function that the template names is bundled with all that it imports and runs alone', async () => {
  write({
    'template.yaml': template,
    'src/api.ts': `import { twice } from './twice.js';\nexport const handler = async (): Promise<number> => twice(21);`,
    'src/twice.ts': 'export const twice = (n: number): number => n * 2;',
    'src/events.ts': 'export const handler = async () => "events";',
  });
  const reports = await bundleService({ serviceDirectory: directory });
  expect(reports.map(({ name, changed }) => [name, changed])).toEqual([
    ['api', true],
    ['events', true],
  ]);
  expect(reports[0]?.inputs).toEqual([join(directory, 'src/api.ts'), join(directory, 'src/twice.ts')]);
  rmSync(join(directory, 'src'), { recursive: true });
  expect([run(), run('events')]).toEqual([42, 'events']);
  expect(readdirSync(join(directory, 'dist/api'))).toEqual(['index.mjs', 'index.mjs.map']);
});

test('built-in modules are taken from process.getBuiltinModule, in every form of import', async () => {
  write({
    'template.yaml': 'CodeUri: dist/api',
    'src/api.ts': `import http, { STATUS_CODES } from 'node:http';
import * as path from 'path';
import { readFile } from 'fs/promises';
export const handler = async () => [STATUS_CODES[418], http.METHODS.includes('GET'), path.sep, typeof readFile, typeof (await import('node:os')).cpus];`,
  });
  const [report] = await bundleService({ serviceDirectory: directory });
  expect(run()).toEqual(["I'm a Teapot", true, '/', 'function', 'function']);
  expect(readFileSync(report?.file ?? '', 'utf8')).not.toMatch(/^\s*import |import\(/m);
});

test('the classes that load undici stay untouched', async () => {
  write({
    'template.yaml': 'CodeUri: dist/api',
    'src/api.ts': `import { request } from 'node:http';
export const handler = async () => [typeof request, process.moduleLoadList.some((name) => name.includes('undici'))];`,
  });
  await bundleService({ serviceDirectory: directory });
  expect(run()).toEqual(['function', false]);
});

test('a CommonJS dependency with a computed require, __filename and __dirname works', async () => {
  write({
    'template.yaml': 'CodeUri: dist/api',
    'node_modules/old/package.json': '{"name":"old","main":"old.js"}',
    'node_modules/old/old.js': `const name = ['node', 'os'].join(':');
exports.where = [typeof require(name).cpus, require('util').format('%d', 1), __filename === __dirname + '/index.mjs'];`,
    'src/api.ts': `import { where } from 'old';\nexport const handler = async () => where;`,
  });
  await bundleService({ serviceDirectory: directory });
  expect(run()).toEqual(['function', '1', true]);
});

test('a source may make its own require', async () => {
  write({
    'template.yaml': 'CodeUri: dist/api',
    'src/api.ts': `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
export const handler = async () => typeof require('os').cpus;`,
  });
  await bundleService({ serviceDirectory: directory });
  expect(run()).toBe('function');
});

test('a workspace package resolves to its sources by the condition @atoll/source', async () => {
  write({
    'template.yaml': 'CodeUri: dist/api',
    'node_modules/client/package.json':
      '{"name":"client","exports":{".":{"@atoll/source":"./src.ts","default":"./gone.js"}}}',
    'node_modules/client/src.ts': 'export const from: string = "sources";',
    'src/api.ts': `import { from } from 'client';\nexport const handler = async () => from;`,
  });
  await bundleService({ serviceDirectory: directory });
  expect(run()).toBe('sources');
});

test('the same sources give the same bytes wherever they lie and whoever builds them', async () => {
  write({
    'a/template.yaml': 'CodeUri: dist/api',
    'a/src/api.ts': `import os from 'node:os';\nimport { b } from './b.js';\nexport const handler = () => os.EOL + b;`,
    'a/src/b.ts': 'export const b = 1;',
  });
  cpSync(join(directory, 'a'), join(directory, 'elsewhere/deep'), { recursive: true });
  const bytes = [];
  for (const name of ['a', 'elsewhere/deep']) {
    await bundleService({ serviceDirectory: join(directory, name) });
    const read = (file: string) => readFileSync(join(directory, name, 'dist/api', file), 'utf8');
    bytes.push(read('index.mjs') + read('index.mjs.map'));
  }
  expect(bytes[0]).toBe(bytes[1]);
  expect(bytes[0]).not.toContain(tmpdir());
});

test('minify makes it smaller and keeps the names that logs show', async () => {
  const longer = Array.from({ length: 9 }, (_, i) => `export const exported${i} = [\n1,\n2,\n3,\n4\n];`).join(
    '\n',
  );
  write({
    'template.yaml': 'CodeUri: dist/api',
    'src/api.ts': `class OutOfStock extends Error {}
export const handler = async () => { try { throw new OutOfStock('why'); } catch (error) { return (error as Error).constructor.name; } };
${longer}`,
  });
  const [plain] = await bundleService({ serviceDirectory: directory });
  const [small] = await bundleService({ serviceDirectory: directory, minify: true });
  expect(small?.bytes).toBeLessThan(plain?.bytes ?? 0);
  expect(run()).toBe('OutOfStock');
});

test('a second build of unchanged sources leaves the files alone and says so', async () => {
  write({ 'template.yaml': 'CodeUri: dist/api', 'src/api.ts': 'export const handler = 1;' });
  await bundleService({ serviceDirectory: directory });
  const [second] = await bundleService({ serviceDirectory: directory });
  expect(second?.changed).toBe(false);
});

describe('the command line', () => {
  const printed: string[] = [];
  beforeEach(() => {
    printed.length = 0;
    const print = (text: string) => void printed.push(text);
    jest.spyOn(console, 'log').mockImplementation(print);
    jest.spyOn(console, 'error').mockImplementation(print);
  });
  afterEach(() => jest.restoreAllMocks());

  test('prints a line with the size of each function', async () => {
    write({ 'template.yaml': 'CodeUri: dist/api', 'src/api.ts': 'export const handler = 1;' });
    expect(await main([directory])).toBe(0);
    expect(printed).toEqual([expect.stringMatching(/lambda bundle .*dist\/api\/index\.mjs {2}\d+\.\d KiB$/)]);
  });

  test('names the place of a CodeUri without a source', async () => {
    write({ 'template.yaml': template, 'src/events.ts': '' });
    expect(await main([directory])).toBe(1);
    expect(printed[0]).toMatch(
      /template\.yaml:5:16 CodeUri is dist\/api, but there is no src\/api\.ts to bundle/,
    );
  });

  test('names the place of a mistake in a source', async () => {
    write({
      'template.yaml': 'CodeUri: dist/api',
      'src/api.ts': `const ä = 1;\n/* ä */ import './gone.js';`,
    });
    expect(await main([directory])).toBe(1);
    expect(printed[0]).toMatch(/src\/api\.ts:2:16 Could not resolve "\.\/gone\.js"\n.*\n {17}\^$/s);
  });

  test('tells a wrong call from a failed build', async () => {
    expect(await main([])).toBe(2);
    expect(await main(['--wrong'])).toBe(2);
    expect(await main([directory])).toBe(1);
    expect(await main(['--help'])).toBe(0);
  });
});

test('pino logs without its transports, and whoever asks for one is told', async () => {
  write({
    'template.yaml': template,
    'src/api.ts': `import { pino } from 'pino';
const lines: string[] = [];
const logger = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) });
export const handler = async (): Promise<string[]> => {
  logger.info({ a: 1 });
  try { pino.transport({ target: 'pino/file' }); } catch (error) { lines.push((error as Error).message); }
  return lines;
};`,
    'src/events.ts': 'export const handler = async () => 0;',
    'node_modules/.keep': '',
  });
  cpSync(join(import.meta.dirname, '../../../node_modules'), join(directory, 'node_modules'), {
    recursive: true,
    filter: (path) =>
      /node_modules$|node_modules\/(@pinojs|pino|pino-[^/]+|safe-[^/]+|sonic-boom|on-exit[^/]+|quick-[^/]+|atomic-sleep|process-warning|real-require|thread-stream)(\/|$)/.test(
        path,
      ),
  });
  await bundleService({ serviceDirectory: directory });
  expect(run()).toEqual(['{"level":30,"a":1}\n', expect.stringContaining('transports are not bundled')]);
  expect(readFileSync(join(directory, 'dist/api/index.mjs'), 'utf8')).not.toContain('ThreadStream');
});

test('the SDK takes its keys from the environment alone, and says so when there are none', async () => {
  write({
    'template.yaml': 'CodeUri: dist/api',
    'src/api.ts': `import { defaultProvider } from '@aws-sdk/credential-provider-node';
const read = () => defaultProvider()({}).catch((error: Error) => error.name);
export const handler = async () => {
  const { env } = process;
  for (const name of Object.keys(env)) if (name.startsWith('AWS_')) delete env[name];
  const none = await read();
  Object.assign(env, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
  const keys = await read();
  env.AWS_SESSION_TOKEN = 'c';
  return [none, keys, await read()];
};`,
  });
  await bundleService({ serviceDirectory: directory });
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' };
  expect(run()).toEqual(['CredentialsProviderError', keys, { ...keys, sessionToken: 'c' }]);
});
