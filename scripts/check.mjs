/**
 * What CI runs: types, lint and every test; each step runs whatever the earlier ones said, and the summary counts
 * the steps and the tests. `npm run check -- --only types,lint,budgets,tests` runs some of them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const only =
  process.argv.indexOf('--only') < 0
    ? undefined
    : process.argv[process.argv.indexOf('--only') + 1]?.split(',');
const scratch = mkdtempSync(join(tmpdir(), 'atoll-check-'));
const results = join(scratch, 'jest.json');
const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_ISOLATE_PLUGINS: 'false' };

/** Run by this very Node and not by what a PATH finds. */
const steps = {
  types: [
    'node_modules/nx/dist/bin/nx.js',
    'run-many',
    '-t',
    'typecheck',
    '--outputStyle=static',
    '--parallel=2',
  ],
  lint: ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'],
  budgets: ['scripts/budgets.mjs'],
  tests: ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${results}`],
};

function run([tool, ...args]) {
  const { status, error } = spawnSync(process.execPath, [tool, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  if (error !== undefined) console.error(`${tool} could not be started: ${error.message}`);
  return status === 0;
}

/** Passed, failed and skipped tests; a suite that cannot even be loaded counts as one failed test. */
function countTests(ok) {
  try {
    const report = JSON.parse(readFileSync(results, 'utf8'));
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return {
      passed: report.numPassedTests,
      failed: ok ? failed : Math.max(failed, 1),
      skipped: report.numPendingTests,
    };
  } catch (error) {
    console.error(`jest wrote no report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const [name, command] of Object.entries(steps)) {
  if (only !== undefined && !only.includes(name)) continue;
  console.log(`\n== ${name}: ${command.slice(0, 3).join(' ')}`);
  const ok = run(command);
  const counts = name === 'tests' ? countTests(ok) : { passed: Number(ok), failed: Number(!ok), skipped: 0 };
  for (const key of Object.keys(total)) total[key] += counts[key];
}
rmSync(scratch, { recursive: true, force: true });
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
