import type { GatewayIdentity } from './authorize.js';
import { type Authentication, callerOf, credentialOf, gatewayApiKeys } from './credentials.js';
import type { ProxyEvent } from './event.js';
import type { ServedOperation } from './handler.js';

const schemes = {
  partner: { kind: 'apiKey', in: 'header', parameter: 'x-api-key' },
  bearer: { kind: 'bearer' },
} as const;

function eventOf(headers: Record<string, string>, identity?: GatewayIdentity): ProxyEvent {
  return {
    httpMethod: 'GET',
    path: '/',
    headers,
    body: null,
    isBase64Encoded: false,
    requestContext: { ...(identity && { identity }) },
  };
}

function callOf(
  security: ServedOperation['security'],
  event: ProxyEvent,
  authentication: Authentication = {
    partner: gatewayApiKeys(),
    bearer: async () => ({ sub: 'ann', scopes: ['a'] }),
  },
) {
  const operation = { operationId: 'getA', security } as ServedOperation;
  return callerOf({ operation, event, schemes, authentication }).catch((error) => error.problem);
}

const byKey = [{ partner: [] }];

test('whose key API Gateway has checked is the caller, with or without the header', async () => {
  const identity = { apiKeyId: 'k1' };
  expect(await callOf(byKey, eventOf({ 'X-Api-Key': 'secret' }, identity))).toEqual({
    sub: 'k1',
    scopes: [],
  });
  expect(await callOf(byKey, eventOf({}, identity))).toEqual({ sub: 'k1', scopes: [] });
});

test.each([
  ['no identity', undefined],
  ['a method that needs no key', { apiKeyId: null }],
  ['an empty id', { apiKeyId: '' }],
  ['a client certificate alone', { clientCert: null }],
])('a key that is only sent opens nothing: %s', async (_, identity) => {
  expect(await callOf(byKey, eventOf({ 'x-api-key': 'secret' }, identity))).toMatchObject({
    status: 401,
    detail: 'API Gateway has not checked an API key',
  });
});

test('a key and a token together name the first scheme of the contract, and need both', async () => {
  const both = [{ partner: [], bearer: ['a'] }];
  const headers = { authorization: 'Bearer x', 'x-api-key': 'secret' };
  expect(await callOf(both, eventOf(headers, { apiKeyId: 'k1' }))).toEqual({ sub: 'k1', scopes: ['a'] });
  expect(await callOf(both, eventOf(headers))).toMatchObject({ status: 401 });
});

test('every scheme is told what the gateway knows', async () => {
  const seen: unknown[] = [];
  const authenticate: Authentication = async (credential, identity) => {
    seen.push([credential, identity]);
    return { sub: 'ann', scopes: [] };
  };
  const identity = { apiKeyId: 'k1', clientCert: null };
  await callOf([{ bearer: [] }], eventOf({ authorization: 'Bearer x' }, identity), authenticate);
  expect(seen).toEqual([['Bearer x', identity]]);
});

test.each([
  ['%7Bkey%7D', '{key}'],
  ['%zz', '%zz'],
  ['100%', '100%'],
])('a cookie that is %s holds the key %s, encoded rightly or not', (cookie, key) => {
  const event = eventOf({ cookie: `session=${cookie}` });
  expect(credentialOf({ kind: 'apiKey', in: 'cookie', parameter: 'session' }, event)).toBe(key);
});
