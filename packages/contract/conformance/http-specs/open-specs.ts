import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Contract } from '../../src/model.js';
import { readContract } from '../../src/read/contract.js';
import { compileSpecs, install, type Scenario, scenariosOf } from './prepare.js';

/** An OpenAPI document of a spec; `refused` says why there is no contract. */
export interface SpecDocument {
  /** The spec's folder: `parameters/query`. */
  readonly spec: string;
  readonly contract?: Contract;
  readonly refused?: string;
}

export interface Specs {
  readonly folder: string;
  /** For generated code: inside the package, so that io-ts is found from there. It goes with the process. */
  readonly own: string;
  readonly documents: readonly SpecDocument[];
  readonly scenarios: readonly Scenario[];
}

function read(document: string, folder: string): SpecDocument {
  const spec = dirname(document.replaceAll('\\', '/'));
  const { contract, diagnostics } = readContract(document, join(folder, 'openapi'));
  if (contract !== undefined) return { spec, contract };
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return { spec, refused: `the reader refuses it: ${error?.code}: ${error?.what}` };
}

/**
 * Installs the specs into a folder that goes with the process, or into the one that is given, which is kept, and
 * compiles them to OpenAPI. Errors: what npm says.
 */
export async function openSpecs(given: string | undefined): Promise<Specs> {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'http specs '));
  mkdirSync(folder, { recursive: true });
  const own = mkdtempSync(join(import.meta.dirname, '..', '..', 'generated '));
  process.on('exit', () => {
    rmSync(own, { recursive: true, force: true });
    if (given === undefined) rmSync(folder, { recursive: true, force: true });
  });
  if (!existsSync(join(folder, 'node_modules'))) install(folder);
  const documents = compileSpecs(folder).map((document) => read(document, folder));
  return { folder, own, documents, scenarios: await scenariosOf(folder) };
}

/** Runs a check of the specs; where they cannot be installed, says so and ends with 1. */
export async function runSpecs(check: (specs: Specs) => Promise<number>): Promise<never> {
  try {
    process.exitCode = await check(await openSpecs(process.argv[2]));
  } catch (error) {
    const { stderr, message, stack } = error as Error & { stderr?: unknown };
    console.log(`skipped: ${stderr === undefined ? (stack ?? message) : String(stderr).split('\n')[0]}`);
    process.exitCode = 1;
  }
  // The mock server and what it keeps open end with the process.
  process.exit();
}
