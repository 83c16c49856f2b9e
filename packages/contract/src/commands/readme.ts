import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allContracts, contractOf } from '../find-contracts.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';
import { writeReadme } from '../readme/write-readme.js';

function packageName(contractFile: string, service: string): string {
  const manifest = join(dirname(contractFile), 'package.json');
  if (!existsSync(manifest)) return `${service}-client`;
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { name: string }).name;
}

/** `contract readme [PATH…]`: prints the README of a client's package. Exit code 1 when a contract has errors. */
export function readme(paths: readonly string[]): number {
  const directory = process.cwd();
  const contracts = paths.length > 0 ? paths.map(contractOf) : allContracts(directory);
  const texts = contracts.map((path) => {
    const { contract, diagnostics } = readContract(path, directory);
    if (contract === undefined) console.error(printDiagnostics(diagnostics, directory));
    return contract && writeReadme(contract, packageName(path, contract.service));
  });
  const readable = texts.filter((text) => text !== undefined);
  if (readable.length > 0) process.stdout.write(readable.join('\n'));
  return readable.length === texts.length ? 0 : 1;
}
