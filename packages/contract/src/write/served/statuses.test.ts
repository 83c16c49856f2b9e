import type { LambdaContext, ProxyEvent, ProxyResult } from '../../runtime/server/event.js';
import { type Built, buildGenerated } from '../build-generated.js';

const note = '{ type: object, required: [text], properties: { text: { type: string } } }';
const tag = 'headers: { ETag: { required: true, schema: { type: string } } }';
const document = `openapi: 3.1.0
info: { title: Statuses, version: 1.0.0 }
paths:
  /v1/notes:
    get:
      operationId: getNotes
      responses:
        '200': { description: They, ${tag}, content: { application/json: { schema: ${note} } } }
        '304': { description: As before, ${tag} }
    post:
      operationId: addNote
      responses:
        '2XX':
          description: Added, or will be
          headers: { X-Place: { schema: { type: array, items: { type: integer } } } }
          content: { application/json: { schema: ${note} } }
        '204': { description: It was there }
        '4XX': { description: No, content: { application/problem+json: { schema: { type: object } } } }
    delete:
      operationId: dropNotes
      responses:
        '204': { description: Gone }
        default: { description: Else, content: { application/json: { schema: ${note} } } }
`;
const code = `import { contract } from './gen/contract.js';
import { serve, type ServeOptions } from './gen/runtime/server/serve.js';
export const make = (answer: never, options: ServeOptions) => {
  const handler = () => {
    const { throws } = answer as { throws?: string };
    if (throws !== undefined) throw new Error(throws);
    return Promise.resolve(answer);
  };
  return serve(contract, { getNotes: handler, addNote: handler, dropNotes: handler }, async () => ({ context: {}, options }));
};
`;

type Served = (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult>;
interface Module {
  make(answer: object, options: object): Served;
}

let built: Built<Module>;
let lines: Record<string, unknown>[];
beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 30_000);
afterAll(() => built.remove());
beforeEach(() => {
  lines = [];
});

function ask(httpMethod: string, answer: object): Promise<ProxyResult> {
  const log = (level: string, fields: object) => void lines.push({ level, ...fields });
  const request = { httpMethod, path: '/v1/notes', headers: null, body: null, isBase64Encoded: false };
  const lambda = { awsRequestId: 'x', getRemainingTimeInMillis: () => 3000 };
  return built.module.make(answer, { log })({ ...request, requestContext: {} }, lambda);
}

test.each([
  ['DELETE', { status: 204 }, {}],
  ['POST', { status: 204 }, {}],
  ['GET', { status: 304, headers: { ETag: '"1"' } }, { etag: '"1"' }],
])('%s answers %j without a body, and says nothing of its type', async (method, answer, headers) => {
  const result = await ask(method, answer);
  expect(result).toMatchObject({ statusCode: answer.status, headers, body: '', isBase64Encoded: false });
  expect(result.headers).not.toHaveProperty('content-type');
  expect(lines).toMatchObject([{ level: 'info', outcome: 'ok', status: answer.status, '4xx': 0, '5xx': 0 }]);
});

test.each([
  ['GET', { status: 304, headers: { etag: '"1"' }, body: { text: 'a' } }, 'the contract has no body for 304'],
  ['GET', { status: 304 }, '304 needs the header etag'],
  ['POST', { status: 204, body: { text: 'a' } }, 'the contract has no body for 204'],
  ['POST', { status: 201 }, '201 needs a body'],
  ['POST', { status: 202, body: { text: 1 } }, "the body of 202 breaks the contract at '/text'"],
  ['POST', { status: 299, body: { text: 'a' }, headers: { 'x-place': ['a'] } }, 'the header x-place of 299'],
  ['POST', { status: 300, body: { text: 'a' } }, 'the contract has no answer 300'],
  ['POST', { status: 199, body: { text: 'a' } }, 'the contract has no answer 199'],
  ['DELETE', { status: 500, body: {} }, "the body of 500 breaks the contract at ''"],
])('%s must not answer %j: %s', async (method, answer, reason) => {
  expect((await ask(method, answer)).statusCode).toBe(500);
  expect(lines).toMatchObject([{ level: 'error', outcome: 'failed' }]);
  expect(lines[0]?.error).toContain(reason);
});

test.each([200, 201, 202, 299])('%i falls under 2XX', async (status) => {
  const result = await ask('POST', { status, body: { text: 'a' }, headers: { 'X-Place': [1, 2] } });
  expect(result).toMatchObject({
    statusCode: status,
    headers: { 'content-type': 'application/json', 'x-place': '1,2' },
    body: '{"text":"a"}',
  });
  expect(lines).toMatchObject([{ outcome: 'ok', status }]);
});

test('another range is another answer, and what none holds falls under the default', async () => {
  const gone = await ask('POST', { status: 410, body: { title: 'Gone' } });
  expect([gone.statusCode, gone.headers['content-type']]).toEqual([410, 'application/problem+json']);
  const other = await ask('DELETE', { status: 207, body: { text: 'a' } });
  expect([other.statusCode, other.body]).toEqual([207, '{"text":"a"}']);
  expect(lines).toMatchObject([{ outcome: 'refused', problem: 'Gone' }, { outcome: 'ok' }]);
});

test('a handler that throws before there is a promise has failed like any other', async () => {
  const { statusCode } = await ask('POST', { throws: 'the table is away' });
  expect(statusCode).toBe(500);
  expect(lines).toMatchObject([{ outcome: 'failed', error: expect.stringContaining('the table is away') }]);
});
