import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CallError } from '../call-error.js';

/** A revision that git cannot look up, or no git at all. */
export class BaseError extends CallError {
  constructor(message: string) {
    super(message);
    this.name = 'BaseError';
  }
}

function attempt(root: string, args: readonly string[], input?: string) {
  const run = spawnSync('git', args, { cwd: root, input, maxBuffer: 256 * 1024 * 1024 });
  if (run.error !== undefined) throw new BaseError(`git cannot be run: ${run.error.message}`);
  return run;
}

function git(root: string, args: readonly string[], input?: string): Buffer {
  const run = attempt(root, args, input);
  if (run.status !== 0) throw new BaseError(run.stderr.toString('utf8').trim());
  return run.stdout;
}

function hasCommit(root: string, revision: string): boolean {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  return attempt(root, args).status === 0;
}

/**
 * The commit at which the work began: the last one that HEAD shares with the revision, or with origin's branch of that
 * name where there is no other. Error: BaseError, with what to do about it.
 */
export function baseCommit(root: string, revision: string): string {
  const known = [revision, `origin/${revision}`].find((each) => hasCommit(root, each));
  if (known === undefined)
    throw new BaseError(
      `git knows no commit '${revision}' in ${root}: fetch it (git fetch origin ${revision}), or give another by --since`,
    );
  const shared = attempt(root, ['merge-base', '--end-of-options', known, 'HEAD']);
  if (shared.status === 0) return shared.stdout.toString('utf8').trim();
  throw new BaseError(
    `'${known}' and HEAD share no commit here: a shallow clone needs its history (git fetch --unshallow, or fetch-depth: 0)`,
  );
}

/** Splits what `git cat-file --batch` prints: a line `<id> blob <bytes>`, the content and a line feed for each. */
function contentsOf(output: Buffer, paths: readonly string[]): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  let at = 0;
  for (const path of paths) {
    const end = output.indexOf(10, at);
    const size = Number(output.subarray(at, end).toString('utf8').split(' ').at(-1));
    contents.set(path, output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return contents;
}

/** Files of a commit by their paths relative to `root`: those below the folders whose path fits. */
export function filesAt(
  root: string,
  commit: string,
  wanted: { readonly folders: readonly string[]; readonly fits: RegExp },
): Map<string, Buffer> {
  const listed = git(root, ['ls-tree', '-r', '-z', '--name-only', commit, '--', ...wanted.folders]);
  const paths = listed
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && wanted.fits.test(path));
  const asked = paths.map((path) => `${commit}:./${path}\n`).join('');
  return contentsOf(git(root, ['cat-file', '--batch'], asked), paths);
}

/** Writes the files below the folder. */
export function writeFiles(folder: string, files: ReadonlyMap<string, Buffer>): void {
  for (const [path, content] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
