import type { RestRequest, RestResponse } from '../parts.js';

/** What a client asks the token endpoint for. */
export interface TokenGrant {
  readonly sub: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** An error answer of RFC 6749, 5.2. */
export class GrantError extends Error {
  readonly code: string;
  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

/** The client's id from `Authorization: Basic`, where it is sent so (RFC 6749, 2.3.1). */
function basicClientId(authorization: string | undefined): string | undefined {
  const credentials = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? '')?.[1];
  if (credentials === undefined) return undefined;
  const [id = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':', 1);
  try {
    return decodeURIComponent(id);
  } catch (error) {
    throw new GrantError('invalid_client', `the client id is not form-encoded: ${(error as Error).message}`);
  }
}

/**
 * Reads a request for `client_credentials`. Every client is let in and gets the scopes that it asks for: this issuer
 * is for local use. The form field `sub` is a local addition: it chooses the subject, which else is the client.
 *
 * Errors: GrantError.
 */
export function readGrant({ headers, body }: RestRequest): TokenGrant {
  const contentType = headers['content-type'] ?? '';
  if (!contentType.toLowerCase().startsWith('application/x-www-form-urlencoded'))
    throw new GrantError('invalid_request', 'send the request as application/x-www-form-urlencoded');
  const form = new URLSearchParams(body.toString('utf8'));
  const grantType = form.get('grant_type');
  if (grantType === null) throw new GrantError('invalid_request', 'grant_type is missing');
  if (grantType !== 'client_credentials')
    throw new GrantError(
      'unsupported_grant_type',
      `the grant type ${grantType} is not supported: use client_credentials`,
    );
  const clientId = basicClientId(headers.authorization) ?? form.get('client_id') ?? 'local';
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  return { sub: form.get('sub') ?? clientId, clientId, scopes };
}

/** The JSON answer with the headers that OAuth and browsers want. */
export function jsonAnswer(statusCode: number, value: unknown): RestResponse {
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': '*',
    },
    body: JSON.stringify(value),
  };
}
