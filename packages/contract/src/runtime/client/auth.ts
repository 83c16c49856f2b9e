import type { CredentialFormat, OperationFormat } from './operation-format.js';

/** Of HTTP Basic (RFC 7617). */
export interface BasicCredential {
  readonly username: string;
  readonly password: string;
}

/** Gives a token, an API key or a name with its password; `scopes` are those that the operation needs. */
export type AuthProvider = (
  scopes: readonly string[],
) => string | BasicCredential | Promise<string | BasicCredential>;

/** One provider for whatever scheme an operation has, or one for each scheme by its name in the contract. */
export type Auth = AuthProvider | Readonly<Record<string, AuthProvider | undefined>>;

/** What credentials add to a request. */
export interface CredentialParts {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly string[];
  readonly cookies: readonly string[];
}

function providerOf(auth: Auth, { name, kind }: CredentialFormat): AuthProvider | undefined {
  if (kind === 'tls') return () => '';
  if (typeof auth === 'function') return auth;
  return Object.hasOwn(auth, name) ? auth[name] : undefined;
}

function basic(credential: string | BasicCredential): string {
  if (typeof credential === 'string') return credential;
  const bytes = new TextEncoder().encode(`${credential.username}:${credential.password}`);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

interface Parts {
  headers: Record<string, string>;
  query: string[];
  cookies: string[];
}

function add(parts: Parts, format: CredentialFormat, credential: string | BasicCredential): void {
  const { kind, scheme = '', parameter = '' } = format;
  if (kind === 'tls') return;
  if (kind === 'basic') parts.headers['authorization'] = `Basic ${basic(credential)}`;
  else if (typeof credential !== 'string')
    throw new TypeError(`the credential of '${format.name}' is a string, not a name with a password`);
  else if (kind === 'bearer') parts.headers['authorization'] = `Bearer ${credential}`;
  else if (kind === 'http') parts.headers['authorization'] = `${scheme} ${credential}`;
  else if (format.in === 'header') parts.headers[parameter.toLowerCase()] = credential;
  else {
    const pair = `${encodeURIComponent(parameter)}=${encodeURIComponent(credential)}`;
    parts[format.in === 'query' ? 'query' : 'cookies'].push(pair);
  }
}

/** The first alternative of the operation whose schemes all have a provider. */
export async function credentialsOf(
  { security }: OperationFormat,
  auth: Auth | undefined,
): Promise<CredentialParts> {
  const parts: Parts = { headers: {}, query: [], cookies: [] };
  if (auth === undefined) return parts;
  const chosen = security.find(
    (schemes) => schemes.length > 0 && schemes.every((scheme) => providerOf(auth, scheme) !== undefined),
  );
  for (const scheme of chosen ?? []) {
    const provider = providerOf(auth, scheme);
    if (provider !== undefined) add(parts, scheme, await provider(scheme.scopes));
  }
  return parts;
}
