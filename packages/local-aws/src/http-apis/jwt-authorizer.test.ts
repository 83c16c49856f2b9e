import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { closeApis } from '../gateway/serve-apis.js';
import type { HttpAuthorizerSpec } from '../system.js';
import { httpApi, route, serve } from './serve-http-api.js';

afterEach(closeApis);

let issuer: Server;
let url: string;
let sign: (claims: object, options?: { alg?: string; expiresAt?: string }) => Promise<string>;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] };
  issuer = createServer((request, response) => {
    const discovery = request.url?.endsWith('/.well-known/openid-configuration');
    response.end(JSON.stringify(discovery ? { jwks_uri: `${url}/keys` } : keys));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  sign = (claims, { expiresAt = '1h' } = {}) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(url)
      .setExpirationTime(expiresAt)
      .sign(privateKey);
});
afterAll(() => new Promise((resolve) => issuer.close(resolve)));

const gateway = (scopes: readonly string[] = []) => {
  const authorizer: HttpAuthorizerSpec = {
    kind: 'jwt',
    identitySource: { from: 'header', name: 'Authorization' },
    issuer: url,
    audiences: ['web', 'app'],
  };
  return serve([httpApi([route('GET /a', { authorizer, scopes })])]);
};
const challenge = 'www-authenticate';

test('it lets a token of its issuer and audience pass, and gives the function its claims as texts', async () => {
  const served = await gateway();
  for (const claims of [{ aud: 'web' }, { aud: ['x', 'app'] }, { client_id: 'app' }]) {
    const authorization = `Bearer ${await sign({ ...claims, sub: 'ann', level: 3, groups: ['a', 'b'] })}`;
    expect((await served.call('GET', '/a', { headers: { authorization } })).status).toBe(200);
  }
  expect(served.events[0]?.requestContext).toMatchObject({
    authorizer: {
      jwt: { claims: { sub: 'ann', level: '3', groups: '[a b]', aud: 'web', iss: url }, scopes: null },
    },
  });
  expect(
    (await served.call('GET', '/a', { headers: { authorization: await sign({ aud: 'web' }) } })).status,
  ).toBe(200);
});

test('it answers 401 to whoever has no good token', async () => {
  const served = await gateway();
  const missing = await served.call('GET', '/a');
  expect([missing.status, missing.body.toString(), missing.headers[challenge]]).toEqual([
    401,
    '{"message":"Unauthorized"}',
    'Bearer',
  ]);
  const foreign = await new SignJWT({ aud: 'web' })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setIssuer(url)
    .setExpirationTime('1h')
    .sign((await generateKeyPair('RS256')).privateKey);
  for (const token of [
    'nonsense',
    foreign,
    await sign({ aud: 'other' }),
    await sign({}),
    await sign({ aud: 'other', client_id: 'web' }),
    await sign({ aud: 'web' }, { expiresAt: '1h ago' }),
  ]) {
    const got = await served.call('GET', '/a', { headers: { authorization: `Bearer ${token}` } });
    expect([token, got.status, got.headers[challenge]]).toEqual([
      token,
      401,
      expect.stringContaining('error="invalid_token"'),
    ]);
  }
  expect(served.events).toEqual([]);
});

test('it answers 403 to a token that has none of the scopes', async () => {
  const served = await gateway(['orders:read', 'orders:admin']);
  const call = async (claims: object) => {
    const authorization = `Bearer ${await sign({ aud: 'web', ...claims })}`;
    return served.call('GET', '/a', { headers: { authorization } });
  };
  expect((await call({ scope: 'other orders:admin' })).status).toBe(200);
  expect((await call({ scp: ['orders:read'] })).status).toBe(200);
  const refused = await call({ scope: 'orders' });
  expect([refused.status, refused.body.toString()]).toEqual([403, '{"message":"Forbidden"}']);
  expect(refused.headers[challenge]).toBe(
    'Bearer scope="orders:read orders:admin" error="insufficient_scope"',
  );
  expect(served.events[0]?.requestContext).toMatchObject({
    authorizer: { jwt: { scopes: ['other', 'orders:admin'] } },
  });
});

test('it answers 500 while the keys of the issuer cannot be had, and asks again', async () => {
  let broken = true;
  const flaky = createServer((_, response) => {
    response.statusCode = broken ? 500 : 200;
    response.end(JSON.stringify({ jwks_uri: `${url}/keys` }));
  });
  await new Promise<void>((resolve) => flaky.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(flaky.address() as AddressInfo).port}`;
  const authorizer: HttpAuthorizerSpec = {
    ...{ kind: 'jwt', issuer: address, audiences: ['web'] },
    identitySource: { from: 'querystring', name: 'token' },
  };
  const served = await serve([httpApi([route('GET /a', { authorizer })])]);
  const token = await sign({ aud: 'web' });
  expect((await served.call('GET', `/a?token=${token}`)).status).toBe(500);
  broken = false;
  expect((await served.call('GET', `/a?token=${token}`)).status).toBe(401);
  await new Promise((resolve) => flaky.close(resolve));
});
