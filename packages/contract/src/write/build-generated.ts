import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { readContract } from '../read/contract.js';
import { writeClient } from './client.js';
import type { GeneratedFile } from './generated-file.js';
import { writeService } from './service.js';

const packageRoot = join(import.meta.dirname, '..', '..');
const tsc = join(packageRoot, '..', '..', 'node_modules', 'typescript-native', 'bin', 'tsc');

/** Code over what is generated from a contract, as a test of the writers needs it. */
export interface Built<Module> {
  readonly module: Module;
  /** What the strict compiler says, also of `more` code that stands beside; empty when it has nothing to say. */
  typeErrors(more?: string): string;
  remove(): void;
}

function write(directory: string, folder: string, files: readonly GeneratedFile[]): void {
  for (const { path, text } of files) {
    const file = join(directory, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function checkTypes(directory: string, more: string): string {
  writeFileSync(join(directory, 'more.ts'), more);
  const config = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: {
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      noPropertyAccessFromIndexSignature: true,
      noImplicitReturns: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      allowUnreachableCode: false,
      allowUnusedLabels: false,
    },
    include: ['gen', 'client', '*.ts'],
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  try {
    return execFileSync(process.execPath, [tsc, '--pretty', 'false', '-p', directory], { encoding: 'utf8' });
  } catch (error) {
    return String((error as { stdout: string }).stdout);
  }
}

async function buildIn<Module>(directory: string, document: string, code: string): Promise<Module> {
  writeFileSync(join(directory, 'openapi.yaml'), document);
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  write(directory, 'gen', writeService(contract));
  write(directory, 'client', writeClient(contract));
  writeFileSync(join(directory, 'service.ts'), code);
  const outfile = join(directory, 'service.cjs');
  const entryPoints = [join(directory, 'service.ts')];
  await build({ entryPoints, bundle: true, format: 'cjs', platform: 'node', outfile });
  return createRequire(outfile)(outfile) as Module;
}

/** Generates service (`gen/`) and client (`client/`) of a document and loads the bundle of `code`, which stands beside them. */
export async function buildGenerated<Module>(document: string, code: string): Promise<Built<Module>> {
  const directory = mkdtempSync(join(packageRoot, 'generated '));
  const remove = () => rmSync(directory, { recursive: true });
  try {
    const module = await buildIn<Module>(directory, document, code);
    return { module, typeErrors: (more = 'export {};') => checkTypes(directory, more), remove };
  } catch (error) {
    // Without what is returned nobody could remove it.
    remove();
    throw error;
  }
}
