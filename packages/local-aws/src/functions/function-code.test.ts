import { join } from 'node:path';
import type { Functions } from '../parts.js';
import { call, Fixture, until } from './fixture.js';

// Which process gets its turn first is the machine's to say: a test is tried again before it counts as failed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let fixture: Fixture;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.remove());

const answering = (text: string) =>
  `export const handler = async (): Promise<unknown> => ['${text}', process.pid];`;

async function watched(): Promise<Functions> {
  const entryPoint = fixture.write('service/src/api.ts', answering('first'));
  fixture.add('it', {}, { entryPoint, codeDir: join(fixture.directory, 'service/dist/api') });
  return fixture.start({ watch: true });
}

const answer = async (functions: Functions) => ((await call(functions, 'it')).payload as unknown[])[0];

test('a function is bundled from its sources, and a saved edit is in the next event', async () => {
  const functions = await watched();
  expect(await answer(functions)).toBe('first');
  for (const text of ['second', 'third']) {
    fixture.write('service/src/api.ts', answering(text));
    expect(await answer(functions)).toBe(text);
  }
});

test('an event that runs when its code is saved is finished by the old code', async () => {
  const functions = await watched();
  fixture.write(
    'service/src/api.ts',
    `import { existsSync } from 'node:fs';
export const handler = async () => {
  console.log('begun');
  while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 5));
  return ['slow'];
};`,
  );
  const slow = answer(functions);
  await until(() => fixture.lines.includes('it: begun'));
  fixture.write('service/src/api.ts', answering('new'));
  expect(await answer(functions)).toBe('new');
  fixture.write('service/dist/api/go', '');
  expect(await slow).toBe('slow');
  expect(await answer(functions)).toBe('new');
});

test('a save that changes nothing in the bundle keeps the process', async () => {
  const functions = await watched();
  const before = (await call(functions, 'it')).payload;
  fixture.write('service/src/api.ts', `${answering('first')}\n// a comment\n`);
  expect((await call(functions, 'it')).payload).toEqual(before);
});

test('a mistake is printed and answered with its place until it is mended', async () => {
  const functions = await watched();
  await answer(functions);
  fixture.write('service/src/api.ts', 'export const handler = ;');
  const { payload, functionError } = await call(functions, 'it');
  expect([functionError, payload]).toEqual([
    'Unhandled',
    {
      errorType: 'BundleError',
      errorMessage: expect.stringMatching(/service\/src\/api\.ts:1:24 Unexpected ";"/),
    },
  ]);
  expect(fixture.errors).toEqual([
    expect.stringMatching(/^it cannot be built\n.*api\.ts:1:24 Unexpected ";"/),
  ]);
  fixture.write('service/src/api.ts', answering('mended'));
  expect(await answer(functions)).toBe('mended');
});

test('without watch the sources are bundled once', async () => {
  const entryPoint = fixture.write('service/src/api.ts', answering('first'));
  fixture.add('it', {}, { entryPoint, codeDir: join(fixture.directory, 'service/dist/api') });
  const functions = await fixture.start({ watch: false });
  expect(await answer(functions)).toBe('first');
  fixture.write('service/src/api.ts', answering('second'));
  expect(await answer(functions)).toBe('first');
});
