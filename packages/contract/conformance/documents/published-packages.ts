import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder outside of the repository with npm packages that only a measurement needs, installed once per version;
 * undefined, with the reason on the console, where npm cannot install them. ATOLL_PACKAGES names another folder.
 */
export function publishedPackages(
  name: string,
  versions: Readonly<Record<string, string>>,
): string | undefined {
  const folder = join(process.env.ATOLL_PACKAGES ?? join(tmpdir(), 'atoll-packages'), name);
  const specifiers = Object.entries(versions).map(([each, version]) => `${each}@${version}`);
  const stamp = join(folder, `${specifiers.join('+').replaceAll(/[^\w.+-]/g, '_')}.installed`);
  if (existsSync(stamp)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  console.log(`installing ${specifiers.join(', ')} into ${folder}`);
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-save'];
    execFileSync('npm', ['install', ...options, ...specifiers], { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    console.log(`skipped: npm cannot install ${specifiers.join(', ')}: ${(error as Error).message}`);
    return undefined;
  }
  writeFileSync(stamp, '');
  return folder;
}
