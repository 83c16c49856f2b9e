import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as t from 'io-ts';
import { childrenOf } from '../../children-of.js';
import type { CodecOptions, Json, Schema } from '../../model.js';
import { problems, type ValueProblem } from '../../runtime/codec/problems.js';
import { TookTooLong, withinTime } from '../../within-time.js';
import { SchemaPlan } from '../../write/schemas/plan-schemas.js';
import { SchemaTexts } from '../../write/schemas/schema-texts.js';
import type { Direction } from '../../write/schemas/variant.js';

/** Why a value does not follow a schema; nothing when it does. */
export type CheckValue = (schema: Schema, direction: Direction, value: Json) => readonly ValueProblem[];

/** The folder that holds `runtime/`: the sources of the compiler, or its bundle. */
function resolveFolder(): string {
  const candidates = ['../../', './'].map((each) => fileURLToPath(new URL(each, import.meta.url)));
  const found = candidates.find((each) => existsSync(`${each}runtime/codec`));
  if (found === undefined) throw new Error(`the runtime is below none of ${candidates.join(', ')}`);
  return found;
}

function load(text: string): Readonly<Record<string, t.Type<unknown>>> {
  const require = createRequire(import.meta.url);
  // Only contracts with examples need a bundler to be checked.
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    stdin: { contents: text, loader: 'ts', resolveDir: resolveFolder() },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    external: ['io-ts'],
    logLevel: 'silent',
  });
  const module = { exports: {} };
  new Function('require', 'module', 'exports', outputFiles[0]?.text ?? '')(require, module, module.exports);
  return module.exports;
}

/** What the schemas, and those below, are called. */
function namesOf(schemas: Iterable<Schema>): ReadonlySet<string> {
  const all = new Set(schemas);
  for (const schema of all) for (const child of childrenOf(schema)) all.add(child);
  return new Set(Array.from(all, ({ name }) => name ?? ''));
}

/** How long the patterns of a schema may be busy with one value, in milliseconds. */
const mostTime = 1000;

/** A pattern that explodes on the value must not keep its own report from being told. */
function problemsOf(codec: t.Type<unknown>, value: Json): readonly ValueProblem[] {
  try {
    const decoded = withinTime(mostTime, () => codec.decode(value));
    return decoded._tag === 'Left' ? problems(decoded.left) : [];
  } catch (error) {
    if (!(error instanceof TookTooLong)) throw error;
    const expected = `a value that its patterns can judge within ${mostTime} ms`;
    return [{ pointer: '', expected, received: JSON.stringify(value).slice(0, 200) }];
  }
}

/** Compiles schemas as the generated code has them, so that a value is judged here as it is there. */
export function compileSchemas(schemas: Iterable<Schema>, options: CodecOptions = {}): CheckValue {
  const plan = new SchemaPlan(options, new SchemaTexts(options, namesOf(schemas)));
  const names = new Map<Schema, Readonly<Record<Direction, string>>>();
  for (const schema of schemas) {
    const hint = `Checked${names.size}`;
    names.set(schema, {
      request: plan.export(schema, 'request', `${hint}Request`).codec,
      response: plan.export(schema, 'response', `${hint}Response`).codec,
    });
  }
  const codecs = names.size === 0 ? {} : load(plan.write('').text);
  return (schema, direction, value) => {
    const codec = codecs[names.get(schema)?.[direction] ?? ''];
    return codec === undefined ? [] : problemsOf(codec, value);
  };
}
