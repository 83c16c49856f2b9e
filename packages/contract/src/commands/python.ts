import { basename, resolve } from 'node:path';
import { checkPython } from '../check/python.js';
import { contractOf } from '../find-contracts.js';
import type { CodecOptions } from '../model.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';
import { writePython } from '../write/python/package.js';
import { FolderWriter } from './folder-writer.js';

/**
 * `contract python FILE --out DIR [--annotate-formats] [--open-enums]`: writes the contract as a Python package. Exit
 * code 1 when the contract has errors or something that the package could not keep, 2 when DIR is no name of a package.
 */
export function python(path: string, out: string, options: CodecOptions = {}): number {
  const directory = process.cwd();
  const folder = resolve(out);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(basename(folder))) {
    console.error(
      `--out names the package: '${basename(folder)}' cannot be imported; use letters, digits and _`,
    );
    return 2;
  }
  const { contract, diagnostics } = readContract(contractOf(path), directory);
  const all = contract === undefined ? diagnostics : checkPython(contract);
  if (contract === undefined || all.length > 0) {
    console.error(printDiagnostics(all, directory));
    return 1;
  }
  const files = writePython(contract, options);
  // What stands beside is Python's or its user's: a package has more files than are generated.
  new FolderWriter({ remembers: false }).write(folder, files);
  console.log(
    `${out.replaceAll('\\', '/')}  ${contract.operations.length} operations, ${files.length} files`,
  );
  return 0;
}
