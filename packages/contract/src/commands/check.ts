import { checkService } from '../check/service.js';
import type { Diagnostic } from '../diagnostics.js';
import { allContracts, contractOf, isServed, workspaceRoot } from '../find-contracts.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';

function diagnosticsOf(path: string, directory: string): Diagnostic[] {
  const { contract, diagnostics } = readContract(path, directory);
  const served = contract !== undefined && isServed(contract, workspaceRoot(directory) ?? directory);
  return served ? [...diagnostics, ...checkService(contract)] : [...diagnostics];
}

/** `contract check [PATH…] [--json]`: tells every problem; exit code 1 when one of them is an error. */
export function check(paths: readonly string[], json: boolean): number {
  const directory = process.cwd();
  const contracts = paths.length > 0 ? paths.map(contractOf) : allContracts(directory);
  const diagnostics = contracts.flatMap((path) => diagnosticsOf(path, directory));
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (json) console.log(JSON.stringify(diagnostics, null, 2));
  else {
    if (diagnostics.length > 0) console.log(`${printDiagnostics(diagnostics, directory)}\n`);
    console.log(`${contracts.length} contracts: ${errors} errors, ${diagnostics.length - errors} warnings`);
  }
  return errors > 0 ? 1 : 0;
}
