/**
 * Runs the public suite nubo-db/dynamodb-conformance against this engine: the checkout, with its dependencies
 * installed, is named by DYNAMODB_CONFORMANCE_SUITE. Without it there is nothing to run.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../src/http/start-server.js';

interface Assertion {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

interface Report {
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly Assertion[] }[];
}

const suite = process.env.DYNAMODB_CONFORMANCE_SUITE;
if (suite === undefined) {
  console.log(
    'skipped: DYNAMODB_CONFORMANCE_SUITE does not name a checkout of github.com/nubo-db/dynamodb-conformance with its dependencies',
  );
} else {
  process.exitCode = await run(suite);
}

async function run(folder: string): Promise<number> {
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  if (!existsSync(vitest)) {
    console.error(`${vitest} is not there: run npm ci in ${folder}`);
    return 1;
  }
  const server = await startServer();
  const results = mkdtempSync(join(tmpdir(), 'dynamodb conformance '));
  try {
    const file = join(results, 'report.json');
    await runSuite(folder, { vitest, endpoint: server.url, file });
    return print(JSON.parse(readFileSync(file, 'utf8')) as Report);
  } finally {
    await server.close();
    rmSync(results, { recursive: true });
  }
}

/** Failing tests make the suite exit with 1: what counts is its report. */
function runSuite(
  folder: string,
  { vitest, endpoint, file }: { vitest: string; endpoint: string; file: string },
): Promise<void> {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    DYNAMODB_ENDPOINT: endpoint,
    AWS_ACCESS_KEY_ID: 'conformance',
    AWS_SECRET_ACCESS_KEY: 'conformance',
    AWS_REGION: 'us-east-1',
  };
  const args = [vitest, 'run', '--reporter=json', `--outputFile=${file}`];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

function print({ testResults }: Report): number {
  const assertions = testResults.flatMap((file) =>
    file.assertionResults.map((assertion) => ({ ...assertion, file: file.name.replace(/^.*\/tests\//, '') })),
  );
  const failed = assertions.filter((each) => each.status !== 'passed');
  for (const { file, fullName, status, failureMessages } of failed) {
    console.log(`${status}: ${file} > ${fullName}: ${failureMessages[0]?.split('\n')[0] ?? ''}`);
  }
  console.log(`${assertions.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}
