import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Contract } from '../model.js';
import type { decodeRequest } from '../runtime/server/decode-request.js';
import type { encodeAnswer, encodeProblem, UndeclaredAnswer } from '../runtime/server/encode-answer.js';
import type { headerOf } from '../runtime/server/event.js';
import type { findOperation } from '../runtime/server/find-operation.js';
import type { ServedContract, ServedOperation } from '../runtime/server/handler.js';
import type { acceptable, negotiate } from '../runtime/server/negotiate.js';
import type { ProblemError, problem } from '../runtime/server/problem.js';
import { writeService } from '../write/service.js';

/** The code that a service of the contract would run, as far as a mock needs it. */
export interface LoadedService {
  readonly contract: ServedContract<Readonly<Record<string, ServedOperation>>>;
  readonly findOperation: typeof findOperation;
  readonly negotiate: typeof negotiate;
  readonly acceptable: typeof acceptable;
  readonly decodeRequest: typeof decodeRequest;
  readonly encodeAnswer: typeof encodeAnswer;
  readonly encodeProblem: typeof encodeProblem;
  readonly headerOf: typeof headerOf;
  readonly problem: typeof problem;
  readonly ProblemError: typeof ProblemError;
  readonly UndeclaredAnswer: typeof UndeclaredAnswer;
}

const entry = `export { contract } from './contract.js';
export { findOperation } from './runtime/server/find-operation.js';
export { acceptable, negotiate } from './runtime/server/negotiate.js';
export { decodeRequest } from './runtime/server/decode-request.js';
export { encodeAnswer, encodeProblem, UndeclaredAnswer } from './runtime/server/encode-answer.js';
export { headerOf } from './runtime/server/event.js';
export { ProblemError, problem } from './runtime/server/problem.js';
`;

/** Lets esbuild read files that exist in memory alone. */
function inMemory(files: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'in-memory',
    setup(building) {
      building.onResolve({ filter: /^\.{1,2}\// }, ({ path, importer }) => ({
        path: posix.join(posix.dirname(importer), path).replace(/\.js$/, '.ts'),
        namespace: 'memory',
      }));
      building.onResolve({ filter: /^[^.]/ }, ({ path }) => ({ path, external: true }));
      building.onLoad({ filter: /.*/, namespace: 'memory' }, ({ path }) => ({
        contents: files.get(path) ?? '',
        loader: 'ts',
      }));
    },
  };
}

/**
 * Compiles the service of a contract in memory and loads it: what it refuses and answers is what the generated service
 * refuses and answers, because it is the same code.
 */
export async function loadService(contract: Contract): Promise<LoadedService> {
  const files = new Map([
    // A mock answers with values as they go over the wire.
    ...writeService(contract, { decode: false }).map(({ path, text }) => [path, text] as const),
    ['entry.ts', entry],
  ]);
  const { outputFiles } = await build({
    entryPoints: ['./entry.ts'],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    logLevel: 'silent',
    plugins: [inMemory(files)],
  });
  const module = { exports: {} };
  const require = createRequire(import.meta.url);
  new Function('require', 'module', 'exports', outputFiles[0]?.text ?? '')(require, module, module.exports);
  return module.exports as LoadedService;
}
