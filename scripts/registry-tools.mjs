import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Tools that only a release needs, so that `npm ci` need not install them. They are pinned; `overrides` name versions
 * where a tool asks for a dist-tag, which not every registry carries.
 */
export const tools = {
  verdaccio: { version: '6.2.0', overrides: { 'node-fetch': '2.7.0' } },
  publint: { version: '0.3.25' },
  '@arethetypeswrong/cli': { version: '0.18.5' },
  'playwright-core': { version: '1.65.1' },
};

/**
 * Installs a tool once below node_modules/.cache/atoll and returns the folder of its package. Error: npm cannot get it.
 */
export function installTool(root, name) {
  const { version, overrides } = tools[name];
  const folder = join(root, 'node_modules', '.cache', 'atoll', `${name.replaceAll('/', '+')}@${version}`);
  const installed = join(folder, 'node_modules', name);
  if (existsSync(installed)) return installed;
  mkdirSync(dirname(folder), { recursive: true });
  const scratch = mkdtempSync(`${folder}.`);
  writeFileSync(join(scratch, 'package.json'), JSON.stringify({ private: true, overrides }));
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
    `${name}@${version}`,
  ];
  const { status, stderr, error } = spawnSync('npm', args, {
    cwd: scratch,
    encoding: 'utf8',
    timeout: 150_000,
  });
  if (status !== 0) {
    rmSync(scratch, { recursive: true, force: true });
    throw new Error(`${name}@${version} cannot be installed: ${error?.message ?? stderr.trim()}`);
  }
  // Whoever was first keeps the place: both installed the same.
  if (existsSync(folder)) rmSync(scratch, { recursive: true, force: true });
  else renameSync(scratch, folder);
  return installed;
}
