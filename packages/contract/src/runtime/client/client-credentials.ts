/** A service's own account at the issuer. */
export interface ClientCredentials {
  /** OAuth 2.0 token endpoint. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the token is to allow. */
  readonly scopes: readonly string[];
  /** The platform's unless told. */
  readonly fetch?: typeof fetch;
  /** 2000 unless told. */
  readonly timeoutMs?: number;
}

interface Granted {
  readonly token: string;
  /** Epoch milliseconds from which a new one is asked for: a minute, or half its life, before it ends. */
  readonly renewAt: number;
}

async function grant(credentials: ClientCredentials): Promise<Granted> {
  const { tokenUrl, clientId, clientSecret, scopes } = credentials;
  const asked = Date.now();
  const response = await (credentials.fetch ?? fetch)(tokenUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }).toString(),
    signal: AbortSignal.timeout(credentials.timeoutMs ?? 2000),
  });
  if (!response.ok) throw new Error(`${tokenUrl} answers ${response.status}: ${await response.text()}`);
  const answer = (await response.json()) as { access_token?: unknown; expires_in?: unknown };
  if (typeof answer.access_token !== 'string') throw new Error(`${tokenUrl} answers without an access_token`);
  const lifeMs = typeof answer.expires_in === 'number' ? answer.expires_in * 1000 : 300_000;
  return { token: answer.access_token, renewAt: asked + lifeMs - Math.min(60_000, lifeMs / 2) };
}

/**
 * An `auth` for clients that call in their own name: the client credentials grant (RFC 6749, 4.4). The token is kept
 * until shortly before it ends; calls at the same time share one request. Errors: Error when the issuer gives none.
 */
export function clientCredentials(credentials: ClientCredentials): () => Promise<string> {
  let granted: Promise<Granted> | undefined;
  let renewAt = 0;
  const renew = async () => {
    const fresh = await grant(credentials);
    renewAt = fresh.renewAt;
    return fresh;
  };
  return async () => {
    if (granted === undefined || (renewAt > 0 && Date.now() >= renewAt)) {
      renewAt = 0;
      granted = renew();
    }
    const current = granted;
    try {
      return (await current).token;
    } catch (error) {
      if (granted === current) granted = undefined;
      throw error;
    }
  };
}
