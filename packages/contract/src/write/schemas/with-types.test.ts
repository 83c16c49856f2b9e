import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import type { Contract } from '../../model.js';
import { readContract } from '../../read/contract.js';
import { SchemaPlan } from './plan-schemas.js';
import { withTypes } from './with-types.js';

/** Schemas of every form of function, each of a shape of its own. */
function contractOf(count: number): Contract {
  const directory = mkdtempSync(join(tmpdir(), 'without types '));
  const each = (index: number) => ({
    type: 'object',
    description: 'const v1: unknown = 1;',
    required: [`a${index}`],
    properties: {
      [`a${index}`]: {
        type: 'array',
        items: { enum: [`\nconst v1: unknown = ${index};`, 'x'] },
        contains: { minLength: 1 },
      },
      next: { anyOf: [{ $ref: `#/components/schemas/S${(index + 1) % count}` }, { type: 'null' }] },
    },
    unevaluatedProperties: { pattern: `^${index}` },
  });
  const schemas = Object.fromEntries(Array.from({ length: count }, (_, index) => [`S${index}`, each(index)]));
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, components: { schemas } };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const { contract, diagnostics } = readContract('openapi.json', directory);
  rmSync(directory, { recursive: true });
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return contract;
}

function filesOf(contract: Contract) {
  const plan = new SchemaPlan();
  for (const [name, schema] of contract.schemas) plan.export(schema, 'response', name);
  return plan.files('// Generated\n');
}

test('a few schemas are one TypeScript file, whose functions are those of many with their types', () => {
  const [file, ...more] = filesOf(contractOf(3));
  expect(file?.path).toBe('schemas.ts');
  expect(more).toEqual([]);
  const typed = file?.text ?? '';
  const functions = typed.slice(typed.indexOf('\nfunction '));
  expect(() => transformSync(functions, { loader: 'js' })).toThrow();
  expect(functions).not.toMatch(/^const (?:v\d+|evaluated) = (?!new Set<string>)/m);
  const plain = filesOf(contractOf(2500)).find(({ path }) => path === 'schemas.js')?.text ?? '';
  const first = (text: string) => {
    const all = text.split(/^(?=function |\/\/ )/m);
    const found = all.find((each) => /const v\d+/.test(each) && each.includes('const evaluated')) ?? '';
    // Functions are numbered, others in another contract.
    return found.replaceAll(/\b(is|collect|evaluate)\d+/g, '$1');
  };
  expect(transformSync(first(plain), { loader: 'js' }).code).toBe(
    transformSync(first(typed), { loader: 'ts' }).code,
  );
  expect(first(plain)).not.toBe('');
});

test('a text of the document that looks like a declaration stays as it is', () => {
  expect(
    withTypes('if (u !== "const v1 = 1;") return false;\nconst v1 = u.a;\nconst evaluated = new Set();\n'),
  ).toBe(
    'if (u !== "const v1 = 1;") return false;\nconst v1: unknown = u.a;\nconst evaluated = new Set<string>();\n',
  );
});

test('thousands of schemas are JavaScript beside their declarations', () => {
  const files = new Map(filesOf(contractOf(2500)).map(({ path, text }) => [path, text]));
  expect([...files.keys()]).toEqual(['schemas.d.ts', 'schemas.js']);
  transformSync(files.get('schemas.js') ?? '', { loader: 'js' });
  expect(files.get('schemas.d.ts')).toContain('export declare const S0: t.Type<S0, S0, unknown>;');
  expect(files.get('schemas.d.ts')).not.toContain('function ');
  expect(files.get('schemas.js')).toMatch(/export const S0 = codec\('S0', is\d+, collect\d+\);/);
});
