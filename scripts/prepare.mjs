/**
 * Runs on `npm ci`: bundles the tools, which are written in TypeScript, to plain JavaScript (Node 20 cannot
 * strip types) and compiles every contract, so that a fresh clone resolves every import.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const tools = ['contract', 'embedded-dynamodb', 'lambda-bundle', 'local-aws', 'nx-plugin'];

async function bundleTool(name) {
  const folder = `packages/${name}`;
  const entryPoints = ['index', 'cli'].map((entry) => `${folder}/src/${entry}.ts`).filter(existsSync);
  if (entryPoints.length === 0) return;
  // Chunks are named by their content: those of earlier builds would stay for ever.
  const before = existsSync(`${folder}/dist`) ? readdirSync(`${folder}/dist`) : [];
  const { metafile } = await build({
    metafile: true,
    entryPoints,
    outdir: `${folder}/dist`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
  const made = new Set(Object.keys(metafile.outputs).map((file) => file.slice(`${folder}/dist/`.length)));
  for (const file of before)
    if (/^[\w-]+-[A-Z0-9]{8}\.js(\.map)?$/.test(file) && !made.has(file))
      rmSync(`${folder}/dist/${file}`, { force: true });
  for (const data of ['runtime', 'bootstrap']) {
    if (existsSync(`${folder}/src/${data}`)) copyFolder(`${folder}/src/${data}`, `${folder}/dist/${data}`);
  }
}

/** What the source has no more would otherwise go on being copied into what is generated. */
function copyFolder(from, to) {
  cpSync(from, to, { recursive: true });
  for (const path of readdirSync(to, { recursive: true }))
    if (!existsSync(`${from}/${path}`)) rmSync(`${to}/${path}`, { recursive: true, force: true });
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const only = process.argv[2]?.split('/').at(-1);
await Promise.all(tools.filter((name) => only === undefined || name === only).map(bundleTool));
if (only === undefined) compileContracts();

function compileContracts() {
  const contracts = readdirSync('packages').filter((name) => existsSync(`packages/${name}/openapi.yaml`));
  if (contracts.length > 0 && existsSync('packages/contract/dist/cli.js')) {
    const { status } = spawnSync(process.execPath, ['packages/contract/bin/contract.js', 'generate'], {
      stdio: 'inherit',
    });
    process.exitCode = status ?? 1;
  }
}
