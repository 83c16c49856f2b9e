import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from '../../src/write/generated-file.js';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc');

/** What generated code has to stand: nothing is silenced, and libraries are checked by who publishes them. */
export const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  module: 'ESNext',
  moduleResolution: 'bundler',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  isolatedDeclarations: true,
  declaration: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
};

export function writeFiles(folder: string, files: readonly GeneratedFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function prepare(folder: string, include: readonly string[]): string[] {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(root, 'node_modules'), modules);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }));
  return [tsc, '-p', folder, '--pretty', 'false'];
}

function errorsOf(output: string, status: number | null): string[] {
  if (status === 0) return [];
  const lines = output.split('\n').filter((line) => /\berror\b/.test(line));
  return lines.length > 0 ? lines : [`tsc ended with ${status}`];
}

/** What the strict compiler says of everything below `folder`: one line an error. */
export function typeErrors(folder: string): string[] {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, prepare(folder, ['.']), options);
  rmSync(join(folder, 'node_modules'));
  return errorsOf(`${stdout}${stderr}`, status);
}

/** The same of some folders below `folder`, while other work goes on. */
export async function typeErrorsOf(folder: string, include: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, prepare(folder, include), { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (text) => {
    output += String(text);
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return errorsOf(output, status);
}
