import { decode } from '../codec/shape.js';
import type { Authenticate } from './authorize.js';
import { cookiesOf, headerOf, type ProxyEvent, queryOf } from './event.js';
import type { Caller, ServedOperation } from './handler.js';
import { ProblemError, problem } from './problem.js';

/** How a scheme of the contract shows who calls. */
export interface SchemeFormat {
  /** `bearer`: also OAuth 2 and OpenID Connect; `http`: any other scheme of the Authorization header. */
  readonly kind: 'bearer' | 'basic' | 'http' | 'apiKey' | 'tls';
  /** Of the Authorization header, in lower case. */
  readonly scheme?: string;
  readonly in?: 'header' | 'query' | 'cookie';
  readonly parameter?: string;
}

/** One for whatever scheme an operation has, or one for each scheme by its name in the contract. */
export type Authentication = Authenticate | Readonly<Record<string, Authenticate | undefined>>;

/**
 * What of a request a scheme goes by: the whole Authorization header, the API key, or the client's certificate (PEM,
 * as API Gateway passes it on where mutual TLS is on).
 */
export function credentialOf(format: SchemeFormat, event: ProxyEvent): string | undefined {
  if (format.kind === 'tls') return event.requestContext.identity?.clientCert?.clientCertPem;
  if (format.kind !== 'apiKey') return headerOf(event, 'authorization');
  const name = format.parameter ?? '';
  if (format.in === 'header') return headerOf(event, name.toLowerCase());
  const pairs = format.in === 'query' ? queryOf(event) : cookiesOf(event);
  const found = pairs.find(([key]) => key === name || key === encodeURIComponent(name));
  return found === undefined ? undefined : decode(found[1]);
}

function isPresent(format: SchemeFormat, event: ProxyEvent): boolean {
  const credential = credentialOf(format, event);
  if (credential === undefined || format.kind === 'apiKey' || format.kind === 'tls')
    return credential !== undefined;
  const scheme = format.kind === 'http' ? (format.scheme ?? '') : format.kind;
  return credential.slice(0, scheme.length + 1).toLowerCase() === `${scheme} `;
}

type Alternative = ServedOperation['security'][number];

interface Asked {
  readonly operation: ServedOperation;
  readonly event: ProxyEvent;
  readonly schemes: Readonly<Record<string, SchemeFormat>>;
  readonly authentication: Authentication | undefined;
}

/** A scheme may have a name that every object inherits, and what it inherits authenticates nobody. */
function authenticateOf(authentication: Authentication | undefined, name: string): Authenticate | undefined {
  if (authentication === undefined || typeof authentication === 'function') return authentication;
  return Object.hasOwn(authentication, name) ? authentication[name] : undefined;
}

class Credentials {
  readonly #asked: Asked;
  readonly #callers = new Map<string, Promise<Caller>>();

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  format(name: string): SchemeFormat {
    const { schemes } = this.#asked;
    return (Object.hasOwn(schemes, name) ? schemes[name] : undefined) ?? { kind: 'bearer' };
  }

  caller(name: string): Promise<Caller> {
    const known = this.#callers.get(name) ?? this.#authenticate(name);
    this.#callers.set(name, known);
    return known;
  }

  async #authenticate(name: string): Promise<Caller> {
    const { authentication, operation, event } = this.#asked;
    const authenticate = authenticateOf(authentication, name);
    if (authenticate === undefined)
      throw new Error(
        `${operation.operationId} needs credentials, but no 'authenticate' was given for '${name}'`,
      );
    return authenticate(credentialOf(this.format(name), event), event.requestContext.identity);
  }

  /** Who all schemes of an alternative say it is, the first naming it; undefined where one lacks a scope. */
  async all(alternative: Alternative): Promise<Caller | undefined> {
    const names = Object.keys(alternative);
    const callers: Caller[] = [];
    for (const name of names) callers.push(await this.caller(name));
    const lacking = names.some((name, index) =>
      (alternative[name] ?? []).some((scope) => callers[index]?.scopes.includes(scope) !== true),
    );
    const [first] = callers;
    if (lacking || first === undefined) return undefined;
    return callers.length === 1
      ? first
      : { ...first, scopes: [...new Set(callers.flatMap(({ scopes }) => scopes))] };
  }
}

function lackingScopes(alternatives: readonly Alternative[]): ProblemError {
  const needed = alternatives
    .map((each) => Object.values(each).flat().join(' and '))
    .filter((each) => each !== '');
  return new ProblemError(problem(403, `the token needs the scope ${needed.join(', or ')}`), {
    'www-authenticate': 'Bearer error="insufficient_scope"',
  });
}

/**
 * Who calls, by the first alternative whose credentials are given and good; undefined where none are needed. Errors:
 * ProblemError 401 where they are missing or not valid, 403 naming the scopes that would do, 503.
 */
export async function callerOf(asked: Asked): Promise<Caller | undefined> {
  const { security } = asked.operation;
  const alternatives = security.filter((each) => Object.keys(each).length > 0);
  const [first] = alternatives;
  if (first === undefined) return undefined;
  const credentials = new Credentials(asked);
  const names = alternatives.flatMap((each) => Object.keys(each));
  const given = names.some((name) => credentialOf(credentials.format(name), asked.event) !== undefined);
  if (!given && alternatives.length < security.length) return undefined;
  const present = alternatives.filter((each) =>
    Object.keys(each).every((name) => isPresent(credentials.format(name), asked.event)),
  );
  let refusal: ProblemError | undefined;
  let lacking = false;
  for (const alternative of present.length > 0 ? present : [first]) {
    try {
      const caller = await credentials.all(alternative);
      if (caller !== undefined) return caller;
      lacking = true;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      refusal ??= error;
    }
  }
  throw lacking || refusal === undefined ? lackingScopes(alternatives) : refusal;
}

function refused(detail: string, challenge: string): ProblemError {
  return new ProblemError(problem(401, detail), { 'www-authenticate': challenge });
}

/** Checks API keys: `lookup` gives whose a key is, undefined where it is nobody's. */
export function apiKeys(lookup: (key: string) => Promise<Caller | undefined>): Authenticate {
  return async (key) => {
    if (key === undefined || key === '') throw refused('the API key is missing', 'ApiKey');
    const caller = await lookup(key);
    if (caller === undefined) throw refused('the API key is not valid', 'ApiKey');
    return caller;
  };
}

/**
 * Trusts the API keys that API Gateway has checked, by usage plans, before it called the function; the caller is the
 * key's id. The header says nothing: it is sent to methods that need no key, and by whoever calls a gateway that knows
 * none (`sam local`), so that these are refused.
 */
export function gatewayApiKeys(): Authenticate {
  return async (_key, identity) => {
    const sub = identity?.apiKeyId;
    if (!sub) throw refused('API Gateway has not checked an API key', 'ApiKey');
    return { sub, scopes: [] };
  };
}

/** Checks names and passwords (RFC 7617); a password must never be compared by `===` alone: hash it first. */
export function basicCredentials(
  check: (username: string, password: string) => Promise<Caller | undefined>,
): Authenticate {
  const challenge = 'Basic realm="service", charset="UTF-8"';
  return async (authorization) => {
    const encoded = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (encoded === undefined) throw refused('the Authorization header has no name and password', challenge);
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const at = text.indexOf(':');
    const caller = at < 0 ? undefined : await check(text.slice(0, at), text.slice(at + 1));
    if (caller === undefined) throw refused('name and password are not valid', challenge);
    return caller;
  };
}
