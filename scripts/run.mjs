/**
 * `npm run bench -- NAME …` and `npm run conformance -- NAME …`: runs packages/<package>/<kind>/NAME.ts
 * (with e2e/<kind>/NAME.ts) under tsx; without a name, lists what there is.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [kind, name, ...rest] = process.argv.slice(2);
process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const folders = [...readdirSync('packages').map((each) => `packages/${each}/${kind}`), `e2e/${kind}`].filter(
  existsSync,
);
const entries = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .map((file) => ({ name: file.slice(0, -3), path: `${folder}/${file}` })),
);

const entry = entries.find((each) => each.name === name);
if (entry === undefined) {
  const known = entries
    .map((each) => each.name)
    .sort()
    .join(', ');
  console.error(
    name === undefined ? `usage: npm run ${kind} -- NAME` : `there is no ${kind} named '${name}'`,
  );
  console.error(`names: ${known}`);
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  ['--conditions=@atoll/source', '--import', 'tsx', entry.path, ...rest],
  {
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
