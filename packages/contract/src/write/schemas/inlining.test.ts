import type { Schema } from '../../model.js';
import { decisive } from './inlining.js';

const place = { file: 'openapi.yaml', line: 1, column: 1, pointer: '' };
const target: Schema = { place, types: ['string'] };

test.each<[string, Partial<Schema>]>([
  ['a description', { description: 'A word' }],
  ['further reading', { externalDocs: { url: 'https://example.com' } }],
  ['a side', { readOnly: true }],
  ['an encoding', { contentEncoding: 'base64' }],
  ['a known value of an open enum', { openEnum: ['a'] }],
])('a reference with %s beside it is what it refers to', (_name, beside) => {
  expect(decisive({ place, ref: target, ...beside })).toBe(target);
});

test('a reference with something to check beside it is not', () => {
  const schema: Schema = { place, ref: target, maxLength: 3 };
  expect(decisive(schema)).toBe(schema);
});

test('references that lead round end somewhere', () => {
  const schema: Schema = { place };
  Object.assign(schema, { ref: schema });
  expect(decisive(schema)).toBe(schema);
});
