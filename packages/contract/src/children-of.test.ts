import { childrenOf, hasChildren } from './children-of.js';
import type { Schema } from './model.js';

const place = { file: 'openapi.yaml', line: 1, column: 1, pointer: '' };
const child: Schema = { place, types: ['string'] };
const single =
  'ref items contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties not if then else';

test.each(single.split(' '))('what stands under %s is right below', (keyword) => {
  const schema: Schema = { place, [keyword]: child };
  expect(childrenOf(schema)).toEqual([child]);
  expect(hasChildren(schema)).toBe(true);
});

test.each(['prefixItems', 'allOf', 'anyOf', 'oneOf'])('so is each member of %s', (keyword) => {
  const schema: Schema = { place, [keyword]: [child, { place }] };
  expect(childrenOf(schema)).toEqual([child, { place }]);
  expect(hasChildren(schema)).toBe(true);
  expect(hasChildren({ place, [keyword]: [] })).toBe(false);
});

test.each(['properties', 'patternProperties', 'dependentSchemas'])('and each value of %s', (keyword) => {
  const schema: Schema = { place, [keyword]: new Map([['a', child]]) };
  expect(childrenOf(schema)).toEqual([child]);
  expect(hasChildren(schema)).toBe(true);
  expect(hasChildren({ place, [keyword]: new Map() })).toBe(false);
});

test('a schema without schemas has no children', () => {
  expect(childrenOf(child)).toEqual([]);
  expect(hasChildren(child)).toBe(false);
});
