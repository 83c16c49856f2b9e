import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { allContracts, workspaceRoot } from '../find-contracts.js';
import { readContract } from '../read/contract.js';

const ignored = new Set(['node_modules', 'dist', 'runtime', '.git', '.nx', '.aws-sam']);

/** In the order in which they are printed: from the contract to those who call. */
const kinds = ['contract', 'handler', 'served', 'test', 'server', 'client', 'caller'] as const;
type Kind = (typeof kinds)[number];

interface Line {
  readonly kind: Kind;
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

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

/** Services, clients and what tries the system: where operations are served and called. The tools only know of them. */
function searched(root: string): string[] {
  const packages = readdirSync(join(root, 'packages')).filter((name) => name.endsWith('-client'));
  return ['apps', ...packages.map((name) => `packages/${name}/src`), 'e2e'].flatMap((folder) =>
    sourceFiles(join(root, folder)),
  );
}

/** What a line that names the operation is: told by where it stands. */
function kindOf(file: string, text: string, operation: { id: string; services: readonly string[] }): Kind {
  if (/^apps\/[^/]+\/gen\//.test(file)) return 'server';
  if (/^packages\/[^/]+-client\/src\//.test(file)) return 'client';
  if (/\.test\.m?[jt]s$/.test(file)) return 'test';
  if (text.includes(`export const ${operation.id}`)) return 'handler';
  return operation.services.some((service) => file.startsWith(`apps/${service}/`)) ? 'served' : 'caller';
}

function linesWith(word: RegExp, path: string): { number: number; text: string }[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text, index) => (word.test(text) ? [{ number: index + 1, text: text.trim() }] : []));
}

/** Every line that names the operation, by kind; empty when no contract declares it. */
function find(operationId: string, root: string): Line[] {
  const name = operationId.replaceAll(/[^A-Za-z0-9_]/g, '\\$&');
  const word = new RegExp(`(?<![A-Za-z0-9_$-])${name}(?![A-Za-z0-9_$-])`);
  const declares = new RegExp(`^[^#]*\\boperationId["']?\\s*:\\s*["']?${name}(?![\\w$-])`);
  const toFile = (path: string) => relative(root, path).replaceAll('\\', '/');
  const declared = allContracts(root).flatMap((path) =>
    linesWith(word, path)
      .filter(({ text }) => declares.test(text))
      .map((line): Line => ({ kind: 'contract', file: toFile(path), ...line })),
  );
  if (declared.length === 0) return [];
  const services = declared.map(({ file }) => /^packages\/(.+)-client\//.exec(file)?.[1] ?? '');
  const named = searched(root).flatMap((path) =>
    linesWith(word, path).map((line): Line => {
      const file = toFile(path);
      return { kind: kindOf(file, line.text, { id: operationId, services }), file, ...line };
    }),
  );
  return [...declared, ...named].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

function print({ kind, file, number, text }: Line): void {
  console.log(`${kind.padEnd(8)} ${file}:${number}  ${text.slice(0, 100)}`);
}

/**
 * `contract where --deprecated`: every deprecated operation of the workspace with its sunset date, and below it who
 * still calls it, tests included. Exit code 0: being deprecated is no fault.
 */
export function whereDeprecated(): number {
  const root = workspaceRoot(process.cwd()) ?? process.cwd();
  const operations = allContracts(root).flatMap(
    (path) => readContract(path, root).contract?.operations.filter(({ deprecated }) => deprecated) ?? [],
  );
  for (const { operationId, sunset, method, path } of operations) {
    const end = sunset === undefined ? 'no sunset date' : `until ${sunset}`;
    const callers = find(operationId, root).filter(({ kind }) => kind === 'caller' || kind === 'test');
    console.log(`${operationId}  ${method.toUpperCase()} ${path}  ${end}, ${callers.length} callers`);
    for (const line of callers) print(line);
  }
  if (operations.length === 0) console.log('no operation is deprecated');
  return 0;
}

/**
 * `contract where OPERATION_ID`: one line each, `kind file:line text`, from the contract by handler, tests and generated
 * code to the callers. Exit code 1 when no contract declares the operation.
 */
export function where(operationId: string): number {
  const lines = find(operationId, workspaceRoot(process.cwd()) ?? process.cwd());
  for (const line of lines) print(line);
  if (lines.length === 0) console.error(`no contract declares the operation '${operationId}'`);
  return lines.length === 0 ? 1 : 0;
}
