import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { checkContract } from '../check/contract.js';
import { allContracts, contractOf, isServed, workspaceRoot } from '../find-contracts.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';
import { writeClient } from '../write/client.js';
import type { GeneratedFile } from '../write/generated-file.js';
import type { CodecOptions } from '../write/schemas/plan-schemas.js';
import { writeService } from '../write/service.js';

const unfinished = /\.\d+\.tmp$/;
const abandonedMs = 60_000;

/** Whether another run is just writing the file; what is older was left by one that was ended. */
function isBeingWritten(file: string): boolean {
  if (!unfinished.test(file)) return false;
  const modifiedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return modifiedMs === undefined || Date.now() - modifiedMs < abandonedMs;
}

/** Paths relative to the folder, with `/`. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isBeingWritten(file))
    .map((file) => relative(folder, file).replaceAll('\\', '/'));
}

/** A reader, be it a watcher or another task, sees the old file or the new one and never a part of it. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const whole = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(whole, text);
    renameSync(whole, file);
  } catch (error) {
    rmSync(whole, { force: true });
    throw error;
  }
}

/** Writes what has changed and removes what is no longer generated, so that a folder is its contract and nothing else. */
function writeFolder(folder: string, files: readonly GeneratedFile[]): number {
  const wanted = new Map(files.map(({ path, text }) => [path, text]));
  for (const path of filesBelow(folder)) if (!wanted.has(path)) rmSync(join(folder, path), { force: true });
  let written = 0;
  for (const [path, text] of wanted) {
    const file = join(folder, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    writeWhole(file, text);
    written++;
  }
  return written;
}

/** Compiles one contract and tells its problems; `files` are those that it stands in. */
function generateOne(
  path: string,
  directory: string,
  options: CodecOptions,
): { ok: boolean; files: readonly string[] } {
  const started = performance.now();
  const read = readContract(path, directory);
  const { contract, files } = read;
  const served = contract !== undefined && isServed(contract, directory);
  const all = checkContract(read, { served, style: false, directory });
  if (all.length > 0) console.error(`${printDiagnostics(all, directory)}\n`);
  if (contract === undefined || all.some(({ severity }) => severity === 'error')) return { ok: false, files };
  const client = join(dirname(path), 'src');
  let written = writeFolder(client, writeClient(contract, options));
  if (served)
    written += writeFolder(join(directory, 'apps', contract.service, 'gen'), writeService(contract, options));
  const took = `${Math.round(performance.now() - started)} ms`;
  console.log(
    `${relative(directory, client).replaceAll('\\', '/')}  ${contract.operations.length} operations, ${contract.events.length} events, ${written} files written  ${took}`,
  );
  return { ok: true, files };
}

interface GenerateOptions extends CodecOptions {
  readonly watch: boolean;
}

/**
 * `contract generate [PATH…] [--watch] [--annotate-formats]`: compiles contracts into their client packages. Exit code
 * 1 when a contract has errors; the others are compiled all the same.
 */
export function generate(paths: readonly string[], options: GenerateOptions): number | Promise<number> {
  const directory = workspaceRoot(process.cwd()) ?? process.cwd();
  const contracts =
    paths.length > 0 ? paths.map((path) => contractOf(resolve(path))) : allContracts(directory);
  const results = contracts.map((path) => ({ path, ...generateOne(path, directory, options) }));
  if (!options.watch) return results.every(({ ok }) => ok) ? 0 : 1;
  return watchFiles(results, directory, options);
}

/** Compiles a contract again after a change of any of its files; runs until the process is stopped. */
function watchFiles(
  results: readonly { path: string; files: readonly string[] }[],
  directory: string,
  options: CodecOptions,
): Promise<number> {
  for (const { path, files } of results) {
    const names = new Set(files);
    let pending: NodeJS.Timeout | undefined;
    for (const folder of new Set(files.map((file) => dirname(file)))) {
      watch(folder, (_event, name) => {
        if (name === null || !names.has(join(folder, name))) return;
        clearTimeout(pending);
        pending = setTimeout(() => {
          for (const file of generateOne(path, directory, options).files) names.add(file);
        }, 10);
      });
    }
  }
  console.log('watching for changes');
  return new Promise(() => undefined);
}
