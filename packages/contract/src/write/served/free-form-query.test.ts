import type { LambdaContext, ProxyEvent, ProxyResult } from '../../runtime/server/event.js';
import { type Built, buildGenerated } from '../build-generated.js';

const document = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths:
  /v1/things:
    get:
      operationId: findThings
      parameters:
        - { name: filter, in: query, schema: { type: object, additionalProperties: { type: string } } }
        - { name: page, in: query, schema: { type: object, properties: { size: { type: integer }, after: { type: string } } } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: color, in: header, schema: { type: string } }
      responses: { '200': { description: They, content: { application/json: { schema: { type: object } } } } }
`;
const code = `import { contract, type Contract } from './gen/contract.js';
import type { Handlers } from './gen/runtime/server/handler.js';
import { serve } from './gen/runtime/server/serve.js';
const handlers: Handlers<Contract, object> = {
  findThings: async ({ query, headers }) => ({ status: 200, body: { query, headers } }),
};
export const handler = serve(contract, handlers, async () => ({ context: {}, options: { log: () => undefined } }));
`;

interface Module {
  handler(event: ProxyEvent, lambda: LambdaContext): Promise<ProxyResult>;
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 30_000);
afterAll(() => built.remove());

test('a free-form object of the query has what no other parameter of the query is called', async () => {
  const event: ProxyEvent = {
    httpMethod: 'GET',
    path: '/v1/things',
    headers: { color: 'blue' },
    queryStringParameters: { color: 'red', limit: '3', size: '5', after: 'a', shape: 'round' },
    body: null,
    isBase64Encoded: false,
    requestContext: {},
  };
  const { body } = await built.module.handler(event, {
    awsRequestId: 'x',
    getRemainingTimeInMillis: () => 3000,
  });
  expect(JSON.parse(body)).toEqual({
    query: { filter: { color: 'red', shape: 'round' }, page: { size: 5, after: 'a' }, limit: 3 },
    headers: { color: 'blue' },
  });
});
