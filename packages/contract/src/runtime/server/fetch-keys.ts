import type { JSONWebKeySet } from 'jose';

const maxBytes = 256 * 1024;

/**
 * Gets the keys of an issuer from `${issuer}/.well-known/jwks.json`. Errors: Error when there is no answer within
 * `timeoutMs`, or one that is no JWK Set (RFC 7517, 5).
 *
 * Uses the platform's http module instead of fetch, whose first use costs a cold start 60 ms and more.
 */
export function fetchKeys(issuer: string, timeoutMs: number): () => Promise<JSONWebKeySet> {
  const url = new URL(`${issuer.replace(/\/+$/, '')}/.well-known/jwks.json`);
  return async () => {
    const keys = parse(await textOf(url, timeoutMs), url);
    if (isKeySet(keys)) return keys;
    throw new Error(`${url} does not answer with a JWK Set`);
  };
}

function parse(text: string, url: URL): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${url} does not answer with JSON`, { cause });
  }
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);
}

function textOf(url: URL, timeoutMs: number): Promise<string> {
  const http = process.getBuiltinModule(url.protocol === 'http:' ? 'node:http' : 'node:https');
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = (cause: Error) =>
      reject(
        new Error(
          `no keys from ${url}: ${signal.aborted ? `no answer within ${timeoutMs} ms` : cause.message}`,
          { cause },
        ),
      );
    const request = http.get(url, { signal, headers: { accept: 'application/json' } }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) response.destroy(new Error(`the answer is larger than ${maxBytes} bytes`));
        chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else fail(new Error(`the answer is ${response.statusCode}`));
      });
    });
    request.on('error', fail);
  });
}
