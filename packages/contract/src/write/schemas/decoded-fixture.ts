import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as t from 'io-ts';
import { readContract } from '../../read/contract.js';
import { problems } from '../../runtime/codec/problems.js';
import { loadCodecs } from './load-generated.js';

const directory = mkdtempSync(join(tmpdir(), 'decoded schemas '));
afterAll(() => rmSync(directory, { recursive: true }));

const decode = {
  'date-time': 'Date',
  date: 'Date',
  int64: 'bigint',
  byte: 'Uint8Array',
  uuid: 'brand',
};

/** The codecs of schemas of a document that asks for decoded values, unless its root is told. */
export function load(schemas: object, root: object = { 'x-atoll-decode': decode }) {
  const info = { title: 'Case', version: '1.0.0' };
  writeFileSync(
    join(directory, 'openapi.json'),
    JSON.stringify({ openapi: '3.1.0', info, ...root, paths: {}, components: { schemas } }),
  );
  const { contract, diagnostics } = readContract('openapi.json', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return loadCodecs(contract, contract.codecs);
}

export function codecOf(schema: unknown, root?: object): t.Type<unknown> {
  const codec = load({ Case: schema }, root).codecs.Case;
  if (codec === undefined) throw new Error('no codec');
  return codec;
}

/** What is wrong with a value, each as its pointer and what was expected. */
export function toldOf(decoded: t.Validation<unknown>): string[] {
  return decoded._tag === 'Right'
    ? []
    : problems(decoded.left).map(({ pointer, expected }) => `${pointer}: ${expected}`);
}
