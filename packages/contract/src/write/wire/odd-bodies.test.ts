import type { LambdaContext, ProxyEvent, ProxyResult } from '../../runtime/server/event.js';
import { type Built, buildGenerated } from '../build-generated.js';

const document = `openapi: 3.1.0
info: { title: Odd, version: 1.0.0 }
paths:
  /texts/{name}:
    post:
      operationId: sendText
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: { type: string, minLength: 2 } } } }
      responses: { '200': { description: It, content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { a: { type: string } } } } } } }
  /fields:
    post:
      operationId: sendFields
      requestBody: { required: true, content: { application/x-www-form-urlencoded: {} } }
      responses: { '204': { description: Done, content: { application/json: { schema: { type: object } } } } }
`;
const code = `import { contract } from './gen/contract.js';
import { serve } from './gen/runtime/server/serve.js';
export { oddClient } from './client/index.js';
export const seen: unknown[] = [];
const options = { log: () => undefined };
export const handler = serve(contract, {
  sendText: async ({ body }) => ({ status: 200 as const, body: \`a=\${body.length}&b=\${seen.push(body)}\` }),
  sendFields: async ({ body }) => (seen.push(body), { status: 204 as const }),
}, async () => ({ context: null, options }));
`;

type Call = (request: object) => Promise<{ readonly status: number; readonly body?: unknown }>;
interface Module {
  readonly seen: unknown[];
  handler(event: ProxyEvent, context: LambdaContext): Promise<ProxyResult>;
  oddClient(options: object): { readonly sendText: Call; readonly sendFields: Call };
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated(document, code);
}, 60_000);
afterAll(() => built.remove());

/** Asks the handler in the place of the network. */
async function ask(url: string, init: RequestInit): Promise<Response> {
  const event = {
    httpMethod: init.method ?? 'GET',
    path: new URL(url).pathname,
    headers: init.headers as Record<string, string>,
    body: String(init.body),
    isBase64Encoded: false,
    requestContext: {},
  };
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 3000 };
  const { statusCode, headers, body } = await built.module.handler(event, context);
  return new Response(statusCode === 204 ? null : body, { status: statusCode, headers });
}

const client = () => built.module.oddClient({ baseUrl: 'https://odd.example', fetch: ask });

test('the code passes the strict compiler: such bodies are strings', () => {
  expect(built.typeErrors()).toBe('');
}, 60_000);

test('a form whose schema is a string is its text, and a form as an answer is text', async () => {
  const result = await client().sendText({ path: { name: 'a' }, body: 'a=b&c' });
  expect(result).toMatchObject({ status: 200, body: 'a=5&b=1' });
  expect(built.module.seen.pop()).toBe('a=b&c');
});

test('a form without a schema has fields', async () => {
  await client().sendFields({ body: { a: 'b', c: 'd' } });
  expect(built.module.seen.pop()).toEqual({ a: 'b', c: 'd' });
});

test('an answer 204 has no body, whatever the contract says of one', async () => {
  const result = await client().sendFields({ body: { a: 'b' } });
  expect(result.status).toBe(204);
  expect(Object.keys(result)).not.toContain('body');
});

test('a call without a value for its path is not made, since it would reach something else', async () => {
  for (const path of [{ name: '' }, {}])
    await expect(client().sendText({ path, body: 'ab' })).rejects.toThrow(
      new TypeError("sendText: without 'name' the path leads to something else"),
    );
});
