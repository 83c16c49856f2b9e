import type { Contract, Operation, SecurityScheme } from '../model.js';
import { capitalized } from '../read/words.js';

/** What of a request credentials may stand in. */
export interface Presented {
  /** A header, by its name in lower case. */
  header(lowerName: string): string | undefined;
  readonly query: URLSearchParams;
}

function cookieNames(header: string | undefined): string[] {
  return (header ?? '').split(';').map((pair) => pair.split('=', 1)[0]?.trim() ?? '');
}

/** `Bearer` for tokens, else the scheme as HTTP names it (RFC 9110, 11.1). */
function authorizationScheme({ type, scheme }: SecurityScheme): string {
  return type === 'http' ? (scheme ?? 'bearer') : 'bearer';
}

function isPresent(scheme: SecurityScheme, { header, query }: Presented): boolean {
  // Certificates belong to the connection, which a mock on plain HTTP knows nothing of.
  if (scheme.type === 'mutualTLS') return true;
  if (scheme.type !== 'apiKey') {
    const wanted = authorizationScheme(scheme).toLowerCase();
    const [given = '', credentials = ''] = (header('authorization') ?? '').trim().split(/ +/, 2);
    return given.toLowerCase() === wanted && credentials !== '';
  }
  const name = scheme.parameterName ?? '';
  if (scheme.in === 'query') return query.has(name);
  if (scheme.in === 'cookie') return cookieNames(header('cookie')).includes(name);
  return (header(name.toLowerCase()) ?? '') !== '';
}

function describe(scheme: SecurityScheme): string {
  if (scheme.type === 'apiKey') return `the ${scheme.in} ${scheme.parameterName}`;
  return `an Authorization header of the scheme ${authorizationScheme(scheme)}`;
}

/** Why a request is not let in, and the challenge that tells it (RFC 9110, 11.6.1). */
export interface Refusal {
  readonly detail: string;
  readonly challenge: string;
}

/** Credentials of a declared kind have to be there; whether they are good nobody can tell. */
export function refusalOf(
  contract: Contract,
  { security }: Operation,
  presented: Presented,
): Refusal | undefined {
  const alternatives = security.map((requirement) =>
    [...requirement.keys()].flatMap((name) => contract.securitySchemes.get(name) ?? []),
  );
  if (alternatives.length === 0) return undefined;
  if (alternatives.some((schemes) => schemes.every((scheme) => isPresent(scheme, presented))))
    return undefined;
  const needed = alternatives.map((schemes) => schemes.map(describe).join(' and ')).join(', or ');
  const asked = alternatives.flat().find(({ type }) => type !== 'apiKey' && type !== 'mutualTLS');
  const scheme = asked === undefined ? 'apiKey' : authorizationScheme(asked);
  const challenge = capitalized(scheme);
  return { detail: `the request needs ${needed}`, challenge };
}
