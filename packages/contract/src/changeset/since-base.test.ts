import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BaseError } from './base-files.js';
import { UnreadableContractError } from './changed-contracts.js';
import { ChangesetError } from './changeset-file.js';
import { sinceBase } from './since-base.js';
import { thingsContract, Workspace } from './workspace-fixture.js';

const file = 'packages/things-client/openapi.yaml';
let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
  workspace.manifest('packages/things-client', '@atoll/things-client');
  workspace.write(file, thingsContract('name: { type: string }'));
  workspace.write('.changeset/old.md', "---\n'@atoll/things-client': major\n---\n\nOf main.\n");
  workspace.commit();
  workspace.git('checkout', '--quiet', '-b', 'branch');
});
afterEach(() => workspace.remove());

const since = (revision = 'main') => sinceBase(workspace.root, revision);
const additive = () =>
  workspace.write(file, thingsContract('name: { type: string }, size: { type: integer }'));
const breaking = () => workspace.write(file, thingsContract('name: { type: integer }'));

test('layout, comments, the order of keys and the version that a release sets are no change', () => {
  expect(since()).toEqual({ changed: [], missing: [] });
  const text = thingsContract('name: { type: string }', '1.1.0').replace(
    'description: A thing',
    'description:   "A thing" # one',
  );
  workspace.write(file, text.replace(/^(openapi.*\n)(info.*\n)/, '$2$1'));
  expect(since()).toEqual({ changed: [], missing: [] });
});

test('an addition needs a minor, whatever waits on the base, and the file that is told is all that it takes', () => {
  additive();
  const [missing, ...others] = since().missing;
  expect(others).toEqual([]);
  expect(missing).toMatchObject({
    promised: undefined,
    changed: { file, service: 'things', packageName: '@atoll/things-client', bump: 'minor' },
  });
  expect(missing?.file).toMatch(/^\.changeset\/things-[0-9a-f]{8}\.md$/);
  expect(missing?.content).toMatch(
    /^---\n'@atoll\/things-client': minor\n---\n\nThe contract of things offers more\.\n\n- GET \/v1\/things: .*size.*\n$/,
  );
  workspace.write(missing?.file ?? '', missing?.content ?? '');
  expect(since()).toMatchObject({ changed: [{ bump: 'minor' }], missing: [] });
  workspace.commit();
  expect(since().missing).toEqual([]);
});

test('what the branch has released already is promised, as far as its version has moved', () => {
  additive();
  workspace.manifest('packages/things-client', '@atoll/things-client', { version: '1.0.1' });
  expect(since().missing).toMatchObject([{ promised: 'patch', changed: { bump: 'minor' } }]);
  workspace.manifest('packages/things-client', '@atoll/things-client', { version: '1.1.0' });
  expect(since()).toMatchObject({ changed: [{ bump: 'minor', moved: 'minor' }], missing: [] });
});

test('words alone are a patch', () => {
  workspace.write(file, thingsContract('name: { type: string }').replace('A thing', 'One thing'));
  expect(since().missing).toMatchObject([{ changed: { bump: 'patch' } }]);
});

test('a break that is promised as less is told, with the same file raised and its words kept', () => {
  breaking();
  workspace.write(
    '.changeset/mine.md',
    "---\n'@atoll/things-client': minor\n'@atoll/tool': patch\n---\n\nNames are numbers.\n",
  );
  workspace.manifest('packages/tool', '@atoll/tool');
  expect(since().missing).toMatchObject([
    {
      promised: 'minor',
      file: '.changeset/mine.md',
      content: "---\n'@atoll/things-client': major\n'@atoll/tool': patch\n---\n\nNames are numbers.\n",
    },
  ]);
});

test('one file that promises too little for two contracts is raised for both', () => {
  const other = 'packages/others-client/openapi.yaml';
  workspace.manifest('packages/others-client', '@atoll/others-client');
  workspace.write(other, thingsContract('name: { type: string }'));
  workspace.commit();
  workspace.git('branch', '--force', 'main');
  breaking();
  workspace.write(other, thingsContract('name: { type: integer }'));
  workspace.write(
    '.changeset/both.md',
    "---\n'@atoll/things-client': patch\n'@atoll/others-client': patch\n---\n\nBoth.\n",
  );
  const content = "---\n'@atoll/things-client': major\n'@atoll/others-client': major\n---\n\nBoth.\n";
  expect(since().missing.map((each) => each.content)).toEqual([content, content]);
});

test('a file that the contract refers to is part of it', () => {
  workspace.write(file, thingsContract("name: { $ref: 'parts.yaml#/Name' }"));
  workspace.write('packages/things-client/parts.yaml', 'Name: { type: string }\n');
  workspace.commit();
  workspace.git('branch', '--force', 'main');
  expect(since().changed).toEqual([]);
  workspace.write('packages/things-client/parts.yaml', 'Name: { type: integer }\n');
  expect(since().missing).toMatchObject([{ changed: { bump: 'major' } }]);
});

test('a contract that the base does not have needs no note: it is published as it stands', () => {
  workspace.manifest('packages/new-client', '@atoll/new-client');
  workspace.write('packages/new-client/openapi.yaml', thingsContract('name: { type: string }'));
  expect(since().changed).toEqual([]);
});

test('a contract without a package has no version that could move', () => {
  const other = 'packages/plain/openapi.yaml';
  workspace.write(other, thingsContract('name: { type: string }'));
  workspace.commit();
  workspace.git('branch', '--force', 'main');
  workspace.write(other, thingsContract('name: { type: integer }'));
  expect(since().changed).toEqual([]);
});

test('the base is where the branch began: what main has done since counts for nobody', () => {
  workspace.git('checkout', '--quiet', 'main');
  breaking();
  workspace.commit();
  workspace.git('checkout', '--quiet', 'branch');
  expect(since().changed).toEqual([]);
});

test("where only origin has the branch, origin's counts", () => {
  workspace.git('update-ref', 'refs/remotes/origin/main', 'main');
  workspace.git('branch', '--delete', '--force', 'main');
  additive();
  expect(since('main').missing).toHaveLength(1);
});

test('the index and the work tree are left as they are', () => {
  additive();
  const before = workspace.git('status', '--porcelain');
  since();
  expect(workspace.git('status', '--porcelain')).toBe(before);
  expect(readFileSync(join(workspace.root, file), 'utf8')).toContain('size');
});

test.each([
  [
    'names a package that there is not',
    "---\n'@atoll/thing-client': minor\n---\n\nx\n",
    "names the package '@atoll/thing-client'",
  ],
  ['gives a bump that there is not', "---\n'@atoll/things-client': huge\n---\n\nx\n", "the bump 'huge'"],
  [
    'has conflict marks',
    "<<<<<<< HEAD\n---\n'@atoll/lending-desk-client': minor\n---\n=======\n>>>>>>> other\n",
    'has the marks of a merge conflict: keep both notes',
  ],
  ['has no front matter', 'Something new.\n', 'does not begin with packages'],
  ['has a broken front matter', '---\n{\n---\n\nx\n', 'a front matter that is no YAML'],
])('a changeset that %s is told by its file', (_name, content, message) => {
  workspace.write('.changeset/wrong.md', content);
  expect(() => since()).toThrow(ChangesetError);
  expect(() => since()).toThrow(message);
  expect(() => since()).toThrow(/^\.changeset\/wrong\.md /);
});

test('an empty changeset, which says that nothing moves, promises nothing', () => {
  workspace.write('.changeset/none.md', '---\n---\n\nTests only.\n');
  expect(since().missing).toEqual([]);
  additive();
  expect(since().missing).toHaveLength(1);
});

test('a revision that git does not have is told, and so is a contract with errors', () => {
  expect(() => since('nowhere')).toThrow(BaseError);
  expect(() => since('nowhere')).toThrow("git knows no commit 'nowhere'");
  workspace.write(file, 'openapi: 3.1.0\n');
  expect(() => since()).toThrow(UnreadableContractError);
});

test('histories that share nothing, as in a shallow clone, are told with what to do', () => {
  workspace.git('checkout', '--quiet', '--orphan', 'alone');
  workspace.write('alone.txt', '');
  workspace.commit();
  expect(() => since()).toThrow('fetch-depth: 0');
});
