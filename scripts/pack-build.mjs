import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyDeclared } from './copy-declared.mjs';

/** Runs a command of this Node; its output is told only when it fails. */
function runNode(args, cwd) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

const typescript = 'node_modules/typescript-native/bin/tsc';

/** The packages of a workspace that are published, those that others depend on first. */
export function publishedPackages(root) {
  const folders = readdirSync(join(root, 'packages')).filter((name) =>
    existsSync(join(root, 'packages', name, 'package.json')),
  );
  const found = folders
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));
      const isClient = existsSync(join(root, 'packages', folder, 'openapi.yaml'));
      return { folder: `packages/${folder}`, manifest, isClient };
    })
    .filter(({ manifest }) => manifest.private !== true);
  const ordered = [];
  const visit = (each) => {
    if (ordered.includes(each)) return;
    for (const name of Object.keys(each.manifest.dependencies ?? {})) {
      const needed = found.find(({ manifest }) => manifest.name === name);
      if (needed !== undefined) visit(needed);
    }
    ordered.push(each);
  };
  for (const each of found) visit(each);
  return ordered;
}

/**
 * Compiles one package of a snapshot. Published types are resolved as a consumer resolves them, by `exports`: sources
 * of other packages would lie outside.
 */
function compile(root, { folder, isClient }) {
  const config = {
    extends: './tsconfig.json',
    files: isClient
      ? ['src/index.ts', 'src/events.ts'].filter((file) => existsSync(join(root, folder, file)))
      : ['src/index.ts'],
    // What only the JavaScript of a large client imports: tsc reads no more of it than its declarations.
    include: existsSync(join(root, folder, 'src', 'schemas.d.ts')) ? ['src/runtime'] : [],
    compilerOptions: {
      noEmit: false,
      rootDir: 'src',
      outDir: 'dist',
      declaration: true,
      customConditions: [],
      ...(isClient ? { sourceMap: true, inlineSources: true } : { emitDeclarationOnly: true }),
    },
  };
  writeFileSync(join(root, folder, 'tsconfig.pack.json'), JSON.stringify(config));
  runNode([typescript, '-p', `${folder}/tsconfig.pack.json`], root);
  if (isClient) copyDeclared(join(root, folder));
}

/** Builds every published package of a snapshot into its `dist`. */
export function buildPackages(root, packages) {
  runNode(['scripts/prepare.mjs'], root);
  for (const each of packages) compile(root, each);
}

/** The README of a client, from its contract. */
export function clientReadme(root, { folder }) {
  return runNode(['packages/contract/bin/contract.js', 'readme', folder], root);
}
