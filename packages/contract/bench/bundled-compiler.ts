import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export type Compiler = typeof import('../src/read/contract.js') &
  typeof import('../src/write/client.js') &
  typeof import('../src/write/service.js') &
  typeof import('../src/commands/contract-compiler.js');

const files = ['read/contract', 'write/client', 'write/service', 'commands/contract-compiler'];

/** The compiler as it is shipped: what runs the benches gives every function a name, which costs as much as its work. */
export async function withBundledCompiler(run: (compiler: Compiler) => void): Promise<void> {
  const sources = join(import.meta.dirname, '..', 'src');
  const folder = mkdtempSync(join(sources, '..', 'generated '));
  const outfile = join(folder, 'compiler.js');
  await build({
    stdin: {
      contents: files.map((file) => `export * from './${file}.js';\n`).join(''),
      resolveDir: sources,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
  });
  cpSync(join(sources, 'runtime'), join(folder, 'runtime'), { recursive: true });
  try {
    run((await import(pathToFileURL(outfile).href)) as Compiler);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
