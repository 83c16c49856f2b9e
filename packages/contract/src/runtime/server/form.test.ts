import fc from 'fast-check';
import { type FormEncodings, serializeForm } from '../client/form.js';
import type { Shape } from '../codec/shape.js';
import { formValue } from './form.js';

const shape: Shape = {
  kind: 'object',
  members: {
    amount: { kind: 'number' },
    confirm: { kind: 'boolean' },
    note: { kind: 'text' },
    tags: { kind: 'array', item: { kind: 'text' } },
    sizes: { kind: 'array', item: { kind: 'number' } },
    lines: {
      kind: 'array',
      item: { kind: 'object', members: { sku: { kind: 'text' }, quantity: { kind: 'number' } } },
    },
    metadata: { kind: 'object', rest: { kind: 'text' } },
    limits: { kind: 'object', rest: { kind: 'number' } },
    color: { kind: 'object', members: { r: { kind: 'number' }, g: { kind: 'number' } } },
  },
};

const word = fc.stringMatching(/^[a-zA-Z0-9 é/?#&=+%.;|*'()!~-]{1,6}$/);
const key = fc.stringMatching(/^[a-zA-Z0-9_ ]{1,6}$/);
const body = fc.record(
  {
    amount: fc.integer(),
    confirm: fc.boolean(),
    note: word,
    tags: fc.array(word, { minLength: 1, maxLength: 3 }),
    sizes: fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
    lines: fc.array(fc.record({ sku: word, quantity: fc.integer() }), { minLength: 1, maxLength: 12 }),
    metadata: fc.dictionary(key, word, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    color: fc.record({ r: fc.integer(), g: fc.integer() }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const encoding = (style: FormEncodings[number][1]['style'], explode = style === 'form') => ({
  ...(style !== undefined && { style }),
  explode,
  allowReserved: false,
  json: false,
});

test.each<[string, Readonly<Record<string, FormEncodings[number][1]>>]>([
  ['without encodings', {}],
  ['nested in brackets', { metadata: encoding('deepObject'), lines: encoding('deepObject') }],
  ['with arrays in one value', { sizes: encoding('form', false), tags: encoding('form', false) }],
  ['with other delimiters', { sizes: encoding('pipeDelimited'), tags: encoding('form') }],
  ['with the members of an object beside the others', { color: encoding('form') }],
  ['with an object in one value', { color: encoding('form', false) }],
  [
    'with JSON',
    { amount: { ...encoding(undefined), json: true }, lines: { ...encoding(undefined), json: true } },
  ],
])('what a client writes into a form, the server reads: %s', (_name, byName) => {
  const encodings = Object.entries(byName);
  fc.assert(
    fc.property(body, (value) => {
      expect(formValue(serializeForm(value, encodings), { shape, encoding: encodings })).toEqual(value);
    }),
    { numRuns: 200, seed: 1 },
  );
});

const read = (text: string) => formValue(text, { shape, encoding: [] });

test('a form as Stripe takes it is read by its shape', () => {
  const text =
    'amount=2000&confirm=true&metadata[order_id]=6735&lines[1][sku]=b&lines[0][sku]=a&lines[0][quantity]=2&tags[]=x&tags[]=y';
  expect(read(text)).toEqual({
    amount: 2000,
    confirm: true,
    metadata: { order_id: '6735' },
    lines: [{ sku: 'a', quantity: 2 }, { sku: 'b' }],
    tags: ['x', 'y'],
  });
  expect(read('limits%5Ba%5D=1&limits%5Bb%5D=2')).toEqual({ limits: { a: 1, b: 2 } });
});

test('plus is a blank, an encoded plus stays; a name without a value is empty', () => {
  expect(read('note=a+b%2Bc')).toEqual({ note: 'a b+c' });
  expect(read('note')).toEqual({ note: '' });
  expect(read('')).toEqual({});
  expect(read('&note=a&&')).toEqual({ note: 'a' });
});

test('what does not fit its shape is left for the codec to refuse', () => {
  expect(read('amount=many')).toEqual({ amount: 'many' });
  expect(read('amount=1&amount=2')).toEqual({ amount: [1, 2] });
  expect(read('amount=1&amount[a]=2')).toEqual({ amount: ['1', { a: '2' }] });
  expect(read('lines[x]=1')).toEqual({ lines: { x: '1' } });
  expect(read('metadata={no')).toEqual({ metadata: '{no' });
  expect(read('note=%zz')).toEqual({ note: '%zz' });
  expect(read('unknown=1&other[a]=2')).toEqual({ unknown: '1', other: { a: '2' } });
});

test('no name reaches a prototype, and no depth the end of the stack', () => {
  const value = read('__proto__[admin]=true&metadata[__proto__]=x');
  expect(Object.keys(value)).toEqual(['__proto__', 'metadata']);
  expect(Reflect.get({}, 'admin')).toBeUndefined();
  const deep = `metadata${'[a]'.repeat(100_000)}=x`;
  expect(JSON.stringify(read(deep)).match(/"a"/g)?.length).toBe(20);
});

test('a property that is named with brackets is itself, and no member of another', () => {
  const rails: Shape = {
    kind: 'object',
    members: {
      'vendor[name]': { kind: 'text' },
      'vendor[tags]': { kind: 'array', item: { kind: 'number' } },
    },
  };
  const form = { shape: rails, encoding: [] };
  const text = 'vendor%5Bname%5D=a&vendor[tags]=1&vendor[tags]=2&vendor[other]=b';
  expect(formValue(text, form)).toEqual({
    'vendor[name]': 'a',
    'vendor[tags]': [1, 2],
    vendor: { other: 'b' },
  });
});
