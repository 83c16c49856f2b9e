import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Contract } from '../../src/model.js';
import type { Answer } from '../../src/runtime/server/encode-answer.js';
import type { ProxyEvent, ProxyResult } from '../../src/runtime/server/event.js';
import { writeService } from '../../src/write/service.js';

/** What a handler gets, whatever its operation. */
export interface HandledRequest {
  readonly body?: unknown;
  readonly contentType?: string;
}

/** Answers an operation of the service. */
export type Ask = (operationId: string, request: HandledRequest) => Promise<Answer>;

/** What a service answers, and what it says of an answer that went wrong. */
export interface Handled {
  readonly result: ProxyResult;
  /** Whether a handler was called, and its answer came out. */
  readonly isAnswered: boolean;
  readonly error?: string;
}

/** The generated service of one document, all of whose handlers are `ask`. */
export interface GeneratedService {
  handle(event: ProxyEvent, ask: Ask): Promise<Handled>;
}

const code = `import { contract } from './gen/contract.js';
import { serve } from './gen/runtime/server/serve.js';
let now;
const answer = (name) => async (request) => {
  const answered = await now.ask(name, request);
  now.isAnswered = true;
  return answered;
};
const handlers = Object.fromEntries(Object.keys(contract.operations).map((name) => [name, answer(name)]));
const scopes = Object.values(contract.operations).flatMap(({ security }) => security.flatMap((each) => Object.values(each).flat()));
const log = (_level, { error }) => {
  if (error !== undefined) now = { ...now, isAnswered: false, error: error.split('\\n')[0] };
};
const handler = serve(contract, handlers, async () => ({ context: {}, options: { authenticate: async () => ({ sub: 'spec', scopes }), log } }));
const lambda = { awsRequestId: 'spec', getRemainingTimeInMillis: () => 10000 };
module.exports.handle = async (event, ask) => {
  now = { ask, isAnswered: false };
  const result = await handler(event, lambda);
  return { result, isAnswered: now.isAnswered, error: now.error };
};
`;

/** Compiles and loads the service. `own` is a folder from which io-ts is found. */
export async function serviceOf(contract: Contract, own: string): Promise<GeneratedService> {
  const directory = mkdtempSync(join(own, 'service '));
  for (const { path, text } of writeService(contract, { formats: 'annotate' })) {
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
  return createRequire(outfile)(outfile) as GeneratedService;
}
