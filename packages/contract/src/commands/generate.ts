import { watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { allContracts, contractOf, workspaceRoot } from '../find-contracts.js';
import { type Compiled, type CompilerOptions, ContractCompiler } from './contract-compiler.js';

/**
 * `contract generate [PATH…] [--watch] [--annotate-formats]`: compiles contracts into their client packages. Exit code
 * 1 when a contract has errors; the others are compiled all the same.
 */
export function generate(paths: readonly string[], options: CompilerOptions): number | Promise<number> {
  const directory = workspaceRoot(process.cwd()) ?? process.cwd();
  const contracts =
    paths.length > 0 ? paths.map((path) => contractOf(resolve(path))) : allContracts(directory);
  const results = contracts.map((path) => {
    const compiler = new ContractCompiler(path, directory, options);
    return { compiler, ...compiler.compile() };
  });
  if (!options.watch) return results.every(({ ok }) => ok) ? 0 : 1;
  return watchFiles(results);
}

/** Compiles a contract again after a change of any of its files; runs until the process is stopped. */
function watchFiles(
  results: readonly (Compiled & { readonly compiler: ContractCompiler })[],
): Promise<number> {
  for (const { compiler, files } of results) {
    const names = new Set(files);
    let pending: NodeJS.Timeout | undefined;
    for (const folder of new Set(files.map((file) => dirname(file)))) {
      watch(folder, (_event, name) => {
        if (name === null || !names.has(join(folder, name))) return;
        clearTimeout(pending);
        pending = setTimeout(() => {
          for (const file of compiler.compile().files) names.add(file);
        }, 10);
      });
    }
  }
  console.log('watching for changes');
  return new Promise(() => undefined);
}
