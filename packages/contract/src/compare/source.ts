import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, posix } from 'node:path';
import { filesAt, writeFiles } from '../changeset/base-files.js';
import { contractOf } from '../find-contracts.js';
import type { Place } from '../model.js';

/** A contract that cannot be fetched: what was asked for, why it failed and what to do. */
export class SourceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SourceError';
  }
}

/** A contract on this machine, wherever it comes from. */
export interface Source {
  /** As it was asked for. */
  readonly named: string;
  readonly path: string;
  /** Places name files relative to it. */
  readonly directory: string;
  /** How a person finds a place again: with the revision or package before the file. */
  show(place: Place): Place;
  remove(): void;
}

/**
 * Finds a contract by path (a file or a folder), git revision (`main:packages/orders-client/openapi.yaml`) or package
 * (`npm:@atoll/orders-client@1.4.0`). Errors: SourceError; NoContractError where a path has none.
 */
export function openSource(named: string, directory: string = process.cwd()): Source {
  if (named.startsWith('npm:')) return fromPackage(named);
  const revision = /^([^:]{2,}):(.+)$/.exec(named);
  if (revision !== null && !existsSync(named))
    return fromRevision(named, revision[1] ?? '', revision[2] ?? '');
  return {
    named,
    path: contractOf(named),
    directory,
    show: ({ file, line, column, pointer }) => ({ file, line, column, pointer }),
    remove: () => undefined,
  };
}

function temporary(named: string, prefix: string): Source {
  const directory = mkdtempSync(join(tmpdir(), 'contract compare '));
  return {
    named,
    path: '',
    directory,
    show: ({ file, line, column, pointer }) => ({ file: `${prefix}${file}`, line, column, pointer }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Runs `work` and leaves nothing behind when it fails. */
function filled(source: Source, work: () => string): Source {
  try {
    return { ...source, path: work() };
  } catch (error) {
    source.remove();
    throw error;
  }
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
): { readonly ok: boolean; readonly told: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: process.env,
  });
  return { ok: status === 0, told: error?.message ?? `${stdout}${stderr}` };
}

const document = /\.(ya?ml|json)$/;

/** git's own rule: a path counts from the root of the repository, and from here where it begins with `./` or `../`. */
function fromRoot(path: string): string {
  const here = /^\.\.?\//.test(path)
    ? run('git', ['rev-parse', '--show-prefix'], process.cwd()).told.trim()
    : '';
  return posix.join(here, path).replace(/\/$/, '');
}

function fromRevision(named: string, revision: string, given: string): Source {
  const top = run('git', ['rev-parse', '--show-toplevel'], process.cwd());
  if (!top.ok)
    throw new SourceError(`'${named}' is no file, and there is no git repository here: ${top.told.trim()}`);
  const root = top.told.trim();
  const commit = run(
    'git',
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    root,
  );
  if (!commit.ok) {
    throw new SourceError(
      `git knows no revision '${revision}' (of '${named}'): fetch it (git fetch origin ${revision}), or correct the name; in a shallow clone take fetch-depth: 0`,
    );
  }
  const source = temporary(named, `${revision}:`);
  return filled(source, () => {
    const at = commit.told.trim();
    const path = fromRoot(given);
    const own = filesAt(root, at, { folders: [path], fits: document });
    const file = own.has(path) ? path : `${path}/openapi.yaml`;
    if (!own.has(file)) {
      throw new SourceError(
        `${revision} has no contract at '${path}': the path counts from the root of the repository, or from here with ./ before it`,
      );
    }
    // What a contract refers to may stand anywhere, but mostly stands beside it.
    const near = filesAt(root, at, { folders: [posix.dirname(file)], fits: document });
    const leaves = [...near.values()].some((text) =>
      /\$ref['"]?\s*:\s*['"]?\.\.\//.test(text.toString('utf8')),
    );
    writeFiles(source.directory, leaves ? filesAt(root, at, { folders: ['.'], fits: document }) : near);
    return join(source.directory, file);
  });
}

/** What npm says, in one line of it. */
function npmReason(told: string): string {
  const lines = told
    .split('\n')
    .filter((line) => /npm (error|ERR!)/.test(line) && !/A complete log|debug-0\.log/.test(line));
  return lines
    .slice(0, 3)
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, ''))
    .join(' ');
}

function fromPackage(named: string): Source {
  const spec = named.slice('npm:'.length);
  if (spec === '' || spec.startsWith('-'))
    throw new SourceError(`'${named}' names no package: write npm:@scope/name@1.2.3`);
  const source = temporary(named, `${named}/`);
  return filled(source, () => {
    const packed = run(
      'npm',
      ['pack', spec, '--pack-destination', '.', '--ignore-scripts'],
      source.directory,
    );
    const archive = readdirSync(source.directory).find((name) => name.endsWith('.tgz'));
    if (!packed.ok || archive === undefined) {
      const absent = /E404|ETARGET|No matching version/.test(packed.told);
      const remedy = absent
        ? 'check the name and the version (npm view NAME versions), and whether the registry is the right one (npm config get registry)'
        : 'check that the registry answers (npm ping) and that you are logged in, or compare with a git revision instead';
      throw new SourceError(
        `npm cannot fetch ${spec}: ${npmReason(packed.told) || packed.told.trim()}\n  do: ${remedy}`,
      );
    }
    const unpacked = run('tar', ['-xzf', archive, '--strip-components=1'], source.directory);
    if (!unpacked.ok)
      throw new SourceError(`the package ${spec} cannot be unpacked: ${unpacked.told.trim()}`);
    const file = readdirSync(source.directory).find((name) => /^openapi\.(ya?ml|json)$/.test(name));
    if (file === undefined)
      throw new SourceError(`the package ${spec} has no openapi.yaml: is ${basename(spec)} a client?`);
    return join(source.directory, file);
  });
}
