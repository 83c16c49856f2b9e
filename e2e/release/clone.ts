import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const workspace = join(import.meta.dirname, '..', '..');

function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: 'pipe',
  });
}

/** Everything that is installed by a link, but the workspace's own packages, which must be the clone's. */
function linkModules(from: string, into: string): void {
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(from))
    if (name !== '@atoll') symlinkSync(join(from, name), join(into, name));
}

function linkOwn(root: string): void {
  mkdirSync(join(root, 'node_modules', '@atoll'));
  for (const folder of ['apps', 'packages'])
    for (const name of readdirSync(join(root, folder)).filter((each) =>
      existsSync(join(root, folder, each, 'package.json')),
    ))
      symlinkSync(join(root, folder, name), join(root, 'node_modules', '@atoll', name));
}

/** The repository as it stands, saved or not, as the first commit of a new one, with what is installed. */
export class Clone {
  readonly root = mkdtempSync(join(tmpdir(), 'atoll clone '));

  constructor() {
    const files = git(workspace, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
    for (const file of files.filter((each) => each !== '' && existsSync(join(workspace, each)))) {
      mkdirSync(join(this.root, dirname(file)), { recursive: true });
      copyFileSync(join(workspace, file), join(this.root, file));
    }
    linkModules(join(workspace, 'node_modules'), join(this.root, 'node_modules'));
    for (const name of readdirSync(join(this.root, 'packages'))) {
      const own = join(workspace, 'packages', name, 'node_modules');
      if (existsSync(own)) linkModules(own, join(this.root, 'packages', name, 'node_modules'));
    }
    linkOwn(this.root);
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'user.name', 'ann');
    this.git('config', 'user.email', 'ann@example.com');
    this.git('config', 'commit.gpgsign', 'false');
    this.git('config', 'tag.gpgsign', 'false');
    this.commit('Begin');
  }

  git(...args: string[]): string {
    return git(this.root, ...args);
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** Replaces a text that must be there once at least. */
  edit(path: string, before: string, after: string): void {
    const text = this.read(path);
    if (!text.includes(before)) throw new Error(`${path} has no '${before}'`);
    this.write(path, text.replace(before, after));
  }

  version(folder: string): string {
    return (JSON.parse(this.read(`${folder}/package.json`)) as { version: string }).version;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
