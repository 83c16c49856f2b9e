import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { CallError } from '../call-error.js';
import { allContracts } from '../find-contracts.js';
import { type ReadContract, readContract } from '../read/contract.js';
import { type Bump, bumpBetween } from './bump.js';

/** What comparing two contracts says: the bump that the changes need, and each change in a line. */
export interface Verdict {
  readonly bump: Bump;
  readonly lines: readonly string[];
}

/** A contract that is not what it was at the base. */
export interface ChangedContract extends Verdict {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly service: string;
  readonly packageName: string;
  /** How far the package's version has moved since the base already. */
  readonly moved: Bump | undefined;
}

/** Compares a contract in two trees: `file` is relative to both folders. */
export type Compare = (file: string, folders: { readonly before: string; readonly after: string }) => Verdict;

/** The workspace as it stands, the same as it was at the base, and how contracts are compared. */
export interface Comparison {
  readonly root: string;
  readonly baseFolder: string;
  readonly compare: Compare;
}

/** A contract that cannot be read cannot be compared. */
export class UnreadableContractError extends CallError {
  constructor(file: string) {
    super(`${file} has errors: \`npx contract check ${dirname(file)}\` tells them`);
    this.name = 'UnreadableContractError';
  }
}

/** What the files of a contract say, without layout, comments, and the version, which a release sets. */
function meaning({ files }: ReadContract, folder: string): Map<string, unknown> {
  const [root] = files;
  return new Map(
    files.map((file) => {
      const value: unknown = parse(readFileSync(file, 'utf8'));
      if (file === root && typeof value === 'object' && value !== null && 'info' in value)
        value.info = { ...(value.info as object), version: '' };
      return [relative(folder, file), value] as const;
    }),
  );
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

function manifestBeside(contractFile: string): Manifest | undefined {
  const file = join(dirname(contractFile), 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}

function changeOf(path: string, comparison: Comparison): ChangedContract | undefined {
  const { root, baseFolder, compare } = comparison;
  const file = relative(root, path).replaceAll('\\', '/');
  const manifest = manifestBeside(path);
  // A contract that the base does not have is published as it stands, one without a package not at all.
  if (manifest === undefined || !existsSync(join(baseFolder, file))) return undefined;
  const before = readContract(file, baseFolder);
  const after = readContract(file, root);
  if (after.contract === undefined) throw new UnreadableContractError(file);
  if (isDeepStrictEqual(meaning(before, baseFolder), meaning(after, root))) return undefined;
  const { service } = after.contract;
  const verdict = compare(file, { before: baseFolder, after: root });
  const { name: packageName, version } = manifest;
  const moved = bumpBetween(manifestBeside(join(baseFolder, file))?.version ?? version, version);
  return { file, service, packageName, moved, ...verdict };
}

/** Every contract that says something else than at the base. Error: UnreadableContractError. */
export function changedContracts(comparison: Comparison): ChangedContract[] {
  return allContracts(comparison.root).flatMap((path) => changeOf(path, comparison) ?? []);
}
