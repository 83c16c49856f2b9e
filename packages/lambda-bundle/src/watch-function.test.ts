import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FunctionWatch, type Rebuild, watchFunction } from './watch-function.js';

let directory: string;
let watches: FunctionWatch[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'watch function '));
  mkdirSync(join(directory, 'src'));
  save('api.ts', `import { answer } from './answer.js';\nexport const handler = () => answer;`);
  save('answer.ts', 'export const answer = "first";');
  watches = [];
});
afterEach(async () => {
  await Promise.all(watches.map((watch) => watch.close()));
  rmSync(directory, { recursive: true });
});

function save(name: string, text: string): void {
  writeFileSync(join(directory, 'src', name), text);
}

/** A watch, and what its callback is told, one after the other. */
function watched() {
  const rebuilds: Rebuild[] = [];
  let arrived = () => {};
  const watch = watchFunction(join(directory, 'src/api.ts'), join(directory, 'dist/api'), (rebuild) => {
    rebuilds.push(rebuild);
    arrived();
  });
  watches.push(watch);
  async function next(): Promise<Rebuild> {
    if (rebuilds.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    return rebuilds.shift() as Rebuild;
  }
  return { watch, next, rebuilds };
}

const bundle = () => readFileSync(join(directory, 'dist/api/index.mjs'), 'utf8');

test('a function is built at once and again when a file that it imports is saved', async () => {
  const { next } = watched();
  expect((await next()).kind).toBe('built');
  expect(bundle()).toContain('"first"');
  save('answer.ts', 'export const answer = "second";');
  expect((await next()).kind).toBe('built');
  expect(bundle()).toContain('"second"');
});

test('who asks after a save waits for its build', async () => {
  const { watch, next } = watched();
  await next();
  save('answer.ts', 'export const answer = "second";');
  await watch.current();
  expect(bundle()).toContain('"second"');
});

test('a save by renaming is noticed', async () => {
  const { next } = watched();
  await next();
  save('answer.ts~', 'export const answer = "renamed";');
  renameSync(join(directory, 'src/answer.ts~'), join(directory, 'src/answer.ts'));
  await next();
  expect(bundle()).toContain('"renamed"');
});

test('a mistake is told with its place, the old bundle stays, and mending it builds again', async () => {
  const { next } = watched();
  await next();
  save('answer.ts', 'export const answer = ;');
  const failed = await next();
  expect(failed.kind === 'failed' && failed.error.problems[0]).toMatchObject({
    file: expect.stringMatching(/src\/answer\.ts$/),
    line: 1,
    column: 23,
    text: 'Unexpected ";"',
  });
  expect(bundle()).toContain('"first"');
  save('answer.ts', 'export const answer = "mended";');
  expect((await next()).kind).toBe('built');
  expect(bundle()).toContain('"mended"');
});

test('a missing file is noticed when it is written', async () => {
  save('api.ts', `export { handler } from './later.js';`);
  const { next } = watched();
  expect((await next()).kind).toBe('failed');
  save('later.ts', 'export const handler = () => "later";');
  expect((await next()).kind).toBe('built');
  expect(bundle()).toContain('"later"');
});

test('a folder that is made anew, as generated code is, stays watched', async () => {
  const gen = join(directory, 'gen');
  const generate = (text: string) => {
    rmSync(gen, { recursive: true, force: true });
    mkdirSync(gen);
    writeFileSync(join(gen, 'routes.ts'), `export const handler = () => "${text}";`);
  };
  generate('one');
  save('api.ts', `export { handler } from '../gen/routes.js';`);
  const { next } = watched();
  await next();
  for (const text of ['two', 'three']) {
    generate(text);
    while (!bundle().includes(`"${text}"`)) expect((await next()).kind).toBe('built');
  }
});

/** Lets the clock of the file system tick: a file that has changed just now may be changing still. */
const tick = () => new Promise((resolve) => setTimeout(resolve, 25));

test('the bundle of unchanged sources is not built again by the next process', async () => {
  await tick();
  const first = watched();
  await first.next();
  await first.watch.close();
  const builtMs = statSync(join(directory, 'dist/api/index.mjs')).ctimeMs;
  const second = watched();
  expect(await second.watch.current()).toMatchObject({ kind: 'built', report: { changed: false } });
  expect(second.rebuilds).toEqual([]);
  expect(statSync(join(directory, 'dist/api/index.mjs')).ctimeMs).toBe(builtMs);
  save('answer.ts', 'export const answer = "second";');
  await second.next();
  expect(bundle()).toContain('"second"');
});

test('a bundle whose sources changed while it was built is not taken for theirs', async () => {
  await tick();
  const first = watched();
  save('answer.ts', 'export const answer = "first";');
  await first.watch.close();
  const second = watched();
  expect((await second.next()).kind).toBe('built');
});

test('a bundle that somebody else has written is made again', async () => {
  await tick();
  const first = watched();
  await first.next();
  await first.watch.close();
  writeFileSync(join(directory, 'dist/api/index.mjs'), 'other');
  await watched().next();
  expect(bundle()).toContain('"first"');
});

test('sources that changed while nobody watched are built by the next process', async () => {
  await tick();
  const first = watched();
  await first.next();
  await first.watch.close();
  save('answer.ts', 'export const answer = "other";');
  await watched().next();
  expect(bundle()).toContain('"other"');
});
