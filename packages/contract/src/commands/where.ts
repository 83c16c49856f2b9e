import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { allContracts, workspaceRoot } from '../find-contracts.js';

const ignored = new Set(['node_modules', 'dist', '.git', '.nx', '.aws-sam']);

function sourceFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !ignored.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sourceFiles(path) : /\.(m?[jt]s|py)$/.test(entry.name) ? [path] : [];
    });
}

/** What a line that names the operation is: told by where it stands. */
function kindOf(file: string, line: string, operationId: string): string {
  if (file.includes('/gen/') || /^packages\/[^/]+-client\/src\//.test(file)) return 'generated';
  if (/\.test\.m?[jt]s$/.test(file)) return 'test';
  return line.includes(`export const ${operationId}`) ? 'handler' : 'caller';
}

/**
 * `contract where OPERATION_ID`: the contract's line, the handler, tests, generated code and callers, one a line as
 * `kind file:line text`. Exit code 1 when no contract declares the operation.
 */
export function where(operationId: string): number {
  const root = workspaceRoot(process.cwd()) ?? process.cwd();
  const word = new RegExp(
    `(?<![A-Za-z0-9_$])${operationId.replaceAll(/[^A-Za-z0-9_]/g, '\\$&')}(?![A-Za-z0-9_$])`,
  );
  const contracts = allContracts(root);
  const sources = ['apps', 'packages', 'e2e'].flatMap((folder) => sourceFiles(join(root, folder)));
  const found = [...contracts, ...sources].flatMap((path) => {
    const file = relative(root, path).replaceAll('\\', '/');
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        if (!word.test(line)) return [];
        const kind = contracts.includes(path) ? 'contract' : kindOf(file, line, operationId);
        return [`${kind.padEnd(9)} ${file}:${index + 1}  ${line.trim().slice(0, 100)}`];
      });
  });
  if (!found.some((line) => line.startsWith('contract '))) {
    console.error(`no contract declares the operation '${operationId}'`);
    return 1;
  }
  console.log(found.join('\n'));
  return 0;
}
