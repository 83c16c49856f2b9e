import { randomUUID } from 'node:crypto';
import type { CommitLog } from '@atoll/embedded-dynamodb';
import { SignJWT } from 'jose';
import type { Issuer, RestRequest, RestResponse } from '../parts.js';
import { signingKeyIn } from './signing-key.js';
import { GrantError, jsonAnswer, readGrant } from './token-endpoint.js';

/** Cognito's default for access tokens. */
const lifetimeS = 3600;

export interface IssuerOptions {
  readonly log: CommitLog;
  /** `iss` of the tokens, and where the issuer's paths are. */
  readonly issuerUrl: () => string;
  /** Epoch milliseconds; the clock unless told. */
  readonly now?: () => number;
}

interface TokenClaims {
  readonly sub: string;
  readonly scopes: readonly string[];
  readonly clientId?: string;
  readonly expiresInS?: number;
}

const preflight: RestResponse = {
  statusCode: 204,
  headers: {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET,OPTIONS,POST',
    'Access-Control-Allow-Headers': 'Authorization,Content-Type',
    'Access-Control-Max-Age': '600',
  },
  body: '',
};

/** OpenID Connect Discovery 1.0, 3, with what exists here: no log-in pages. */
function configuration(issuer: string) {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    token_endpoint: `${issuer}/oauth2/token`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

/**
 * Plays the parts of a Cognito user pool that services need: access tokens signed with RS256, its keys, and a token
 * endpoint that trusts whoever asks. It joins the log as `issuer`.
 */
export function createIssuer({ log, issuerUrl, now = Date.now }: IssuerOptions): Issuer {
  const signingKey = signingKeyIn(log);

  /** The claims of a Cognito access token ("Understanding the access token"). */
  async function sign({
    sub,
    scopes,
    clientId = 'local',
    expiresInS = lifetimeS,
  }: TokenClaims): Promise<string> {
    const { kid, privateKey } = await signingKey();
    const issuedAtS = Math.floor(now() / 1000);
    const claims = {
      sub,
      iss: issuerUrl(),
      token_use: 'access',
      scope: scopes.join(' '),
      client_id: clientId,
      username: sub,
      auth_time: issuedAtS,
      iat: issuedAtS,
      exp: issuedAtS + expiresInS,
      jti: randomUUID(),
    };
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  }

  async function grantToken(request: RestRequest): Promise<RestResponse> {
    try {
      const token = await sign(readGrant(request));
      return jsonAnswer(200, { access_token: token, token_type: 'Bearer', expires_in: lifetimeS });
    } catch (error) {
      if (!(error instanceof GrantError)) throw error;
      return jsonAnswer(400, { error: error.code, error_description: error.message });
    }
  }

  async function handle(request: RestRequest): Promise<RestResponse> {
    const { pathname } = new URL(request.url, 'http://localhost');
    const base = new URL(issuerUrl()).pathname.replace(/\/$/, '');
    const path = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname;
    if (request.method === 'OPTIONS') return preflight;
    const route = `${request.method} ${path}`;
    if (route === 'GET /.well-known/jwks.json')
      return jsonAnswer(200, { keys: [(await signingKey()).publicJwk] });
    if (route === 'GET /.well-known/openid-configuration') return jsonAnswer(200, configuration(issuerUrl()));
    if (route === 'POST /oauth2/token') return grantToken(request);
    return jsonAnswer(404, { error: 'not_found', error_description: `the issuer has no ${route}` });
  }

  return { token: (claims) => sign(claims), handle };
}
