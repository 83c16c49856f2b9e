import type { Route } from '../runtime/server/handler.js';
import { type Built, buildGenerated } from './build-generated.js';

/** As many as make one function too large for TypeScript's analysis (TS2563). */
const count = 2100;
const paths = Array.from(
  { length: count },
  (_, at) => `  /a${at}: { get: { operationId: get${at}, responses: {} } }`,
);
const document = `openapi: 3.1.0
info: { title: Many, version: 1.0.0 }
paths:
${paths.join('\n')}
  /{name}: { parameters: [{ name: name, in: path, required: true, schema: { type: string } }], get: { operationId: getAny, responses: {} }, put: { operationId: putAny, responses: {} } }
  /{name}/b: { parameters: [{ name: name, in: path, required: true, schema: { type: string } }], get: { operationId: getB, responses: {} } }
`;
const code = `import { contract } from './gen/contract.js';\nexport const route = contract.route;\n`;

let built: Built<{ route(segments: readonly string[]): Route | undefined }>;
beforeAll(async () => {
  built = await buildGenerated(document, code);
}, 60_000);
afterAll(() => built.remove());

test('a contract of thousands of paths passes the strictest checks', () => {
  expect(built.typeErrors()).toBe('');
}, 60_000);

test.each([0, 199, 200, 399, 400, count - 1])('of many paths, the one numbered %i is found', (at) => {
  expect(built.module.route([`a${at}`])).toEqual({ methods: { GET: `get${at}` }, path: {} });
});

test('a path of parameters comes after all others, and what fits no path is none', () => {
  expect(built.module.route([`a${count}`])).toEqual({
    methods: { GET: 'getAny', PUT: 'putAny' },
    path: { name: `a${count}` },
  });
  expect(built.module.route(['a1', 'b'])).toEqual({ methods: { GET: 'getB' }, path: { name: 'a1' } });
  expect(built.module.route(['a1', 'c'])).toBeUndefined();
  expect(built.module.route([])).toBeUndefined();
});
