import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workspace } from './clone.js';
import { runNode } from './run-script.js';

const folder = mkdtempSync(join(tmpdir(), 'pack manifest '));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs an expression over the functions of a script's module, `m`, and gives its value. */
async function evaluate(script: string, expression: string): Promise<unknown> {
  const url = pathToFileURL(join(workspace, 'scripts', script)).href;
  const text = `const m = await import('${url}'); console.log(JSON.stringify(${expression}));`;
  const { output } = await runNode(['--input-type=module', '--eval', text], { cwd: folder });
  return JSON.parse(output);
}

test('a published manifest has no scripts, no development and no way to sources', async () => {
  const manifest = {
    name: '@atoll/x-client',
    version: '1.0.0',
    private: false,
    scripts: { postinstall: 'curl' },
    devDependencies: { y: '*' },
    dependencies: { z: '1.0.0' },
    exports: {
      '.': { '@atoll/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
      './c': './c.yaml',
    },
  };
  expect(await evaluate('pack-manifest.mjs', `m.publishedManifest(${JSON.stringify(manifest)})`)).toEqual({
    name: '@atoll/x-client',
    version: '1.0.0',
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './c': './c.yaml' },
    dependencies: { z: '1.0.0' },
  });
});

test('what would not work for others is told before it is packed', async () => {
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'index.js'), '');
  const good = { exports: { '.': './dist/index.js' }, dependencies: { '@atoll/a': '^1.0.0', b: '2.0.0' } };
  const bad = {
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    bin: { x: 'bin/x.js' },
    dependencies: { '@atoll/a': 'workspace:^', '@atoll/private': '^1.0.0', b: '*', c: 'file:../c' },
    scripts: { install: 'x' },
  };
  const faults = (manifest: object) =>
    evaluate(
      'pack-manifest.mjs',
      `m.manifestFaults(${JSON.stringify(manifest)}, ${JSON.stringify(folder)}, new Map([['@atoll/a', '1.0.0']]))`,
    );
  expect(await faults(good)).toEqual([]);
  expect(await faults(bad)).toEqual([
    'its package.json leads to ./dist/index.d.ts, which is not there',
    'its package.json leads to bin/x.js, which is not there',
    "it depends on @atoll/a by 'workspace:^', which means nothing outside the workspace",
    "it depends on b by '*', which means nothing outside the workspace",
    "it depends on c by 'file:../c', which means nothing outside the workspace",
    'it depends on @atoll/private, which is not published',
    "it has the script 'install'",
  ]);
});

test('a contract of several files is packed with all of them', async () => {
  writeFileSync(
    join(folder, 'openapi.yaml'),
    "a: { $ref: '#/x' }\nb:\n  $ref: parts.yaml#/B\nc: { $ref: './dist/index.js' }\n",
  );
  const faults = () => evaluate('pack-manifest.mjs', `m.contractFaults(${JSON.stringify(folder)})`);
  expect(await faults()).toEqual([
    'its contract refers to parts.yaml, which `files` in its package.json leaves out',
  ]);
  writeFileSync(join(folder, 'parts.yaml'), '');
  expect(await faults()).toEqual([]);
});

test('provenance is stated by CI alone, and never to a registry on this machine', async () => {
  const flags = (registry: string, env: object) =>
    evaluate('release-publish.mjs', `m.provenanceFlags('${registry}', ${JSON.stringify(env)})`);
  expect(await flags('https://registry.example/', { GITHUB_ACTIONS: 'true' })).toEqual(['--provenance']);
  expect(await flags('https://registry.example/', {})).toEqual([]);
  expect(await flags('http://127.0.0.1:4873', { GITHUB_ACTIONS: 'true' })).toEqual([]);
});
