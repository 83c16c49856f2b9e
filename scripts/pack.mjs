/**
 * `node scripts/pack.mjs [--out DIR] [--verify] [NAME…]`: packs the published packages as a release does, and with
 * `--verify` asks publint and are-the-types-wrong about each.
 */
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packPackages } from './pack-packages.mjs';
import { verifyTarballs } from './pack-verify.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: 'node_modules/.cache/atoll/packed' },
    verify: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

try {
  const packed = packPackages(root, resolve(values.out), positionals);
  if (values.json) console.log(JSON.stringify(packed));
  else
    for (const { file, integrity } of packed) console.log(`${relative(process.cwd(), file)}  ${integrity}`);
  const faults = values.verify ? await verifyTarballs(root, packed) : [];
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
