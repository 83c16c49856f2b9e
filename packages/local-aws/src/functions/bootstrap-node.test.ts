import { call, Fixture } from './fixture.js';

let fixture: Fixture;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.remove());

async function answerOf(files: Readonly<Record<string, string>>, change: Parameters<Fixture['add']>[2] = {}) {
  fixture.add('it', files, change);
  return (await call(await fixture.start(), 'it', { n: 1 })).payload;
}

test.each([
  ['CommonJS in .js', { 'index.js': 'const name = "handler"; exports[name] = async () => "cjs";' }, 'cjs'],
  ['CommonJS in .cjs', { 'index.cjs': 'module.exports = { handler: async () => "cjs" };' }, 'cjs'],
  [
    'an ES module in .js',
    { 'index.js': 'export const handler = async () => "esm";', 'package.json': '{"type":"module"}' },
    'esm',
  ],
])('loads %s', async (_name, files, answer) => {
  expect(await answerOf(files)).toBe(answer);
});

test('loads a nested export of a file in a folder', async () => {
  const files = { 'src/app.mjs': 'export const api = { get: async () => "nested" };' };
  expect(await answerOf(files, { handler: 'src/app.api.get' })).toBe('nested');
});

test.each(['index', '../index.handler', '.handler'])('refuses the handler name %s', async (handler) => {
  expect(await answerOf({ 'index.mjs': '' }, { handler })).toMatchObject({
    errorType: 'Runtime.MalformedHandlerName',
    errorMessage: `Bad handler '${handler}'`,
  });
});

test('a callback handler answers when its event loop is empty', async () => {
  const code = `let late = 'early';
exports.handler = (event, context, callback) => { setTimeout(() => { late = 'late'; }, 20); callback(null, { toJSON: () => late }); };`;
  expect(await answerOf({ 'index.js': code })).toBe('late');
});

test('a callback handler answers at once when it does not wait for its event loop', async () => {
  const code = `exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  setInterval(() => {}, 1000);
  callback(null, event.n + 1);
};`;
  expect(await answerOf({ 'index.js': code })).toBe(2);
});

test('a callback may report an error', async () => {
  const code = `exports.handler = (event, context, callback) => callback(new TypeError('no'));`;
  expect(await answerOf({ 'index.js': code })).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
});

test('a callback handler is refused from nodejs24.x on', async () => {
  const files = { 'index.js': 'exports.handler = (event, context, callback) => callback(null, 1);' };
  expect(await answerOf(files, { runtime: 'nodejs24.x' })).toMatchObject({
    errorType: 'Runtime.CallbackHandlerDeprecated',
  });
});

test('a handler that throws before it returns is an error of the function', async () => {
  const code = `exports.handler = () => { throw new TypeError('at once'); };`;
  expect(await answerOf({ 'index.js': code })).toMatchObject({ errorType: 'TypeError' });
});

test('a promise that nothing will ever settle ends the event with null', async () => {
  expect(await answerOf({ 'index.mjs': 'export const handler = () => new Promise(() => {});' })).toBeNull();
});

test('a stack shows the sources of a bundle', async () => {
  const map = { version: 3, sources: ['../src/api.ts'], names: [], mappings: 'AAUA' };
  const code = `export const handler = async () => { throw new Error('here'); };\n//# sourceMappingURL=index.mjs.map`;
  const answer = await answerOf({ 'index.mjs': code, 'index.mjs.map': JSON.stringify(map) });
  expect((answer as { trace: string[] }).trace[1]).toMatch(/src\/api\.ts:11:/);
});

test('streaming is refused by name', async () => {
  const code = 'export const handler = awslambda.streamifyResponse(async () => {});';
  expect(await answerOf({ 'index.mjs': code })).toMatchObject({
    errorMessage: 'local-aws does not stream responses',
  });
});
