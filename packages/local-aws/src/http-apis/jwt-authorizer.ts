import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { GatewayAnswer } from '../gateway/gateway-responses.js';
import type { HttpAuthorizerSpec } from '../system.js';
import { httpFailure } from './http-answer.js';
import type { HttpEvent } from './http-event.js';
import { identityOf } from './identity.js';

type JwtSpec = Extract<HttpAuthorizerSpec, { kind: 'jwt' }>;

/** What an authorizer tells the function, or the answer to who may not call. */
export type HttpAuthorized =
  | { readonly authorizer: Readonly<Record<string, unknown>> }
  | { readonly refusal: GatewayAnswer; readonly why: string };

const algorithms = ['RS256', 'RS384', 'RS512'];

function unauthorized(challenge: string, why: string): HttpAuthorized {
  return { refusal: httpFailure(401, 'Unauthorized', { 'WWW-Authenticate': challenge }), why };
}

/** Claims go to the function as texts. */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function scopesOf({ scope, scp }: JWTPayload): string[] {
  const [value] = [scope ?? scp];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(' ').filter((each) => each !== '') : [];
}

/** `aud`, and where a token has none, as Cognito's access tokens, `client_id`. */
function isForAudience({ aud, client_id: clientId }: JWTPayload, audiences: readonly string[]): boolean {
  return [aud ?? clientId].flat().some((each) => typeof each === 'string' && audiences.includes(each));
}

/** Keys of issuers, found by their discovery documents. */
export class IssuerKeys {
  readonly #keys = new Map<string, Promise<JWTVerifyGetKey>>();

  of(issuer: string): Promise<JWTVerifyGetKey> {
    const known = this.#keys.get(issuer) ?? this.#discover(issuer);
    this.#keys.set(issuer, known);
    known.catch(() => this.#keys.delete(issuer));
    return known;
  }

  async #discover(issuer: string): Promise<JWTVerifyGetKey> {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    if (!answer.ok) throw new Error(`the discovery document of ${issuer} is answered ${answer.status}`);
    const { jwks_uri: keys } = (await answer.json()) as { jwks_uri: string };
    return createRemoteJWKSet(new URL(keys));
  }
}

/**
 * Lets calls with a token of the issuer pass ("Control access to HTTP APIs with JWT authorizers"). Errors: those of
 * fetching the issuer's keys.
 */
export async function authorizeByJwt(
  { identitySource, issuer, audiences }: JwtSpec,
  { event, scopes, keys }: { event: HttpEvent; scopes: readonly string[]; keys: IssuerKeys },
): Promise<HttpAuthorized> {
  const token = identityOf(identitySource, event)?.replace(/^Bearer +/i, '');
  if (token === undefined) return unauthorized('Bearer', 'it has no token');
  const asked = scopes.length > 0 ? ` scope="${scopes.join(' ')}"` : '';
  let claims: JWTPayload;
  try {
    claims = (await jwtVerify(token, await keys.of(issuer), { issuer, algorithms })).payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return unauthorized(`Bearer${asked} error="invalid_token"`, `the token is not valid: ${error.message}`);
  }
  if (!isForAudience(claims, audiences)) {
    const shown = JSON.stringify(claims.aud ?? claims.client_id ?? null);
    const why = `the token is for ${shown}, the authorizer takes ${audiences.join(', ')}`;
    return unauthorized(`Bearer${asked} error="invalid_token" error_description="invalid audience"`, why);
  }
  const given = scopesOf(claims);
  if (scopes.length > 0 && !scopes.some((each) => given.includes(each))) {
    const challenge = `Bearer${asked} error="insufficient_scope"`;
    const why = `the token has none of the scopes ${scopes.join(', ')}`;
    return { refusal: httpFailure(403, 'Forbidden', { 'WWW-Authenticate': challenge }), why };
  }
  const texts = Object.entries(claims).map(([name, value]) => [name, claimText(value)] as const);
  return {
    authorizer: { jwt: { claims: Object.fromEntries(texts), scopes: scopes.length > 0 ? given : null } },
  };
}
