import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Contract } from '../../src/model.js';
import { readContract } from '../../src/read/contract.js';
import type { ProxyEvent, ProxyResult } from '../../src/runtime/server/event.js';
import { writeService } from '../../src/write/service.js';

/** What every handler of the service answers next. */
export interface NextAnswer {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: unknown;
}

/** The generated service of one document; its handlers answer `next`, and `errors` is what it logged. */
export interface GeneratedService {
  readonly contract: Contract;
  readonly next: NextAnswer;
  readonly errors: unknown[];
  handle(event: ProxyEvent): Promise<ProxyResult>;
}

const code = `import { contract } from './gen/contract.js';
import { serve } from './gen/runtime/server/serve.js';
const next = { status: 204, headers: {}, body: undefined };
const errors = [];
const answer = async () => Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
const handlers = Object.fromEntries(Object.keys(contract.operations).map((name) => [name, answer]));
const scopes = Object.values(contract.operations).flatMap(({ security }) => security.flatMap((each) => Object.values(each).flat()));
const options = { authenticate: async () => ({ sub: 'spec', scopes }), log: (_level, fields) => errors.push(fields.error) };
const handler = serve(contract, handlers, async () => ({ context: {}, options }));
const lambda = { awsRequestId: 'spec', getRemainingTimeInMillis: () => 10000 };
module.exports = { next, errors, handle: (event) => handler(event, lambda) };
`;

/** Errors: Error where the reader refuses the document. */
export async function serviceOf(document: string, folder: string, own: string): Promise<GeneratedService> {
  const { contract } = readContract(document, folder);
  if (contract === undefined) throw new Error(`the reader refuses ${document}`);
  const directory = mkdtempSync(join(own, 'service '));
  for (const { path, text } of writeService(contract)) {
    mkdirSync(dirname(join(directory, 'gen', path)), { recursive: true });
    writeFileSync(join(directory, 'gen', path), text);
  }
  writeFileSync(join(directory, 'entry.js'), code);
  const outfile = join(directory, 'service.cjs');
  await build({
    entryPoints: [join(directory, 'entry.js')],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    outfile,
    logLevel: 'error',
  });
  const loaded = createRequire(outfile)(outfile) as Omit<GeneratedService, 'contract'>;
  return { contract, ...loaded };
}
