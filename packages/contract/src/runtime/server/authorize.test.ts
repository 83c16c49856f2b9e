import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { type Authenticate, bearerTokens } from './authorize.js';
import { ProblemError } from './problem.js';

const issuer = 'https://issuer.example';
type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let first: Pair;
let second: Pair;
let published: JSONWebKeySet | Error;
let fetches: number;
let nowMs: number;
let authenticate: Authenticate;

beforeAll(async () => {
  [first, second] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
});
beforeEach(async () => {
  nowMs = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
  fetches = 0;
  published = { keys: [await jwk(first, 'one')] };
  authenticate = bearerTokens({
    issuer,
    audience: 'shop',
    fetchKeys: async () => {
      fetches += 1;
      if (published instanceof Error) throw published;
      return published;
    },
  });
});
afterEach(() => jest.restoreAllMocks());

const jwk = async ({ publicKey }: Pair, kid: string) => ({
  ...(await exportJWK(publicKey)),
  kid,
  alg: 'RS256',
});

async function token({ privateKey }: Pair, kid: string, claims: { aud?: string; scope?: unknown } = {}) {
  const { aud = 'shop', scope = 'a b' } = claims;
  const signed = new SignJWT({ scope }).setProtectedHeader({ alg: 'RS256', kid }).setSubject('ann');
  const text = await signed.setIssuer(issuer).setAudience(aud).setExpirationTime('10h').sign(privateKey);
  return `Bearer ${text}`;
}

async function statusOf(authorization: string | undefined): Promise<number> {
  try {
    await authenticate(authorization);
    return 200;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.status;
    throw error;
  }
}

test('a token tells who calls and what is allowed; the keys are fetched once', async () => {
  const calls = [authenticate(await token(first, 'one')), authenticate(await token(first, 'one'))];
  expect(await Promise.all(calls)).toEqual([
    { sub: 'ann', scopes: ['a', 'b'] },
    { sub: 'ann', scopes: ['a', 'b'] },
  ]);
  expect(fetches).toBe(1);
  expect(await authenticate(await token(first, 'one', { scope: 7 }))).toEqual({ sub: 'ann', scopes: [] });
});

test('tokens for others and by others are refused', async () => {
  expect(await statusOf(await token(first, 'one', { aud: 'other' }))).toBe(401);
  expect(await statusOf(await token(second, 'one'))).toBe(401);
  expect(await statusOf(undefined)).toBe(401);
  expect(await statusOf('Basic YTpi')).toBe(401);
});

test('a key that is new is asked for, at most every 30 s', async () => {
  await statusOf(await token(first, 'one'));
  published = { keys: [await jwk(first, 'one'), await jwk(second, 'two')] };
  expect(await statusOf(await token(second, 'two'))).toBe(401);
  nowMs += 30_001;
  expect(await statusOf(await token(second, 'two'))).toBe(200);
  expect(await statusOf(await token(first, 'three'))).toBe(401);
  expect(fetches).toBe(2);
});

test('a key that is withdrawn is not trusted for longer than an hour', async () => {
  await statusOf(await token(first, 'one'));
  published = { keys: [await jwk(second, 'two')] };
  nowMs += 3_600_000;
  expect(await statusOf(await token(first, 'one'))).toBe(200);
  nowMs += 1;
  expect(await statusOf(await token(first, 'one'))).toBe(401);
});

test('an issuer that is away stops those whose keys are not known, and no others', async () => {
  const keys = published;
  published = new Error('connect ECONNREFUSED 10.0.0.7');
  const failure = await authenticate(await token(first, 'one')).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    problem: { status: 503 },
    headers: { 'retry-after': '1' },
    cause: published,
  });
  expect(JSON.stringify((failure as ProblemError).problem)).not.toContain('10.0.0.7');
  published = keys;
  expect(await statusOf(await token(first, 'one'))).toBe(200);
  published = new Error('away');
  nowMs += 30_001;
  expect(await statusOf(await token(second, 'two'))).toBe(503);
  expect(await statusOf(await token(first, 'one'))).toBe(200);
  nowMs += 3_600_001;
  expect(await statusOf(await token(first, 'one'))).toBe(200);
  expect(await statusOf(await token(first, 'one'))).toBe(200);
  expect(fetches).toBe(4);
});
