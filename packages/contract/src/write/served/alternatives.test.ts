import type { LambdaContext, ProxyEvent, ProxyResult } from '../../runtime/server/event.js';
import { type Built, buildGenerated } from '../build-generated.js';

/** Parameters whose text may stand for more than one thing. */
const document = `openapi: 3.1.0
info: { title: Alternatives, version: 1.0.0 }
paths:
  /leagues/{idOrSlug}:
    get:
      operationId: getLeague
      parameters:
        - { name: idOrSlug, in: path, required: true, schema: { oneOf: [{ type: integer, minimum: 1 }, { type: string, minLength: 1 }] } }
        - { name: kinds, in: query, schema: { oneOf: [{ const: all }, { type: array, minItems: 1, items: { type: integer } }] } }
        - { name: page, in: query, schema: { oneOf: [{ type: integer }, { type: object, required: [number], additionalProperties: false, properties: { number: { type: integer }, size: { type: integer } } }] } }
        - { name: only, in: query, schema: { enum: [any, 1, true] } }
      responses: { '200': { description: It, content: { application/json: {} } } }
`;
const code = `import { contract } from './gen/contract.js';
import { serve } from './gen/runtime/server/serve.js';
const handlers = { getLeague: async ({ path, query }: { path: object; query?: object }) => ({ status: 200 as const, body: { path, query } }) };
export const handler = serve(contract, handlers, async () => ({ context: null, options: { log: () => undefined } }));
`;

interface Module {
  handler(event: ProxyEvent, context: LambdaContext): Promise<ProxyResult>;
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated(document, code);
}, 60_000);
afterAll(() => built.remove());

async function ask(slug: string, query: Record<string, string[]> = {}): Promise<unknown> {
  const event = {
    httpMethod: 'GET',
    path: `/leagues/${slug}`,
    headers: null,
    multiValueQueryStringParameters: query,
    body: null,
    isBase64Encoded: false,
    requestContext: {},
  };
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 3000 };
  const { body } = await built.module.handler(event, context);
  const { path, query: given, errors } = JSON.parse(body);
  return errors ?? [path.idOrSlug, given];
}

test('the code passes the strict compiler', () => {
  expect(built.typeErrors()).toBe('');
}, 60_000);

test.each([
  ['7', {}, [7, {}]],
  ['0', {}, ['0', {}]],
  ['a-slug', {}, ['a-slug', {}]],
  ['7', { kinds: ['all'] }, [7, { kinds: 'all' }]],
  ['7', { kinds: ['1', '2'] }, [7, { kinds: [1, 2] }]],
  ['7', { kinds: ['1'] }, [7, { kinds: [1] }]],
  ['7', { page: ['2'] }, [7, { page: 2 }]],
  ['7', { number: ['2'], size: ['50'] }, [7, { page: { number: 2, size: 50 } }]],
  ['7', { size: ['50'] }, [7, {}]],
  ['7', { only: ['any'] }, [7, { only: 'any' }]],
  ['7', { only: ['1'] }, [7, { only: 1 }]],
  ['7', { only: ['true'] }, [7, { only: true }]],
])('/leagues/%s with %j gives %j', async (slug, query, expected) => {
  expect(await ask(slug, query)).toEqual(expected);
});

test('what is none of the alternatives is refused as what the first of them would be', async () => {
  expect(await ask('7', { kinds: ['some', '1'], page: ['x'] })).toEqual([
    { in: 'query', pointer: '/kinds', expected: expect.any(String), received: '["some",1]' },
    { in: 'query', pointer: '/page', expected: expect.any(String), received: '"x"' },
  ]);
});
