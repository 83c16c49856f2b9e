import { contractOf } from '../find-contracts.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';
import { operationTable } from '../write/markdown/operation-table.js';

/** `contract table FILE`: prints the operations as a Markdown table. Exit code 1 when the contract has errors. */
export function table(path: string): number {
  const directory = process.cwd();
  const { contract, diagnostics } = readContract(contractOf(path), directory);
  if (contract === undefined) {
    console.error(printDiagnostics(diagnostics, directory));
    return 1;
  }
  process.stdout.write(operationTable(contract));
  return 0;
}
