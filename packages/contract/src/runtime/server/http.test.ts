import { type Built, buildGenerated } from '../../write/build-generated.js';
import type { LambdaContext, ProxyEvent, ProxyResult } from './event.js';

const document = `openapi: 3.1.0
info: { title: Files, version: 1.2.3 }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Note: { type: object, required: [text], properties: { text: { type: string }, password: { type: string, format: password } } }
paths:
  /v1/notes/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getNote
      responses:
        '200':
          description: It
          content:
            application/json: { schema: { $ref: '#/components/schemas/Note' } }
            text/plain: { schema: { type: string } }
            image/png: {}
        '404': { description: No, content: { application/problem+json: { schema: { type: object } } } }
    patch:
      operationId: patchNote
      parameters: [{ name: size, in: query, schema: { type: integer } }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
    put:
      operationId: putNote
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: '#/components/schemas/Note' } }
          text/plain: { schema: { type: string } }
          application/octet-stream: {}
          application/x-www-form-urlencoded:
            schema: { type: object, required: [amount], additionalProperties: false, properties: { amount: { type: integer }, tags: { type: array, items: { type: string } }, metadata: { type: object, additionalProperties: { type: string } } } }
            encoding: { metadata: { style: deepObject } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
    delete: { operationId: deleteNote, responses: { '204': { description: Gone }, '2XX': { description: Other } } }
  /v1/notes/{id}/report.{format}:
    get:
      operationId: getReport
      security: [{}, { bearer: ['notes:read'] }]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: format, in: path, required: true, schema: { type: string } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
  /v1/secrets/{token}:
    get:
      operationId: getSecret
      parameters: [{ name: token, in: path, required: true, schema: { type: string, format: password } }]
      responses: { '200': { description: It } }
`;
const code = `import { contract, type Contract } from './gen/contract.js';
import type { Handlers } from './gen/runtime/server/handler.js';
import { serve, type ServeOptions } from './gen/runtime/server/serve.js';
import { createClient, putNote } from './client/index.js';
interface Context { answer: Record<string, unknown> | undefined; seen: object[] }
const answer = (request: object, context: Context) => {
  context.seen.push(request);
  if (context.answer?.throw !== undefined) throw new Error(String(context.answer.throw));
  return context.answer;
};
const echo = async (request: { body?: unknown }, context: Context) => {
  answer(request, context);
  return { status: 200 as const, body: { type: typeof request.body, body: request.body instanceof Uint8Array ? [...request.body] : request.body ?? null } };
};
const handlers: Handlers<Contract, Context> = {
  getNote: async (request, context) => ({ status: 200, body: 'text', ...answer(request, context) }),
  patchNote: echo,
  putNote: echo,
  deleteNote: async (request, context) => ({ status: 204, ...answer(request, context) }),
  getReport: async ({ path, call }) => ({ status: 200, body: { ...path, caller: call.caller ?? null } }),
  getSecret: async (request, context) => ({ status: 200, ...answer(request, context) }),
};
export const make = (context: Context, options: ServeOptions) => serve(contract, handlers, async () => ({ context, options }));
export const send = (fetcher: typeof fetch, body: object) =>
  putNote(createClient({ baseUrl: 'http://notes', fetch: fetcher }), { path: { id: 'a' }, contentType: 'application/x-www-form-urlencoded', body: body as { amount: number } });
`;

type Fields = Record<string, unknown>;
interface Context {
  answer: Fields | undefined;
  seen: Fields[];
}
interface Module {
  make(context: Context, options: object): (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult>;
  send(fetcher: typeof fetch, body: object): Promise<{ status: number; body: Fields }>;
}

let built: Built<Module>;
let context: Context;
let lines: Fields[];
let remainingMs: number;

beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 30_000);
afterAll(() => built.remove());
beforeEach(() => {
  context = { answer: undefined, seen: [] };
  lines = [];
  remainingMs = 3000;
});

interface Asked {
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: string | Uint8Array;
  readonly strict?: boolean;
}

async function ask(method: string, path: string, asked: Asked = {}) {
  const { headers = {}, query, body, strict } = asked;
  const event: ProxyEvent = {
    httpMethod: method,
    path,
    headers,
    queryStringParameters: query ?? null,
    body: body instanceof Uint8Array ? Buffer.from(body).toString('base64') : (body ?? null),
    isBase64Encoded: body instanceof Uint8Array,
    requestContext: { requestId: 'request-1' },
  };
  const log = (level: string, fields: Fields) => void lines.push({ level, ...fields });
  const authenticate = async (authorization: string) => ({ sub: authorization, scopes: ['notes:read'] });
  const handler = built.module.make(context, { log, authenticate, ...(strict !== undefined && { strict }) });
  const lambda = { awsRequestId: 'x', getRemainingTimeInMillis: () => remainingMs };
  return handler(event, lambda);
}

const json = { 'content-type': 'application/json' };
const bodyOf = ({ body }: ProxyResult) => JSON.parse(body);

test('the generated code passes the strictest checks', () => {
  expect(built.typeErrors()).toBe('');
});

describe('routes', () => {
  test.each([
    ['/v1/notes/', 404],
    ['/v1/notes//a', 404],
    ['//v1/notes/a', 404],
    ['/v1/notes/a/', 404],
    ['/', 404],
    ['/v1/notes/%zz', 400],
    ['/v1/notes/%c3', 400],
    ['/v1/notes/a/report.', 404],
    ['/v1/notes/a/reportXpdf', 404],
  ])('%s is %i', async (path, status) => {
    expect((await ask('GET', path)).statusCode).toBe(status);
    expect(context.seen).toEqual([]);
  });

  test('a segment may be text and parameters mixed', async () => {
    const result = await ask('GET', '/v1/notes/a/report.p%20f');
    expect(bodyOf(result)).toMatchObject({ id: 'a', format: 'p f' });
  });

  test('HEAD is GET without its body, and 405 names both', async () => {
    const got = await ask('GET', '/v1/notes/a');
    const head = await ask('HEAD', '/v1/notes/a');
    expect(got.body).toBe('text');
    expect(head).toMatchObject({ statusCode: 200, body: '', headers: { 'content-type': 'text/plain' } });
    const other = await ask('POST', '/v1/notes/a');
    expect(other.headers.allow?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PATCH', 'PUT']);
    expect((await ask('HEAD', '/v1/nothing')).body).toBe('');
  });
});

describe('the type of the answer', () => {
  const note = { text: 'a' };
  test.each([
    [undefined, note, 'application/json'],
    ['*/*', note, 'application/json'],
    ['*/*', 'a', 'text/plain'],
    ['text/*', 'a', 'text/plain'],
    ['application/json;q=0.5, text/plain', 'a', 'text/plain'],
    ['text/plain;q=0, */*', note, 'application/json'],
    ['TEXT/PLAIN', 'a', 'text/plain'],
    ['image/*, application/json', note, 'application/json'],
    ['not a range', note, 'application/json'],
  ])('to Accept %s with %j is %s', async (accept, body, expected) => {
    context.answer = { body };
    const result = await ask('GET', '/v1/notes/a', {
      headers: accept === undefined ? {} : { Accept: accept },
    });
    expect([result.statusCode, result.headers['content-type']]).toEqual([200, expected]);
  });

  test.each([
    'application/xml',
    'application/json;q=0, text/plain;q=0.0, image/png;q=0',
    'video/*',
    'application/problem+json',
  ])('that is accepted being %s, there is none: 406 before the handler runs', async (accept) => {
    const result = await ask('GET', '/v1/notes/a', { headers: { accept } });
    expect(result).toMatchObject({
      statusCode: 406,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(bodyOf(result).detail).toBe('the answers of getNote are application/json, text/plain, image/png');
    expect(context.seen).toEqual([]);
  });

  test('a success without a body suits every Accept, and so does a problem', async () => {
    expect((await ask('DELETE', '/v1/notes/a', { headers: { accept: 'image/png' } })).statusCode).toBe(204);
    context.answer = { status: 404, body: { title: 'No' } };
    const result = await ask('GET', '/v1/notes/a', { headers: { accept: 'text/plain' } });
    expect([result.statusCode, result.headers['content-type']]).toEqual([404, 'application/problem+json']);
  });

  test('the handler learns what is liked best, and may choose', async () => {
    context.answer = { body: 'a', contentType: 'image/png' };
    const accept = 'text/plain, image/png;q=0.1';
    const result = await ask('GET', '/v1/notes/a', { headers: { accept } });
    expect(context.seen).toMatchObject([{ call: { accepted: 'text/plain' } }]);
    expect(result.headers['content-type']).toBe('image/png');
  });

  test('bytes are answered as bytes', async () => {
    context.answer = { body: new Uint8Array([1, 2, 255]).subarray(1) };
    expect(await ask('GET', '/v1/notes/a')).toMatchObject({
      headers: { 'content-type': 'image/png' },
      body: Buffer.from([2, 255]).toString('base64'),
      isBase64Encoded: true,
    });
  });
});

describe('an answer that is not declared', () => {
  test.each([
    [{ status: 418 }, 'the contract has no answer 418'],
    [{ body: { text: 1 } }, "the body of 200 breaks the contract at '/text': expected string, received 1"],
    [{ body: undefined }, '200 needs a body'],
    [{ body: 'a', contentType: 'text/html' }, 'the contract has no text/html for 200'],
    [{ body: 'a', headers: { 'x-a': 'b\r\nset-cookie: c' } }, 'the header x-a has a line break'],
  ])('is told: %j', async (answer, reason) => {
    context.answer = answer;
    expect((await ask('GET', '/v1/notes/a')).statusCode).toBe(500);
    expect(lines[0]?.error).toContain(reason);
    await expect(ask('GET', '/v1/notes/a', { strict: true })).rejects.toThrow(reason);
  });

  test('is a body where none is declared', async () => {
    context.answer = { body: {} };
    expect((await ask('DELETE', '/v1/notes/a')).statusCode).toBe(500);
    expect(lines[0]?.error).toContain('the contract has no body for 204');
  });

  test('a range declares every status in it', async () => {
    context.answer = { status: 299 };
    expect((await ask('DELETE', '/v1/notes/a')).statusCode).toBe(299);
  });
});

describe('a request body', () => {
  const put = (body: string | Uint8Array, type?: string, more: Record<string, string> = {}) =>
    ask('PUT', '/v1/notes/a', {
      body,
      headers: { ...(type !== undefined && { 'Content-Type': type }), ...more },
    });

  test('may be left out where it is optional, and must not where it is required', async () => {
    expect(bodyOf(await ask('PATCH', '/v1/notes/a'))).toEqual({ type: 'undefined', body: null });
    expect(Object.keys(context.seen[0] ?? {})).not.toContain('body');
    expect(bodyOf(await ask('PUT', '/v1/notes/a')).errors).toEqual([
      { in: 'body', pointer: '', expected: 'a body', received: 'nothing' },
    ]);
  });

  test('without a type is JSON where that is the only one, else 415', async () => {
    expect((await ask('PATCH', '/v1/notes/a', { body: '{"text":"a"}' })).statusCode).toBe(200);
    const result = await put('{"text":"a"}');
    expect(result).toMatchObject({
      statusCode: 415,
      headers: {
        accept: 'application/json, text/plain, application/octet-stream, application/x-www-form-urlencoded',
      },
    });
  });

  test.each([
    ['application/json; charset=utf-8', 200],
    ['application/json; charset="UTF-8"', 200],
    ['application/json;charset=latin1', 415],
    ['text/plain; charset=utf-16', 415],
    ['application/xml', 415],
    ['multipart/form-data; boundary=a', 415],
  ])('of %s is %i', async (type, status) => {
    expect((await put('{"text":"a"}', type)).statusCode).toBe(status);
  });

  test('that is compressed is 415', async () => {
    expect((await put('{"text":"a"}', 'application/json', { 'content-encoding': 'gzip' })).statusCode).toBe(
      415,
    );
    expect(
      (await put('{"text":"a"}', 'application/json', { 'content-encoding': 'identity' })).statusCode,
    ).toBe(200);
  });

  test('in UTF-8 is read as such, with or without a byte order mark; other bytes are refused', async () => {
    const bytes = Buffer.from('\ufeff{"text":"é"}');
    expect(bodyOf(await put(bytes, 'application/json')).body).toEqual({ text: 'é' });
    expect(bodyOf(await put(new Uint8Array([0x22, 0xff, 0x22]), 'application/json')).errors).toMatchObject([
      { in: 'body', received: 'bytes that are no UTF-8' },
    ]);
  });

  test('tells its type to the handler where there are several', async () => {
    await put('a', 'Text/Plain; charset=utf-8');
    await ask('PATCH', '/v1/notes/a', { headers: json, body: '{"text":"a"}' });
    expect(context.seen.map(({ contentType }) => contentType)).toEqual(['text/plain', undefined]);
  });

  test('of another type is given as bytes', async () => {
    expect(bodyOf(await put(new Uint8Array([0, 255]), 'application/octet-stream'))).toEqual({
      type: 'object',
      body: [0, 255],
    });
  });

  test('of 1 MiB is taken, one byte more is 413', async () => {
    expect((await put('x'.repeat(1024 * 1024), 'text/plain')).statusCode).toBe(200);
    expect((await put('x'.repeat(1024 * 1024 + 1), 'text/plain')).statusCode).toBe(413);
  });

  test('that is a form is read by its schema, and refused by it', async () => {
    const form = 'application/x-www-form-urlencoded';
    expect(bodyOf(await put('amount=5&tags=a&tags=b&metadata[x]=1', form)).body).toEqual({
      amount: 5,
      tags: ['a', 'b'],
      metadata: { x: '1' },
    });
    expect(bodyOf(await put('amount=many&other=1', form)).errors).toMatchObject([
      { in: 'body', pointer: '/amount', expected: 'integer' },
      { in: 'body', pointer: '/other' },
    ]);
  });

  test('that is a form is written by the generated client as the service reads it', async () => {
    const body = { amount: 5, tags: ['a b', 'c&d'], metadata: { 'x y': '1', z: '[]' } };
    const fetcher: typeof fetch = async (url, init) => {
      const sent = { headers: { ...(init?.headers as Record<string, string>) }, body: String(init?.body) };
      const { statusCode, headers, body: text } = await ask('PUT', new URL(String(url)).pathname, sent);
      return new Response(text, { status: statusCode, headers });
    };
    expect((await built.module.send(fetcher, body)).body).toEqual({ type: 'object', body });
  });

  test('and parameters are refused together', async () => {
    const asked = { query: { size: 'x' }, headers: json, body: '{"text":1}' };
    expect(bodyOf(await ask('PATCH', '/v1/notes/a', asked)).errors).toMatchObject([
      { in: 'query', pointer: '/size' },
      { in: 'body', pointer: '/text' },
    ]);
  });
});

test('credentials that may be left out are checked when they are given', async () => {
  expect(bodyOf(await ask('GET', '/v1/notes/a/report.pdf')).caller).toBeNull();
  const headers = { authorization: 'ann' };
  expect(bodyOf(await ask('GET', '/v1/notes/a/report.pdf', { headers })).caller).toMatchObject({
    sub: 'ann',
  });
});

test('after the deadline the answer is 503, and the handler does not run', async () => {
  remainingMs = 200;
  const result = await ask('GET', '/v1/notes/a');
  expect(result).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  expect(context.seen).toEqual([]);
  remainingMs = 400;
  expect((await ask('GET', '/v1/notes/a')).statusCode).toBe(200);
});

describe('the log', () => {
  test('has one line for a request, which counts as its metrics', async () => {
    const headers = { 'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793' };
    await ask('GET', '/v1/notes/a', { headers });
    expect(lines).toEqual([
      {
        level: 'info',
        service: 'files',
        version: '1.2.3',
        operation: 'getNote',
        requestId: 'request-1',
        traceId: '5759e988bd862e3fe1be46a994272793',
        outcome: 'ok',
        status: 200,
        durationMs: expect.any(Number),
        method: 'GET',
        path: '/v1/notes/a',
        Count: 1,
        Latency: lines[0]?.durationMs,
        '4xx': 0,
        '5xx': 0,
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Atoll',
              Dimensions: [['service', 'operation']],
              Metrics: [
                { Name: 'Count', Unit: 'Count' },
                { Name: 'Latency', Unit: 'Milliseconds' },
                { Name: '4xx', Unit: 'Count' },
                { Name: '5xx', Unit: 'Count' },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('names the problem of a refusal, by its type where it has one of its own', async () => {
    await ask('GET', '/v1/nothing');
    context.answer = { status: 404, body: { type: 'https://errors.example/no-note', title: 'No note' } };
    await ask('GET', '/v1/notes/a');
    expect(lines).toMatchObject([
      { operation: 'none', outcome: 'refused', problem: 'There is no such resource', '4xx': 1, '5xx': 0 },
      { operation: 'getNote', outcome: 'refused', problem: 'https://errors.example/no-note' },
    ]);
    expect(lines[1]?.level).toBe('info');
  });

  test('tells a failure at level error, counted as 5xx', async () => {
    context.answer = { throw: 'the table is away' };
    await ask('GET', '/v1/notes/a');
    expect(lines).toMatchObject([{ level: 'error', outcome: 'failed', status: 500, '4xx': 0, '5xx': 1 }]);
  });

  test('never holds a secret: not in the path, nor in what is thrown', async () => {
    await ask('GET', '/v1/secrets/hunter2');
    expect(lines[0]).toMatchObject({ path: '/v1/secrets/[secret]', status: 200 });
    context.answer = { throw: 'cannot store hunter2' };
    const body = JSON.stringify({ text: 'a', password: 'hunter2' });
    await ask('PATCH', '/v1/notes/a', { headers: json, body });
    await ask('PUT', '/v1/notes/a', { headers: json, body: Buffer.from(body) });
    await ask('PATCH', '/v1/notes/a', {
      headers: json,
      body: JSON.stringify({ text: 1, password: 'hunter2' }),
    });
    expect(lines).toMatchObject([{}, { status: 500 }, { status: 500 }, { status: 400 }]);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(lines[1]?.error).toContain('cannot store [secret]');
  });
});
