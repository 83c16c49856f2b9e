import type { CommitLog, Participant } from '@atoll/embedded-dynamodb';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';

/** Part of the commit log that keeps the issuer's key. */
const part = 'issuer';

/** An RSA key (RFC 7517) with its id; `publicJwk` is what the JWKS publishes. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

interface KeyMade {
  readonly jwk: JWK;
}

async function importKey(jwk: JWK): Promise<SigningKey> {
  const { kty = '', n = '', e = '' } = jwk;
  const publicMembers = { kty, n, e };
  const kid = await calculateJwkThumbprint(publicMembers);
  const privateKey = await importJWK(jwk, 'RS256');
  if (privateKey instanceof Uint8Array) throw new Error("the issuer's key in the commit log is no RSA key");
  return { kid, privateKey, publicJwk: { ...publicMembers, kid, alg: 'RS256', use: 'sig' } };
}

/** The key made at the first use and kept in the log: tokens stay valid over a restart on the same data. */
class KeyStore implements Participant {
  readonly #log: CommitLog;
  #jwk: JWK | undefined;
  #key: Promise<SigningKey> | undefined;

  constructor(log: CommitLog) {
    this.#log = log;
    log.join(part, this);
  }

  apply(data: unknown): void {
    this.#jwk = (data as KeyMade).jwk;
  }

  *snapshot(): Iterable<KeyMade> {
    if (this.#jwk !== undefined) yield { jwk: this.#jwk };
  }

  key(): Promise<SigningKey> {
    this.#key ??= this.#load();
    return this.#key;
  }

  async #load(): Promise<SigningKey> {
    if (this.#jwk === undefined) {
      const { privateKey } = await generateKeyPair('RS256', { extractable: true });
      const jwk = await exportJWK(privateKey);
      this.#log.commit([{ part, data: { jwk } satisfies KeyMade }]);
      await this.#log.durable();
      return importKey(jwk);
    }
    return importKey(this.#jwk);
  }
}

/** Joins the log and gives the issuer's key; to be called before the log opens, its result after that. */
export function signingKeyIn(log: CommitLog): () => Promise<SigningKey> {
  const store = new KeyStore(log);
  return () => store.key();
}
