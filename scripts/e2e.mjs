/**
 * `npm run e2e [-- --target local|sam|deploy]`: the behaviour of the whole system. `local` is local-aws, which is also
 * what `npm test` runs; `sam` is the same suite with the API functions in containers; `deploy` takes services through
 * versions of a deployment to a CloudFormation emulator. Further arguments go to Jest.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { samProblem } from './sam/start.mjs';
import { toolPath } from './sam/tools.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** Folder of the tests, how long one may take, and why it cannot run here. */
const targets = {
  local: { tests: 'e2e/shop', timeoutMs: 5_000, problem: () => undefined },
  sam: { tests: 'e2e/shop', timeoutMs: 120_000, problem: samProblem },
  deploy: {
    tests: 'e2e/deploy',
    timeoutMs: 300_000,
    problem: () =>
      toolPath('ministack', 'ministack') === undefined
        ? 'there is no CloudFormation emulator: run `npm run setup:sam`'
        : undefined,
  },
};

const args = process.argv.slice(2);
const at = args.indexOf('--target');
const [, name = 'local'] = at < 0 ? [] : args.splice(at, 2);
const target = targets[name];
if (target === undefined) {
  console.error(`there is no target '${name}': the targets are ${Object.keys(targets).join(', ')}`);
  process.exit(2);
}
const problem = target.problem();
if (problem !== undefined) {
  console.error(`the target '${name}' cannot run here: ${problem}`);
  process.exit(1);
}

function run(tool, toolArgs, env = {}) {
  const { status } = spawnSync(process.execPath, [tool, ...toolArgs], {
    stdio: 'inherit',
    env: { ...process.env, NX_TUI: 'false', ...env },
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (name !== 'local') {
  run('node_modules/nx/dist/bin/nx.js', ['run-many', '-t', 'build', '--outputStyle=static']);
  run('packages/nx-plugin/bin/stack.js', ['build']);
}
run('node_modules/jest/bin/jest.js', [target.tests, `--testTimeout=${target.timeoutMs}`, ...args], {
  ATOLL_TARGET: name,
});
