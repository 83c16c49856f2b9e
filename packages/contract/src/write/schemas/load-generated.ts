import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type * as t from 'io-ts';
import type { CodecOptions, Contract } from '../../model.js';
import { SchemaPlan } from './plan-schemas.js';

/** Compiles the component schemas of a contract and loads the codecs, for tests and conformance runs. */
export function loadCodecs(
  contract: Contract,
  options: CodecOptions = {},
): { codecs: Record<string, t.Type<unknown>>; text: string } {
  const plan = new SchemaPlan(options);
  const names = Array.from(
    contract.schemas,
    ([name, schema]) => [name, plan.export(schema, 'response', name).codec] as const,
  );
  const { text } = plan.write('');
  const { outputFiles } = buildSync({
    stdin: { contents: text, loader: 'ts', resolveDir: fileURLToPath(new URL('../../', import.meta.url)) },
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
  return {
    codecs: Object.fromEntries(
      names.map(([name, codec]) => [name, module.exports[codec] as t.Type<unknown>]),
    ),
    text,
  };
}
