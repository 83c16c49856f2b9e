import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Contract, Operation } from '../../src/model.js';
import { writeClient } from '../../src/write/client.js';
import { operationNames } from '../../src/write/operation-names.js';

export interface Result {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

type Call = (client: object, request: object, options: object) => Promise<Result>;

/** The generated client of one document. */
export interface GeneratedClient {
  call(operation: Operation, client: object, given: { request: object; options: object }): Promise<Result>;
}

/** Compiles and loads the client. `own` is a folder from which io-ts is found. */
export async function clientOf(contract: Contract, own: string): Promise<GeneratedClient> {
  const directory = mkdtempSync(join(own, 'client '));
  for (const { path, text } of writeClient(contract, { formats: 'annotate' })) {
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
    async call(operation, client, { request, options }) {
      const call = module[names.get(operation)?.function ?? ''];
      if (call === undefined) throw new Error(`the client has no ${operation.operationId}`);
      return call(module.createClient(client), request, options);
    },
  };
}

/** Credentials of a request by the scheme that they are for, as a client takes them. */
export function authOf(
  contract: Contract,
  sent: { readonly headers: ReadonlyMap<string, string>; query(name: string): string | undefined },
): Readonly<Record<string, () => string>> {
  const found = [...contract.securitySchemes.values()].flatMap((scheme) => {
    const { name, type, in: location, parameterName = '' } = scheme;
    const value =
      type === 'apiKey' && location === 'query'
        ? sent.query(parameterName)
        : sent.headers.get(type === 'apiKey' ? parameterName.toLowerCase() : 'authorization');
    if (value === undefined) return [];
    const credential = type === 'apiKey' ? value : value.replace(/^\S+ /, '');
    return [[name, () => credential] as const];
  });
  return Object.fromEntries(found);
}
