import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Json } from '../system.js';

/** One request of a seed file, sent to the gateway as any client would. */
export interface SeedRequest {
  readonly method: string;
  /** With its query, from the API's root: `/v1/products/chair`. */
  readonly path: string;
  /** What the token may do; without scopes and `sub` the request goes without a token. */
  readonly scopes?: readonly string[];
  readonly sub?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

export interface SeedFile {
  readonly path: string;
  /** SHA-256 of the content, in hex: what says whether a file was applied. */
  readonly hash: string;
  readonly requests: readonly SeedRequest[];
}

/** A seed that cannot be read or that the system refused. */
export class SeedError extends Error {}

const isTextList = (value: unknown) =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
  const { method, path, scopes, sub, headers, body: _body, ...rest } = value as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    return `has a member '${unknown}'; there are method, path, scopes, sub, headers and body`;
  if (typeof method !== 'string' || !/^[A-Z]+$/.test(method)) return 'needs a method such as PUT';
  if (typeof path !== 'string' || !path.startsWith('/')) return 'needs a path that begins with /';
  if (scopes !== undefined && !isTextList(scopes)) return 'has scopes that are no list of texts';
  if (sub !== undefined && typeof sub !== 'string') return 'has a sub that is no text';
  if (headers !== undefined && !(typeof headers === 'object' && isTextList(Object.values(headers ?? {}))))
    return 'has headers that are no texts';
  return undefined;
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new SeedError(`the seed file ${path} cannot be read: ${(error as Error).message}`);
  }
}

/** Reads a seed file: a JSON array of requests. Errors: SeedError naming file and index. */
export function readSeeds(path: string): SeedFile {
  const bytes = contentOf(path);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new SeedError(`${path} is no JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(value)) throw new SeedError(`${path} is no JSON array of requests`);
  value.forEach((each, index) => {
    const fault = faultOf(each);
    if (fault !== undefined) throw new SeedError(`${path}: request ${index} ${fault}`);
  });
  return { path, hash: createHash('sha256').update(bytes).digest('hex'), requests: value as SeedRequest[] };
}
