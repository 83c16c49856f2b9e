import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ProxyEvent, ProxyResult } from '../runtime/server/event.js';
import { type Built, buildGenerated } from './build-generated.js';

const document = `openapi: 3.1.0
info: { title: Things, version: 1.2.3 }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Thing: { type: object, required: [id, size], properties: { id: { type: string, maxLength: 9 }, size: { type: integer, minimum: 1 } } }
paths:
  /v1/things/{id}:
    get:
      operationId: getThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, maximum: 9 } }
      responses: { '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }
    put:
      operationId: putThing
      deprecated: true
      x-sunset: '2027-01-31'
      security: [{ bearer: ['things:write'] }]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { '204': { description: Put } }
  /v1/things/special:
    get: { operationId: getSpecial, responses: { '200': { description: It, content: { text/plain: { schema: { type: string } } } } } }
`;
const serviceCode = `import { contract, type Contract } from './gen/contract.js';
import type { Handler } from './gen/runtime/server/handler.js';
import { serve } from './gen/runtime/server/serve.js';
import { bearerTokens } from './gen/runtime/server/authorize.js';
interface Context { readonly log: unknown[]; readonly fault: { mode: string } }
const getThing: Handler<Contract['getThing'], Context> = async ({ path, query }, { fault }) => {
  if (fault.mode === 'throw') throw new Error('secret reason');
  return { status: 200, body: { id: fault.mode === 'undeclared' ? 'longer than nine' : path.id, size: query?.limit ?? 1 } };
};
const putThing: Handler<Contract['putThing'], Context> = async ({ body, call }) => ({ status: 204, headers: { 'X-Caller': call.caller?.sub ?? '', 'x-size': String(body.size) } });
const getSpecial: Handler<Contract['getSpecial'], Context> = async () => ({ status: 200, body: 'special' });
export const make = (context: Context, issuer: string, fetchKeys: () => Promise<{ keys: object[] }>) =>
  serve(contract, { getThing, putThing, getSpecial }, async () => ({
    context,
    options: { log: (level, fields) => void context.log.push({ level, ...fields }), authenticate: bearerTokens({ issuer, fetchKeys }) },
  }));
`;

type Serve = (event: ProxyEvent, lambda: object) => Promise<ProxyResult>;
interface Module {
  make(context: object, issuer: string, fetchKeys: () => Promise<{ keys: object[] }>): Serve;
}
const log: Record<string, unknown>[] = [];
const fault = { mode: 'none' };
const issuer = 'http://issuer.example';
let built: Built<Module>;
let handler: Serve;
let sign: (claims: { scope?: string; iss?: string; expiresIn?: string }) => Promise<string>;

beforeAll(async () => {
  built = await buildGenerated<Module>(document, serviceCode);
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }];
  handler = built.module.make({ log, fault }, issuer, async () => ({ keys }));
  sign = ({ scope = 'things:write', iss = issuer, expiresIn = '1h' }) =>
    new SignJWT({ scope })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setSubject('ann')
      .setIssuer(iss)
      .setIssuedAt()
      .setExpirationTime(expiresIn)
      .sign(privateKey);
}, 30_000);
afterAll(() => built.remove());

beforeEach(() => {
  log.length = 0;
  fault.mode = 'none';
});

async function ask(
  method: string,
  path: string,
  more: { headers?: Record<string, string>; query?: Record<string, string>; body?: string } = {},
) {
  const event: ProxyEvent = {
    httpMethod: method,
    path,
    headers: more.headers ?? {},
    queryStringParameters: more.query ?? null,
    body: more.body ?? null,
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1' },
  };
  const { statusCode, headers, body } = await handler(event, {
    awsRequestId: 'x',
    getRemainingTimeInMillis: () => 3000,
  });
  return {
    status: statusCode,
    headers,
    body: headers['content-type']?.includes('json') ? JSON.parse(body) : body,
  };
}

const put = async (authorization: string, body = '{"id":"a","size":2}', type = 'application/json') =>
  ask('PUT', '/v1/things/a', { headers: { Authorization: authorization, 'Content-Type': type }, body });

test('the generated service passes the strictest checks; a missing handler and an undeclared status do not', () => {
  expect(built.typeErrors()).toBe('');
  const broken = `import { contract, type Contract } from './gen/contract.js';
import type { Handler } from './gen/runtime/server/handler.js';
import { serve } from './gen/runtime/server/serve.js';
const getSpecial: Handler<Contract['getSpecial'], object> = async () => ({ status: 418, body: '' });
export const handler = serve(contract, { getSpecial }, () => Promise.reject(new Error()));
`;
  expect(built.typeErrors(broken).match(/error TS/g)?.length).toBe(2);
});

test('a request is decoded, handled and answered; a fixed path wins over a parameter', async () => {
  expect(await ask('GET', '/v1/things/a%20b', { query: { limit: '3' } })).toMatchObject({
    status: 200,
    body: { id: 'a b', size: 3 },
  });
  expect(await ask('GET', '/v1/things/special')).toMatchObject({
    status: 200,
    body: 'special',
    headers: { 'content-type': 'text/plain' },
  });
  expect(log).toMatchObject([
    { level: 'info', service: 'things', version: '1.2.3', status: 200 },
    { status: 200 },
  ]);
});

test('unknown paths are 404, other methods 405 with Allow', async () => {
  expect(await ask('GET', '/v1/nothing')).toMatchObject({
    status: 404,
    headers: { 'content-type': 'application/problem+json' },
  });
  expect(await ask('POST', '/v1/things/a')).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD, PUT' },
  });
});

test('every value that breaks the contract is told with its place', async () => {
  expect((await ask('GET', '/v1/things/a', { query: { limit: 'many' } })).body.errors).toEqual([
    { in: 'query', pointer: '/limit', expected: 'integer', received: '"many"' },
  ]);
  const bearer = `Bearer ${await sign({})}`;
  expect((await put(bearer, '{"id":"longer than nine","size":0}')).body).toMatchObject({
    status: 400,
    instance: '/v1/things/a',
    errors: [
      { in: 'body', pointer: '/id' },
      { in: 'body', pointer: '/size', expected: 'a number from 1' },
    ],
  });
  expect((await put(bearer, '{"id":')).body.errors).toMatchObject([{ in: 'body', expected: 'JSON' }]);
});

test('a body of another type is 415, one of 2 MB is 413', async () => {
  const bearer = `Bearer ${await sign({})}`;
  expect(await put(bearer, '<a/>', 'application/xml')).toMatchObject({ status: 415 });
  expect(await put(bearer, JSON.stringify({ id: 'x'.repeat(2_000_000) }))).toMatchObject({ status: 413 });
});

test('only a valid token of the issuer with the scope gets through', async () => {
  expect(await put(`Bearer ${await sign({})}`)).toMatchObject({
    status: 204,
    headers: { 'x-caller': 'ann', 'x-size': '2' },
  });
  expect(await ask('PUT', '/v1/things/a')).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': 'Bearer' },
  });
  expect(await put(`Bearer ${await sign({ iss: 'http://other.example' })}`)).toMatchObject({ status: 401 });
  expect(await put(`Bearer ${await sign({ expiresIn: '-1h' })}`)).toMatchObject({ status: 401 });
  const [header, , signature] = (await sign({})).split('.');
  expect(
    await put(`Bearer ${header}.${Buffer.from('{"sub":"eve"}').toString('base64url')}.${signature}`),
  ).toMatchObject({ status: 401 });
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"eve"}').toString('base64url')}.`;
  expect(await put(`Bearer ${none}`)).toMatchObject({ status: 401 });
  expect(await put(`Bearer ${await sign({ scope: 'things:read' })}`)).toMatchObject({ status: 403 });
});

test('a failure and an undeclared answer are 500 that tell nothing, and are logged', async () => {
  for (const mode of ['throw', 'undeclared']) {
    fault.mode = mode;
    const { status, body } = await ask('GET', '/v1/things/a');
    expect([status, JSON.stringify(body).includes('secret')]).toEqual([500, false]);
  }
  const errors = log.filter(({ level }) => level === 'error').map(({ error }) => String(error));
  expect(errors[0]).toContain('secret reason');
  expect(errors[1]).toContain("breaks the contract at '/id'");
});

test('a deprecated operation says so, and when it ends; the trace goes on', async () => {
  const { headers } = await put(`Bearer ${await sign({})}`);
  expect(headers).toMatchObject({ sunset: 'Sun, 31 Jan 2027 00:00:00 GMT' });
  expect(headers.deprecation).toBeDefined();
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const traced = await ask('GET', '/v1/things/a', {
    headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` },
  });
  expect(traced.headers.traceparent).toMatch(new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
});
