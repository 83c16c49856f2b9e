/**
 * `npm run e2e [-- --target local]`: the behaviour of the whole system. `local` is local-aws, which is also what
 * `npm test` runs; further arguments go to Jest.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const args = process.argv.slice(2);
const at = args.indexOf('--target');
const [, target] = at < 0 ? [] : args.splice(at, 2);
if (at >= 0 && target !== 'local') {
  console.error(`there is no target '${target}': local is what the system is tried on`);
  process.exit(2);
}
const jest = ['node_modules/jest/bin/jest.js', 'e2e/shop', ...args];
const { status } = spawnSync(process.execPath, jest, { stdio: 'inherit' });
process.exit(status ?? 1);
