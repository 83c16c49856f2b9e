import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A repository in a folder of its own. */
export class Workspace {
  readonly root = mkdtempSync(join(tmpdir(), 'work space '));

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'user.name', 'ann');
    this.git('config', 'user.email', 'ann@example.com');
    this.git('config', 'commit.gpgsign', 'false');
    this.write('package.json', '{}');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8', stdio: 'pipe' });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  manifest(folder: string, name: string, rest: object = {}): void {
    this.write(`${folder}/package.json`, JSON.stringify({ name, version: '1.0.0', ...rest }));
  }

  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', 'more');
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** A contract with one operation, whose answer has these properties. */
export function thingsContract(properties: string, version = '1.0.0'): string {
  return `openapi: 3.1.0
info: { title: Things, version: ${version} }
paths:
  /v1/things:
    get:
      operationId: listThings
      responses:
        '200':
          description: A thing
          content:
            application/json:
              schema: { type: object, required: [name], properties: { ${properties} } }
`;
}
