import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommitLog, fileLog, memoryLog } from '@atoll/embedded-dynamodb';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Issuer, RestResponse } from '../parts.js';
import { createIssuer } from './create-issuer.js';

const issuerUrl = () => 'http://127.0.0.1:4566/issuer';

const json = (answer: RestResponse) => JSON.parse(answer.body.toString());

function get(issuer: Issuer, path: string): Promise<RestResponse> {
  return issuer.handle({ method: 'GET', url: path, headers: {}, body: Buffer.alloc(0) });
}

async function verify(issuer: Issuer, token: string, currentDate?: Date) {
  const answer = await get(issuer, '/issuer/.well-known/jwks.json');
  expect(answer.statusCode).toBe(200);
  const keys: JSONWebKeySet = json(answer);
  return jwtVerify(token, createLocalJWKSet(keys), {
    issuer: issuerUrl(),
    ...(currentDate && { currentDate }),
  });
}

function post(
  issuer: Issuer,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<RestResponse> {
  return issuer.handle({
    method: 'POST',
    url: '/issuer/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: Buffer.from(new URLSearchParams(form).toString()),
  });
}

test('a token has the claims of a Cognito access token and is verified by the published key', async () => {
  const now = Date.parse('2026-11-25T10:00:00.900Z');
  const issuer = createIssuer({ log: memoryLog(), issuerUrl, now: () => now });
  const token = await issuer.token({ sub: 'ann', scopes: ['orders:read', 'orders:write'] });
  const { payload, protectedHeader } = await verify(issuer, token, new Date(now));
  const issuedAtS = Math.floor(now / 1000);
  expect(payload).toEqual({
    sub: 'ann',
    iss: 'http://127.0.0.1:4566/issuer',
    token_use: 'access',
    scope: 'orders:read orders:write',
    client_id: 'local',
    username: 'ann',
    auth_time: issuedAtS,
    iat: issuedAtS,
    exp: issuedAtS + 3600,
    jti: expect.stringMatching(/^[\da-f-]{36}$/),
  });
  const { keys } = json(await get(issuer, '/issuer/.well-known/jwks.json'));
  expect(protectedHeader).toEqual({ alg: 'RS256', kid: keys[0].kid });
  expect(Object.keys(keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test('a token lives as long as is asked for', async () => {
  const issuer = createIssuer({ log: memoryLog(), issuerUrl });
  const { payload } = await verify(issuer, await issuer.token({ sub: 'ann', scopes: [], expiresInS: 5 }));
  expect(Number(payload.exp) - Number(payload.iat)).toBe(5);
});

test('the key is made once, also for tokens that are asked for at the same time', async () => {
  const issuer = createIssuer({ log: memoryLog(), issuerUrl });
  const tokens = await Promise.all([1, 2, 3].map(() => issuer.token({ sub: 'ann', scopes: [] })));
  expect(new Set(tokens.map((token) => decodeProtectedHeader(token).kid)).size).toBe(1);
});

test('a token stays valid when the same data is opened again', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'issuer data '));
  const opened = async (): Promise<{ log: CommitLog; issuer: Issuer }> => {
    const log = fileLog(directory);
    const issuer = createIssuer({ log, issuerUrl });
    await log.open();
    return { log, issuer };
  };
  try {
    const first = await opened();
    const token = await first.issuer.token({ sub: 'ann', scopes: ['a'] });
    await first.log.close();
    const second = await opened();
    expect((await verify(second.issuer, token)).payload.sub).toBe('ann');
    await second.log.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('client credentials give a token for the subject of the form, or else of the client', async () => {
  const issuer = createIssuer({ log: memoryLog(), issuerUrl });
  const answer = await post(issuer, {
    grant_type: 'client_credentials',
    scope: 'a  b',
    sub: 'ann',
    client_id: 'shop',
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' });
  const { access_token: token, ...rest } = json(answer);
  expect(rest).toEqual({ token_type: 'Bearer', expires_in: 3600 });
  expect((await verify(issuer, token)).payload).toMatchObject({
    sub: 'ann',
    scope: 'a b',
    client_id: 'shop',
  });
  const basic = `Basic ${Buffer.from('desk:secret').toString('base64')}`;
  const byClient = json(await post(issuer, { grant_type: 'client_credentials' }, { authorization: basic }));
  expect((await verify(issuer, byClient.access_token)).payload).toMatchObject({
    sub: 'desk',
    client_id: 'desk',
    scope: '',
  });
});

test.each([
  ['another grant type', { grant_type: 'password' }, {}, 'unsupported_grant_type'],
  ['no grant type', {}, {}, 'invalid_request'],
  [
    'a JSON body',
    { grant_type: 'client_credentials' },
    { 'content-type': 'application/json' },
    'invalid_request',
  ],
])('%s is refused in the words of RFC 6749', async (_, form, headers, error) => {
  const answer = await post(
    createIssuer({ log: memoryLog(), issuerUrl }),
    form as Record<string, string>,
    headers,
  );
  expect(answer.statusCode).toBe(400);
  expect(json(answer).error).toBe(error);
});

test('the configuration leads to the keys and the token endpoint', async () => {
  const issuer = createIssuer({ log: memoryLog(), issuerUrl });
  expect(json(await get(issuer, '/issuer/.well-known/openid-configuration'))).toMatchObject({
    issuer: 'http://127.0.0.1:4566/issuer',
    jwks_uri: 'http://127.0.0.1:4566/issuer/.well-known/jwks.json',
    token_endpoint: 'http://127.0.0.1:4566/issuer/oauth2/token',
  });
});

test('browsers may ask from any origin', async () => {
  const issuer = createIssuer({ log: memoryLog(), issuerUrl });
  const answer = await issuer.handle({
    method: 'OPTIONS',
    url: '/issuer/oauth2/token',
    headers: {},
    body: Buffer.alloc(0),
  });
  expect(answer).toMatchObject({ statusCode: 204, headers: { 'Access-Control-Allow-Origin': '*' } });
});

test('an unknown path is 404', async () => {
  expect((await get(createIssuer({ log: memoryLog(), issuerUrl }), '/issuer/login')).statusCode).toBe(404);
});

test('the key is kept under the name that data directories have', () => {
  const log = memoryLog();
  const join = jest.spyOn(log, 'join');
  createIssuer({ log, issuerUrl });
  expect(join.mock.calls.map(([part]) => part)).toEqual(['issuer']);
});
