import type { Schema } from '../../model.js';
import { TypeText } from './type-text.js';

const place = { file: 'openapi.yaml', line: 1, column: 1, pointer: '' };
const of = (fields: Omit<Schema, 'place'>): Schema => ({ place, ...fields });
const text = of({ types: ['string'] });
const list = of({ types: ['array'] });
const types = new TypeText(() => undefined);

test.each<[string, Schema, string]>([
  ['properties make an object', of({ properties: new Map([['a', text]]) }), '{\n  readonly a?: string;\n}'],
  ['items make an array', of({ items: text }), 'ReadonlyArray<string>'],
  [
    'items that come first make an array',
    of({ prefixItems: [text] }),
    'readonly [(string)?, ...ReadonlyArray<unknown>]',
  ],
  [
    'alternatives of another type are believed',
    of({ items: text, oneOf: [list, text] }),
    'ReadonlyArray<unknown> | string',
  ],
  [
    'so are those behind a reference',
    of({ properties: new Map([['a', text]]), anyOf: [of({ ref: text })] }),
    'string',
  ],
  [
    'alternatives that say nothing of a type change nothing',
    of({ items: text, anyOf: [of({ minItems: 1 }), of({ maxItems: 3 })] }),
    'ReadonlyArray<string>',
  ],
  [
    'alternatives of the same type add what they say',
    of({ items: text, oneOf: [list] }),
    'ReadonlyArray<string> & ReadonlyArray<unknown>',
  ],
  ['the list of both booleans is boolean', of({ enum: [true, 'a', false] }), 'boolean | "a"'],
  ['the list of one is that one', of({ enum: [true, 'a'] }), 'true | "a"'],
])('without a type, %s', (_about, schema, expected) => {
  expect(types.use(schema, 'response')).toBe(expected);
});
