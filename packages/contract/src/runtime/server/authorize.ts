import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Caller } from './handler.js';
import { ProblemError, problem } from './problem.js';

/** Finds out who calls. Errors: ProblemError 401 when the credentials are missing or not valid, 503 when that cannot be told. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

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

/** Keys of the issuer, fetched once and again for a key that is new. */
function keySource({ fetchKeys }: TokenOptions) {
  let keys: Promise<JSONWebKeySet> | undefined;
  let fetchedAt = 0;
  const fetch = () => {
    fetchedAt = Date.now();
    keys = fetchKeys().catch((cause) => {
      keys = undefined;
      throw new ProblemError(problem(503, `the issuer's keys cannot be had: ${(cause as Error).message}`), {
        'retry-after': '1',
      });
    });
    return keys;
  };
  return {
    present: () => keys ?? fetch(),
    renewed: () => (Date.now() - fetchedAt > 30_000 ? fetch() : undefined),
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
  const verify = async (token: string, keys: JSONWebKeySet) =>
    (await jwtVerify(token, createLocalJWKSet(keys), checks)).payload;
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

/** Errors: ProblemError 403 naming the scopes that would do. */
export function requireScopes(caller: Caller, alternatives: readonly (readonly string[])[]): void {
  if (alternatives.some((scopes) => scopes.every((scope) => caller.scopes.includes(scope)))) return;
  const needed = alternatives.map((scopes) => scopes.join(' and ')).join(', or ');
  throw new ProblemError(problem(403, `the token needs the scope ${needed}`), {
    'www-authenticate': 'Bearer error="insufficient_scope"',
  });
}
