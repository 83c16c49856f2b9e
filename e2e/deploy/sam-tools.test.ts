import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'sam tools '));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, path: string, script: string): void {
  mkdirSync(join(folder, name, path, '..'), { recursive: true });
  writeFileSync(join(folder, name, path), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name, path), 0o755);
}

/** `npm run e2e -- --target sam` on a machine that has these programs and no others. */
function run(name: string) {
  mkdirSync(join(folder, name, 'bin'), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, ['scripts/e2e.mjs', '--target', 'sam'], {
    cwd: workspace,
    encoding: 'utf8',
    env: { PATH: join(folder, name, 'bin'), ATOLL_TOOLS: join(folder, name), HOME: folder },
  });
  return { status, stderr };
}

const sam = (version: string) => `echo 'SAM CLI, version ${version}'`;

test('without SAM CLI it says how to get it, and nothing is begun', () => {
  expect(run('none')).toEqual({
    status: 1,
    stderr: "the target 'sam' cannot run here: there is no SAM CLI: run `npm run setup:sam`\n",
  });
});

test('a SAM CLI that is too old, or does not start, is told with its version or what it said', () => {
  program('old', 'sam/bin/sam', sam('1.99.9'));
  expect(run('old')).toEqual({
    status: 1,
    stderr: expect.stringMatching(/sam is SAM CLI 1\.99\.9, and the templates need 1\.170\.0.*setup:sam/),
  });
  program('broken', 'sam/bin/sam', 'echo "no module named samcli" >&2; exit 1');
  expect(run('broken')).toEqual({
    status: 1,
    stderr: expect.stringMatching(/does not tell its version[\s\S]*no module named samcli/),
  });
});

test('Docker that is not there, and Docker that does not run, are told apart', () => {
  program('no docker', 'sam/bin/sam', sam('1.170.0'));
  expect(run('no docker').stderr).toContain('there is no docker: install it');
  program('stopped', 'sam/bin/sam', sam('2.0.0'));
  program('stopped', 'bin/docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
  expect(run('stopped')).toEqual({
    status: 1,
    stderr: expect.stringMatching(
      /Docker does not answer: start it .*\n.*Cannot connect to the Docker daemon/,
    ),
  });
});
