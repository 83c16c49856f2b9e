/** The child process of `compile-pool.ts`: compiles the documents that it is told, one after another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkContract } from '../../src/check/contract.js';
import type { Diagnostic } from '../../src/diagnostics.js';
import { readContract } from '../../src/read/contract.js';
import { writeClient } from '../../src/write/client.js';
import { writeService } from '../../src/write/service.js';
import { writeFiles } from './check-types.js';

export interface Order {
  readonly path: string;
  /** Where the generated code is written to; nothing is kept without it. */
  readonly folder?: string;
}

/** What became of a document, with the size of what was generated. */
export type Outcome =
  | { readonly kind: 'compiled'; readonly serviceBytes: number; readonly clientBytes: number }
  | { readonly kind: 'refused' | 'failed'; readonly why: string };

/** The first of the diagnostics whose place the document does not have. */
function lostOf(diagnostics: readonly Diagnostic[], path: string): Diagnostic | undefined {
  const lines = readFileSync(path, 'utf8').split('\n');
  return diagnostics.find(({ place }) => {
    const line = lines[place.line - 1];
    return line === undefined || place.column < 1 || place.column > line.length + 1;
  });
}

function compile({ path, folder }: Order): Outcome {
  const read = readContract(path);
  const { contract } = read;
  const told = checkContract(read, { served: true, style: true, directory: process.cwd() });
  const lost = lostOf(told, path);
  if (lost !== undefined) return { kind: 'failed', why: `a diagnostic that is nowhere: ${lost.what}` };
  if (contract === undefined) {
    const errors = told.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    if (first === undefined) return { kind: 'failed', why: 'no contract, and no error that says why' };
    const { line, column } = first.place;
    const why = `${line}:${column} ${first.code}: ${first.what} (and ${errors.length - 1} more)`;
    return { kind: 'refused', why };
  }
  const [service, client] = [writeService(contract), writeClient(contract)];
  if (folder !== undefined) {
    writeFiles(join(folder, 'service'), service);
    writeFiles(join(folder, 'client'), client);
  }
  const size = (files: readonly { text: string }[]) => files.reduce((sum, { text }) => sum + text.length, 0);
  return { kind: 'compiled', serviceBytes: size(service), clientBytes: size(client) };
}

process.on('message', (order: Order) => {
  let outcome: Outcome;
  try {
    outcome = compile(order);
  } catch (error) {
    outcome = { kind: 'failed', why: `the compiler fails: ${(error as Error).stack ?? String(error)}` };
  }
  process.send?.(outcome);
});
