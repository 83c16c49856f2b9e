import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installTool } from './registry-tools.mjs';

function binOf(folder, name) {
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}

async function run(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const [code] = await once(child, 'close');
  return { ok: code === 0, output: output.trim() };
}

/**
 * Whether strangers can use the tarballs: publint on what package.json promises, are-the-types-wrong on what TypeScript
 * resolves. The profile is ESM: nothing here is for `require`, which Node 20.19 and later do with ESM themselves.
 *
 * @returns a report for each package that does not pass.
 */
export async function verifyTarballs(root, packed) {
  const publint = binOf(installTool(root, 'publint'), 'publint');
  const attw = binOf(installTool(root, '@arethetypeswrong/cli'), 'attw');
  const plain = ['--profile', 'esm-only', '--format', 'ascii', '--no-color'];
  const notCode = ['--exclude-entrypoints', './openapi.yaml', './package.json'];
  const reports = [];
  for (const { name, file } of packed) {
    const checks = [run([publint, 'run', file, '--strict']), run([attw, file, ...plain, ...notCode])];
    const failed = (await Promise.all(checks)).filter(({ ok }) => !ok);
    reports.push(...failed.map(({ output }) => `${name}\n${output}`));
  }
  return reports;
}
