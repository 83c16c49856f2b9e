import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspace } from './clone.js';
import type { Registry } from './registry.js';
import { type Run, run, runNode } from './run-script.js';

const compilerOptions = {
  target: 'ES2022',
  module: 'NodeNext',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: false,
};

/** A project of somebody else: outside the repository, with nothing of it but what the registry gives. */
export class Consumer {
  readonly root = mkdtempSync(join(tmpdir(), 'some consumer '));
  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
    this.write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  install(...packages: string[]): Promise<Run> {
    const args = ['install', '--no-audit', '--no-fund', ...packages];
    return run('npm', args, { cwd: this.root, env: this.#registry.env });
  }

  /** A file of an installed package. */
  installed(path: string): string {
    return readFileSync(join(this.root, 'node_modules', path), 'utf8');
  }

  /** What the compiler says of one file. */
  compile(name: string, text: string): Promise<Run> {
    const folder = join(this.root, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.ts'), text);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../tsconfig.json', include: ['*.ts'] }),
    );
    return runNode([join(workspace, 'node_modules', 'typescript-native', 'bin', 'tsc'), '-p', folder], {
      cwd: this.root,
    });
  }

  /** Runs a module in this project. */
  async execute(text: string, ...args: string[]): Promise<Run> {
    this.write('run.mjs', text);
    return runNode(['run.mjs', ...args], { cwd: this.root });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
