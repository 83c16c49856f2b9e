import type { Diagnostic } from '../diagnostics.js';
import { allContracts, contractOf } from '../find-contracts.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';

/** `contract check [PATH…] [--json]`: tells every problem; exit code 1 when one of them is an error. */
export function check(paths: readonly string[], json: boolean): number {
  const directory = process.cwd();
  const contracts = paths.length > 0 ? paths.map(contractOf) : allContracts(directory);
  const diagnostics: Diagnostic[] = contracts.flatMap((path) => [
    ...readContract(path, directory).diagnostics,
  ]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (json) console.log(JSON.stringify(diagnostics, null, 2));
  else {
    if (diagnostics.length > 0) console.log(`${printDiagnostics(diagnostics, directory)}\n`);
    console.log(`${contracts.length} contracts: ${errors} errors, ${diagnostics.length - errors} warnings`);
  }
  return errors > 0 ? 1 : 0;
}
