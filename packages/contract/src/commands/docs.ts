import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Document } from '../check/document.js';
import { contractOf } from '../find-contracts.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';
import { writeHtml } from '../write/html/page.js';

function textBeside(path: string, name: string): string | undefined {
  const file = join(dirname(path), name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * `contract docs FILE --out DIR`: writes index.html, the documentation of the contract as one page that works offline.
 * Exit code 1 when the contract has errors.
 */
export function docs(given: string, out: string): number {
  const directory = process.cwd();
  const path = contractOf(given);
  const { contract, diagnostics } = readContract(path, directory);
  if (contract === undefined) {
    console.error(printDiagnostics(diagnostics, directory));
    return 1;
  }
  const manifest = JSON.parse(textBeside(path, 'package.json') ?? '{}') as { readonly name?: string };
  const changelog = textBeside(path, 'CHANGELOG.md');
  const { path: name, text } = writeHtml(contract, {
    document: new Document(directory),
    packageName: manifest.name ?? `${contract.service}-client`,
    ...(changelog !== undefined && { changelog }),
  });
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, name), text);
  console.log(
    `${join(out, name).replaceAll('\\', '/')}  ${contract.operations.length} operations, ${contract.events.length} events`,
  );
  return 0;
}
