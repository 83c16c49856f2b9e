import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { thingsContract, Workspace } from '../changeset/workspace-fixture.js';
import { main } from '../cli.js';

const file = 'packages/things-client/openapi.yaml';
const before = process.cwd();
let workspace: Workspace;
let output: string[];

beforeEach(() => {
  workspace = new Workspace();
  workspace.manifest('packages/things-client', '@atoll/things-client');
  workspace.write(file, thingsContract('name: { type: string }'));
  workspace.commit();
  process.chdir(workspace.root);
  output = [];
  const keep = (line: unknown) => void output.push(String(line));
  jest.spyOn(console, 'log').mockImplementation(keep);
  jest.spyOn(console, 'error').mockImplementation(keep);
});
afterEach(() => {
  process.chdir(before);
  jest.restoreAllMocks();
  workspace.remove();
});

test('check refuses a change without its changeset, changeset writes it, and check is content', async () => {
  expect(await main(['check', '--since', 'main'])).toBe(0);
  workspace.write(file, thingsContract('name: { type: string }, size: { type: integer }'));
  expect(await main(['check'])).toBe(0);
  output = [];
  expect(await main(['check', '--since', 'main'])).toBe(1);
  const told = output.join('\n');
  expect(told).toContain(
    `${file}:1:1 error changeset-missing: the change needs minor, and the branch promises nothing`,
  );
  expect(told).toContain("---\n'@atoll/things-client': minor\n---\n");
  expect(await main(['changeset', '--since', 'main'])).toBe(0);
  const [name = ''] = readdirSync(join(workspace.root, '.changeset'));
  expect(told).toContain(`add .changeset/${name}:\n\n${readFileSync(join('.changeset', name), 'utf8')}`);
  output = [];
  expect(await main(['check', '--since', 'main'])).toBe(0);
  expect(output.join('\n')).toContain(`${file} needs minor, which the branch promises`);
  expect(await main(['changeset', '--since', 'main'])).toBe(0);
  expect(readdirSync(join(workspace.root, '.changeset'))).toEqual([name]);
});

test('a contract and its package have one version: check tells where not, sync mends it', async () => {
  workspace.manifest('packages/things-client', '@atoll/things-client', { version: '1.1.0' });
  expect(await main(['check'])).toBe(1);
  expect(output.join('\n')).toContain(
    `${file}:2:33 error version-differs: info.version is 1.0.0, and the package beside it has version 1.1.0`,
  );
  expect(await main(['check', '--json'])).toBe(1);
  expect(JSON.parse(output.at(-1) ?? '')).toContainEqual(
    expect.objectContaining({ code: 'version-differs', place: expect.objectContaining({ file, line: 2 }) }),
  );
  expect(await main(['changeset', '--sync'])).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(thingsContract('name: { type: string }', '1.1.0'));
  expect(await main(['check', '--since', 'main'])).toBe(0);
});

test('a contract beside some other package has a version of its own', async () => {
  workspace.manifest('packages/gateway', 'gateway', { version: '7.0.0' });
  workspace.write('packages/gateway/openapi.yaml', thingsContract('name: { type: string }'));
  expect(await main(['check', 'packages/gateway'])).toBe(0);
});

test('what the caller can mend is told in a message, with exit code 2', async () => {
  expect(await main(['check', '--since', 'nowhere'])).toBe(2);
  expect(output.at(-1)).toContain("git knows no commit 'nowhere'");
  workspace.write('.changeset/x.md', "---\n'@atoll/nobody': minor\n---\n\nx\n");
  expect(await main(['changeset', '--sync'])).toBe(2);
  expect(output.at(-1)).toContain("names the package '@atoll/nobody'");
  expect(await main(['changeset', 'extra'])).toBe(2);
});
