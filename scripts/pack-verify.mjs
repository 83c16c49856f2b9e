import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installTool } from './registry-tools.mjs';

function binOf(folder, name) {
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}

function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { ok: status === 0, output: `${stdout}${stderr}`.trim() };
}

/**
 * Whether strangers can use the tarballs: publint on what package.json promises, are-the-types-wrong on what TypeScript
 * resolves. The profile is ESM: nothing here is for `require`, which Node 20.19 and later do with ESM themselves.
 *
 * @returns a report for each package that does not pass.
 */
export function verifyTarballs(root, packed) {
  const publint = binOf(installTool(root, 'publint'), 'publint');
  const attw = binOf(installTool(root, '@arethetypeswrong/cli'), 'attw');
  return packed.flatMap(({ name, file }) => {
    const checks = [
      run([publint, 'run', file, '--strict']),
      run([
        attw,
        file,
        '--profile',
        'esm-only',
        '--format',
        'ascii',
        '--no-color',
        '--exclude-entrypoints',
        './openapi.yaml',
        './package.json',
      ]),
    ];
    return checks.filter(({ ok }) => !ok).map(({ output }) => `${name}\n${output}`);
  });
}
