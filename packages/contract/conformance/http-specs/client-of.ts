import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Contract, Operation } from '../../src/model.js';
import { readContract } from '../../src/read/contract.js';
import { writeClient } from '../../src/write/client.js';
import { operationNames } from '../../src/write/operation-names.js';

type Call = (client: object, request: object, options: object) => Promise<{ status: number; body?: unknown }>;

/** The generated client of one document. */
export interface GeneratedClient {
  readonly contract: Contract;
  call(operation: Operation, client: object, given: { request: object; options: object }): ReturnType<Call>;
}

/** Errors: Error with what the reader says of the document. */
export async function clientOf(document: string, folder: string, own: string): Promise<GeneratedClient> {
  const { contract, diagnostics } = readContract(document, folder);
  if (contract === undefined) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    throw new Error(`the reader refuses it: ${errors[0]?.code}: ${errors[0]?.what}`);
  }
  const directory = mkdtempSync(join(own, 'client '));
  for (const { path, text } of writeClient(contract)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const outfile = join(directory, 'client.cjs');
  await build({
    entryPoints: [join(directory, 'index.ts')],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    outfile,
  });
  const module = createRequire(outfile)(outfile) as Record<string, Call> & {
    createClient(options: object): object;
  };
  const names = operationNames(contract);
  return {
    contract,
    async call(operation, client, { request, options }) {
      const call = module[names.get(operation)?.function ?? ''];
      if (call === undefined) throw new Error(`the client has no ${operation.operationId}`);
      return call(module.createClient(client), request, options);
    },
  };
}
