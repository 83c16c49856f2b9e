import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { ProxyEvent } from './event.js';
import type { Caller } from './handler.js';
import { ProblemError, problem } from './problem.js';

/** What API Gateway itself has found out about the caller. */
export type GatewayIdentity = ProxyEvent['requestContext']['identity'];

/**
 * Finds out who calls, by the Authorization header or whatever else the scheme goes by. Errors: ProblemError 401 when
 * the credentials are missing or not valid, 503 when that cannot be told.
 */
export type Authenticate = (credential: string | undefined, identity?: GatewayIdentity) => Promise<Caller>;

export interface TokenOptions {
  /** The only issuer whose tokens count (`iss`). */
  readonly issuer: string;
  /** Gives the issuer's keys; asked again, at most every 30 s, for a token whose key is not among them. */
  readonly fetchKeys: () => Promise<JSONWebKeySet>;
  readonly audience?: string;
}

function unauthorized(detail: string): ProblemError {
  return new ProblemError(problem(401, detail), { 'www-authenticate': 'Bearer error="invalid_token"' });
}

type Keys = ReturnType<typeof createLocalJWKSet>;

/** A key that the issuer has withdrawn is trusted for about this long, and longer only while the issuer is away. */
const maxAgeMs = 60 * 60 * 1000;
const leastPauseMs = 30_000;

/** Keys of the issuer: fetched once, again when they are old, and for a key that is new. */
function keySource({ fetchKeys }: TokenOptions) {
  let known: Keys | undefined;
  let fetching: Promise<Keys> | undefined;
  let fetchedAt = 0;
  let triedAt = Number.NEGATIVE_INFINITY;
  const fetch = async () => {
    triedAt = Date.now();
    try {
      known = createLocalJWKSet(await fetchKeys());
      fetchedAt = Date.now();
      return known;
    } catch (cause) {
      const details = problem(503, 'the keys of the issuer cannot be had now');
      throw new ProblemError(details, { 'retry-after': '1' }, cause);
    } finally {
      fetching = undefined;
    }
  };
  const fetchOnce = () => {
    fetching ??= fetch();
    return fetching;
  };
  const mayTry = () => fetching !== undefined || Date.now() - triedAt > leastPauseMs;
  return {
    async present(): Promise<Keys> {
      const kept = known;
      if (kept === undefined) return fetchOnce();
      const old = Date.now() - fetchedAt > maxAgeMs && mayTry();
      // An issuer that is away must not stop those whose keys are known.
      return old ? fetchOnce().catch(() => kept) : kept;
    },
    renewed: (): Promise<Keys> | undefined => (mayTry() ? fetchOnce() : undefined),
  };
}

/** Verifies bearer tokens (RFC 6750) that are JWTs signed by the issuer with RS256 or ES256. */
export function bearerTokens(options: TokenOptions): Authenticate {
  const source = keySource(options);
  const { issuer, audience } = options;
  const checks = {
    issuer,
    algorithms: ['RS256', 'ES256'],
    clockTolerance: 5,
    requiredClaims: ['sub', 'exp'],
    ...(audience !== undefined && { audience }),
  };
  const verify = async (token: string, keys: Keys) => (await jwtVerify(token, keys, checks)).payload;
  return async (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined)
      throw new ProblemError(problem(401, 'the Authorization header has no bearer token'), {
        'www-authenticate': 'Bearer',
      });
    try {
      const present = await source.present();
      const payload = await verify(token, present).catch((error) => {
        const renewed = error instanceof errors.JWKSNoMatchingKey ? source.renewed() : undefined;
        if (renewed === undefined) throw error;
        return renewed.then((keys) => verify(token, keys));
      });
      const { sub = '', scope } = payload;
      return { sub, scopes: typeof scope === 'string' ? scope.split(' ') : [] };
    } catch (error) {
      if (error instanceof errors.JOSEError) throw unauthorized(`the token is not valid: ${error.message}`);
      throw error;
    }
  };
}
