import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../read/contract.js';
import { writeClient } from '../write/client.js';
import { writePython } from '../write/python/package.js';
import { writeService } from '../write/service.js';
import { FolderWriter, isGenerated } from './folder-writer.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder writer '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const banner = '// Generated from packages/a-client/openapi.yaml by @atoll/contract. Do not edit.\n';
const files = [
  { path: 'a.ts', text: 'a' },
  { path: 'runtime/b.ts', text: `${banner}b` },
  { path: 'runtime/client/c.ts', text: `${banner}c` },
];

test.each([true, false])('what has not changed is left alone (remembers: %j)', (remembers) => {
  const writer = new FolderWriter({ remembers });
  expect(writer.write(folder, files)).toEqual({ count: 3, kept: [] });
  const { ino } = statSync(join(folder, 'a.ts'));
  expect(writer.write(folder, files).count).toBe(0);
  expect(statSync(join(folder, 'a.ts')).ino).toBe(ino);
  const fewer = [{ path: 'a.ts', text: 'c' }, ...files.slice(1, 2)];
  expect(writer.write(folder, fewer)).toEqual({ count: 1, kept: [] });
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('c');
  expect(readdirSync(join(folder, 'runtime'))).toEqual(['b.ts']);
  expect(writer.write(folder, files).count).toBe(2);
});

test.each([
  ['is longer', 'aa'],
  ['is as long', 'x'],
])('what somebody else has written since is written again where it %s', (_how, text) => {
  const writer = new FolderWriter({ remembers: true });
  writer.write(folder, files);
  writeFileSync(join(folder, 'a.ts'), text);
  expect(writer.write(folder, files).count).toBe(1);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('a');
});

test('what somebody else has removed since is written again', () => {
  const writer = new FolderWriter({ remembers: true });
  writer.write(folder, files);
  rmSync(join(folder, 'a.ts'));
  expect(writer.write(folder, files).count).toBe(1);
});

test('only what begins as generated files do is removed', () => {
  const writer = new FolderWriter({ remembers: false });
  mkdirSync(join(folder, 'own'));
  mkdirSync(join(folder, 'runtime', 'old'), { recursive: true });
  mkdirSync(join(folder, '__pycache__'));
  const own = ['empty.ts', 'late.ts', 'note.md', 'other.ts', 'own/of-another-contract.ts'];
  writeFileSync(join(folder, 'own/of-another-contract.ts'), banner);
  writeFileSync(join(folder, 'empty.ts'), '');
  writeFileSync(join(folder, 'late.ts'), `\n${banner}`);
  writeFileSync(join(folder, 'note.md'), `See ${banner}`);
  writeFileSync(join(folder, 'other.ts'), '// Generated from a.yaml by another tool. Do not edit.\n');
  writeFileSync(join(folder, '__pycache__/a.pyc'), '');
  const header = '# Generated from a.yaml by @atoll/contract. Do not edit.\r\n';
  for (const path of ['old.yaml', 'runtime/old/old.py']) writeFileSync(join(folder, path), header);
  const { kept } = writer.write(folder, files);
  expect([...kept].sort()).toEqual(own);
  expect(readdirSync(folder).sort()).toEqual(
    ['__pycache__', 'a.ts', 'own', 'runtime', ...own.slice(0, -1)].sort(),
  );
  expect(readdirSync(join(folder, 'own'))).toEqual(['of-another-contract.ts']);
  expect(readdirSync(join(folder, 'runtime')).sort()).toEqual(['b.ts', 'client']);
});

test('all that is generated says so, and so can be removed again', () => {
  const document = join(folder, 'openapi.json');
  const schema = { type: 'string', format: 'uuid' };
  const post = { responses: { 204: { description: 'Done' } } };
  writeFileSync(
    document,
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Things', version: '1.0.0' },
      'x-atoll-decode': { uuid: 'brand', 'date-time': 'Date' },
      components: { schemas: { Id: schema, At: { type: 'string', format: 'date-time' } } },
      paths: {
        '/v1/things': { post: { ...post, callbacks: { done: { '{$request.body#/url}': { post } } } } },
      },
    }),
  );
  const { contract } = readContract(document, folder);
  if (contract === undefined) throw new Error('the document has errors');
  const all = [...writeClient(contract), ...writeService(contract), ...writePython(contract)];
  const others = all.filter(({ text }) => !isGenerated(text)).map(({ path }) => path);
  expect(others).toEqual(['requirements.txt']);
  expect(all.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['brands.ts', 'wire.ts', 'callbacks.ts']),
  );
});
