import { join } from 'node:path';
import { checkFunctions } from './check-functions.js';
import { arnOf, deadLetterArn, Fixture } from './fixture.js';

let fixture: Fixture;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.remove());

const codes = () => checkFunctions(fixture.system).map(({ code }) => code);

test('functions that can be run have no problems', () => {
  fixture.add('mjs', '');
  fixture.add('cjs', { 'lib/app.cjs': '' }, { handler: 'lib/app.nested.handler' });
  fixture.add('own', { bootstrap: '' }, { runtime: 'provided.al2023' });
  fixture.add(
    'bundled',
    {},
    { entryPoint: fixture.write('src/api.ts', ''), codeDir: join(fixture.directory, 'dist/api') },
  );
  expect(checkFunctions(fixture.system)).toEqual([]);
});

test('each problem is told with its place and what to do', () => {
  fixture.add('it', {}, { codeDir: join(process.cwd(), 'gone') });
  expect(checkFunctions(fixture.system)).toEqual([
    {
      place: { file: 'template.yaml', line: 3, column: 5 },
      code: 'code-missing',
      what: "ItFunction has Handler 'index.handler', but gone has none of index.js, index.mjs, index.cjs",
      remedy: expect.stringContaining('correct CodeUri or Handler'),
    },
  ]);
});

test.each([
  ['a runtime that is not run', { runtime: 'java21' }, 'runtime-unsupported'],
  ['a handler whose file is missing', { handler: 'other.handler' }, 'code-missing'],
  ['a reserved variable', { environment: { AWS_REGION: 'x' } }, 'variable-reserved'],
  ['more than 4 KB of variables', { environment: { A: 'x'.repeat(4096) } }, 'variables-too-large'],
  ['a dead-letter target that is no queue', { deadLetterArn }, 'dead-letter-target-unsupported'],
  [
    'a destination that is neither queue nor function',
    { eventInvoke: { onSuccessArn: deadLetterArn } },
    'destination-unsupported',
  ],
  [
    'a handler outside the bundle',
    { entryPoint: '/src/api.ts', handler: 'api.handler' },
    'handler-outside-bundle',
  ],
])('tells %s', (_what, change, code) => {
  fixture.add('it', '', change);
  expect(codes()).toContain(code);
});

test('a function of the templates may be a destination', () => {
  fixture.add('it', '', { eventInvoke: { onFailureArn: arnOf('other') } });
  fixture.add('other', '');
  expect(codes()).toEqual([]);
});

test('4096 bytes of variables are allowed', () => {
  fixture.add('it', '', { environment: { A: 'x'.repeat(4095) } });
  expect(codes()).toEqual([]);
});
