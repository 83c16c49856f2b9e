import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type * as t from 'io-ts';
import type { CodecOptions, Contract } from '../../model.js';
import type { Side } from '../body-types.js';
import { SchemaPlan } from './plan-schemas.js';
import type { Direction } from './variant.js';

/** Whose codecs are loaded; without a side those of schemas that belong to no contract. */
interface Loaded {
  readonly side?: Side;
  readonly direction?: Direction;
}

/** Compiles the component schemas of a contract and loads the codecs, for tests and conformance runs. */
export function loadCodecs(
  contract: Contract,
  options: CodecOptions = {},
  { side, direction = 'response' }: Loaded = {},
): { codecs: Record<string, t.Type<unknown>>; text: string } {
  const plan = side === undefined ? new SchemaPlan(options) : SchemaPlan.of(contract, options, side);
  const names = Array.from(
    contract.schemas,
    ([name, schema]) => [name, plan.export(schema, direction, name).codec] as const,
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
