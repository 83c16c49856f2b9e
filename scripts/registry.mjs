/**
 * `npm run registry [-- --port 4873] [-- --empty] [-- NAME…]`: a registry on this machine with everything that a release
 * would publish, or what is named, packed from the work tree as it stands. Ends, with all that is in it, by Ctrl-C.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packPackages } from './pack-packages.mjs';
import { startRegistry } from './registry-process.mjs';
import { publishPackages } from './release-publish.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '4873' }, empty: { type: 'boolean', default: false } },
});

async function publishAll(registry) {
  const out = mkdtempSync(join(tmpdir(), 'atoll-registry-packed-'));
  try {
    const packed = packPackages(root, out, positionals);
    process.env.NPM_CONFIG_USERCONFIG = registry.userconfig;
    const done = ({ name, version }) => console.log(`  ${name}@${version}`);
    await publishPackages(root, packed, { registry: registry.url, done });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

try {
  const registry = await startRegistry(root, Number(values.port));
  const ended = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  try {
    if (!values.empty) await Promise.race([publishAll(registry), ended]);
    console.log(`registry    ${registry.url}
userconfig  ${registry.userconfig}

In any folder:  npm install @atoll/orders-client --registry=${registry.url}
Ctrl-C ends it, with everything that is in it.`);
    await ended;
  } finally {
    await registry.stop();
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
