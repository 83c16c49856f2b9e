import { versionFault } from '../changeset/contract-version.js';
import { type Fault, printFault } from '../changeset/fault.js';
import { changesetFault, printSinceBase } from '../changeset/report.js';
import { type SinceBase, sinceBase } from '../changeset/since-base.js';
import { checkContract } from '../check/contract.js';
import { catalogue, type Diagnostic } from '../diagnostics.js';
import { allContracts, contractOf, isServed, workspaceRoot } from '../find-contracts.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';

function diagnosticsOf(path: string, directory: string): readonly Diagnostic[] {
  const read = readContract(path, directory);
  const root = workspaceRoot(directory) ?? directory;
  const served = read.contract !== undefined && isServed(read.contract, root);
  return checkContract(read, { served, style: true, directory });
}

export interface CheckCall {
  readonly json: boolean;
  /** Warnings fail too. */
  readonly strict: boolean;
  /** The revision that contracts are compared with. */
  readonly since?: string | undefined;
}

/** Contracts with errors cannot be compared, and tell enough by themselves. */
function compareWith(revision: string | undefined, errors: number, directory: string): SinceBase | undefined {
  if (revision === undefined || errors > 0) return undefined;
  return sinceBase(workspaceRoot(directory) ?? directory, revision);
}

/**
 * `contract check [PATH…] [--since REVISION] [--json] [--strict]`: tells every problem, and with `--since` every contract
 * that has changed without the changeset that it needs; exit code 1 when one of them is an error, or with `--strict`
 * when there is any.
 */
export function check(paths: readonly string[], { json, strict, since: revision }: CheckCall): number {
  const directory = process.cwd();
  const contracts = paths.length > 0 ? paths.map(contractOf) : allContracts(directory);
  const diagnostics = contracts.flatMap((path) => diagnosticsOf(path, directory));
  const failed = diagnostics.filter(({ severity }) => severity === 'error').length;
  const since = compareWith(revision, failed, directory);
  const versions = failed > 0 ? [] : contracts.flatMap((path) => versionFault(path, directory) ?? []);
  const faults: Fault[] = [...versions, ...(since?.missing.map(changesetFault) ?? [])];
  const errors = failed + faults.length;
  const explained = diagnostics.map((each) => ({ ...each, ...catalogue[each.code] }));
  if (json) console.log(JSON.stringify([...explained, ...faults], null, 2));
  else {
    if (diagnostics.length > 0) console.log(`${printDiagnostics(diagnostics, directory)}\n`);
    for (const fault of faults) console.log(`${printFault(fault)}\n`);
    if (since !== undefined && revision !== undefined) console.log(printSinceBase(since, revision));
    console.log(`${contracts.length} contracts: ${errors} errors, ${diagnostics.length - failed} warnings`);
  }
  return errors > 0 || (strict && diagnostics.length > 0) ? 1 : 0;
}
