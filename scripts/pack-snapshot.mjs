import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folders = ['packages', 'scripts', 'package.json', 'tsconfig.base.json'];

function trackedFiles(root) {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...folders];
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`git cannot list the files: ${error?.message ?? stderr}`);
  return stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

/** Every installed package by a link, but the workspace's own from the snapshot. */
function linkModules(from, into) {
  for (const name of readdirSync(from)) {
    if (name === '@atoll' || name === '.cache' || existsSync(join(into, name))) continue;
    mkdirSync(into, { recursive: true });
    symlinkSync(join(from, name), join(into, name));
  }
}

function linkOwn(into) {
  const scope = join(into, 'node_modules', '@atoll');
  mkdirSync(scope, { recursive: true });
  for (const name of readdirSync(join(into, 'packages')))
    symlinkSync(join(into, 'packages', name), join(scope, name));
}

/**
 * Copies what the published packages are made of, without anything that an earlier build left, so that a package is
 * its sources and nothing else.
 */
export function snapshotWorkspace(root, into) {
  for (const file of trackedFiles(root)) {
    mkdirSync(join(into, dirname(file)), { recursive: true });
    copyFileSync(join(root, file), join(into, file));
  }
  linkModules(join(root, 'node_modules'), join(into, 'node_modules'));
  for (const name of readdirSync(join(into, 'packages'))) {
    const own = join(root, 'packages', name, 'node_modules');
    if (existsSync(own)) linkModules(own, join(into, 'packages', name, 'node_modules'));
  }
  linkOwn(into);
}
