import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as t from 'io-ts';
import type { Schema } from '../model.js';
import { SchemaPlan } from '../write/schemas/plan-schemas.js';
import type { Direction } from './effective-schema.js';

export interface CodecOrder {
  readonly schema: Schema;
  readonly direction: Direction;
}

/** Where `runtime/` stands: beside `compare/` in the sources, beside the bundle once built. */
function runtimeFolder(): string {
  const folders = ['../', './'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((folder) => existsSync(`${folder}runtime/codec/codec.ts`)) ?? folders[0] ?? '';
}

/** Compiles codecs as they are generated for services and clients. Error: esbuild or io-ts is not installed. */
export async function loadCodecs(orders: readonly CodecOrder[]): Promise<readonly t.Type<unknown>[]> {
  const { buildSync } = await import('esbuild');
  const plan = new SchemaPlan();
  const names = orders.map(
    ({ schema, direction }, index) => plan.export(schema, direction, `Compared${index}`).codec,
  );
  const { outputFiles } = buildSync({
    stdin: { contents: plan.write('').text, loader: 'ts', resolveDir: runtimeFolder() },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    external: ['io-ts'],
  });
  const module = { exports: {} as Record<string, t.Type<unknown>> };
  new Function('require', 'module', 'exports', outputFiles[0]?.text ?? '')(
    createRequire(import.meta.url),
    module,
    module.exports,
  );
  return names.map((name) => module.exports[name] as t.Type<unknown>);
}
