import type { LambdaContext, ProxyEvent, ProxyResult } from '../runtime/server/event.js';
import { type Built, buildGenerated } from './build-generated.js';

/** Names that are identifiers in their script; `Gre` is what is left of `Größe` in ASCII. */
const document = `openapi: 3.1.0
info: { title: Café, version: 1.0.0 }
paths:
  /v1/订单/{编号}:
    parameters: [{ name: 编号, in: path, required: true, schema: { type: string } }]
    get:
      operationId: 获取订单
      responses: { '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/订单' } } } } }
    put:
      operationId: größe ändern
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Größe' } } } }
      responses: { '204': { description: Done } }
    delete:
      responses: { '204': { description: Done } }
  /v1/a b%2dc/{id}@neu größe:
    get:
      operationId: getSpaced
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: Done } }
components:
  schemas:
    订单: { type: object, required: [编号], properties: { 编号: { type: string }, größe: { $ref: '#/components/schemas/Größe' } } }
    Größe: { type: object, required: [länge], properties: { länge: { type: integer } } }
    Gre: { type: object, properties: { a: { type: string } } }
`;

const code = `
import type { 订单 as Ordered } from './client/schemas.js';
import { createClient, 获取订单, größeÄndern, deleteV1订单编号 } from './client/index.js';
export const ordered: Ordered = { 编号: 'a', größe: { länge: 3 } };
export { createClient, 获取订单, größeÄndern, deleteV1订单编号 };
export { Größe } from './client/schemas.js';
import { contract } from './gen/contract.js';
import { serve } from './gen/runtime/server/serve.js';
const done = async () => ({ status: 204 as const });
const handlers = {
  获取订单: async ({ path }: { path: { 编号: string } }) => ({ status: 200 as const, body: { 编号: path.编号 } }),
  'größe ändern': done,
  deleteV1订单编号: done,
  getSpaced: done,
};
export const handler = serve(contract, handlers, async () => ({ context: null, options: { log: () => undefined } }));
`;

interface Module {
  readonly ordered: object;
  createClient(options: object): object;
  handler(event: ProxyEvent, context: LambdaContext): Promise<ProxyResult>;
  获取订单(client: object, request: object): Promise<{ status: number; body: unknown }>;
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated(document, code);
}, 60_000);
afterAll(() => built.remove());

test('names of any script are names in the code, which the type checker takes', () => {
  expect(built.typeErrors()).toBe('');
});

test('they are called and sent as they are', async () => {
  const urls: string[] = [];
  const client = built.module.createClient({
    baseUrl: 'http://shop',
    fetch: async (url: string) => {
      urls.push(url);
      return Response.json(built.module.ordered);
    },
  });
  const { status, body } = await built.module.获取订单(client, { path: { 编号: 'ä' } });
  expect([status, body]).toEqual([200, built.module.ordered]);
  expect(urls.map((url) => new URL(url).pathname)).toEqual([encodeURI('/v1/订单/ä')]);
});

test.each([
  ['/v1/%E8%AE%A2%E5%8D%95/%C3%A4', 200, '{"编号":"ä"}'],
  ['/v1/%e8%ae%a2%e5%8d%95/%61', 200, '{"编号":"a"}'],
  ['/v1/订单/a%2Fb', 200, '{"编号":"a/b"}'],
  ['/v1/a%20b-c/1@neu%20gr%C3%B6%C3%9Fe', 204, ''],
  ['/v1/a%20b%2Dc/%31@neu%20größe', 204, ''],
])('the service finds %s, however it is encoded', async (path, status, body) => {
  const event = {
    httpMethod: 'GET',
    path,
    headers: {},
    body: null,
    isBase64Encoded: false,
    requestContext: {},
  };
  const answer = await built.module.handler(event, {
    awsRequestId: 'x',
    getRemainingTimeInMillis: () => 3000,
  });
  expect([answer.statusCode, answer.body]).toEqual([status, body]);
});
