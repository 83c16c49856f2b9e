import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operationRules } from './operation-rules.js';
import { printRules } from './print-rules.js';
import { schemaRules } from './schema-rules.js';

const page = join(import.meta.dirname, '..', '..', '..', '..', '..', 'docs', 'compatibility.md');

test('docs/compatibility.md ends with the tables of all rules', () => {
  const text = readFileSync(page, 'utf8');
  expect(text.slice(text.indexOf('### Schemas'))).toBe(printRules());
});

test('no two rules have one id', () => {
  for (const rules of [schemaRules, operationRules])
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});

test('every rule is told somewhere, and what is told outside schemas is a rule', () => {
  const folder = join(import.meta.dirname, '..');
  const names = readdirSync(folder).filter((name) => /^compar.*\.ts$/.test(name) && !name.includes('.test.'));
  const sources = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const literal =
    /'((?:operation|request|response|security|global|server|schema|webhook|callback|tag)-[a-z-]+)'/g;
  const ids = new Set(operationRules.map(({ id }) => id));
  const kinds = new Set([
    'request-parameter',
    'request-body',
    'response-body',
    'response-header',
    'schema-changed',
  ]);
  const unknown = Array.from(sources.matchAll(literal), ([, id = '']) => id).filter(
    (id) => !ids.has(id) && !kinds.has(id) && !id.endsWith('-property'),
  );
  expect(unknown).toEqual([]);
});
