import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { type PrintableMap, YamlText } from './yaml-text.js';

function mapsWith(text: fc.Arbitrary<string>): fc.Arbitrary<PrintableMap> {
  const { map } = fc.letrec<{ map: PrintableMap }>((tie) => {
    const scalar = fc.oneof(text, fc.integer(), fc.boolean());
    const list = fc.array(fc.oneof(scalar, tie('map'), fc.array(scalar, { maxLength: 2 })), { maxLength: 3 });
    const value = fc.oneof({ depthSize: 'small' }, scalar, list, tie('map'));
    const key = text.filter((each) => each.length < 1000 && each !== '__proto__');
    return { map: fc.dictionary(key, value, { minKeys: 1, maxKeys: 3, noNullPrototype: true }) };
  });
  return map;
}

const usual = fc.string({ unit: fc.constantFrom(...'a/.():#- \n\'"{}[],1é'), maxLength: 8 });

test('prints what the library prints', () => {
  const text = fc.oneof(
    fc.constantFrom('true', 'null', '200', '1e3', '', 'x'.repeat(2000)),
    usual.map((each) => `a${each}`),
  );
  const same = (value: PrintableMap) =>
    expect(new YamlText().print(value)).toBe(
      stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }),
    );
  fc.assert(fc.property(mapsWith(text), (value) => void same(value)));
});

test('what is printed is read as what the library prints, whatever the texts are', () => {
  const text = fc.oneof(usual, fc.string(), fc.constantFrom('---', '...', 'a\n---\n', ' %', '\u2028a', '&a'));
  const same = (value: PrintableMap) =>
    expect(parse(new YamlText().print(value))).toEqual(parse(stringify(value)));
  fc.assert(fc.property(mapsWith(text), (value) => void same(value)));
});

const misread = [
  'on',
  'No',
  'YES',
  'off',
  'y',
  'N',
  '12:30',
  '0o7',
  '017',
  '1_000',
  '2020-01-01',
  '~',
  '.inf',
  '<<',
];

test.each(['1.1', '1.2'] as const)(
  'what YAML %s takes for something else than a text is quoted',
  (version) => {
    const value = { list: misread, ...Object.fromEntries(misread.map((each) => [`a ${each}`, each])) };
    expect(parse(new YamlText().print(value), { version, merge: true })).toEqual(value);
    const keys = Object.fromEntries(misread.filter((each) => each !== '<<').map((each) => [each, each]));
    expect(parse(new YamlText().print(keys), { version })).toEqual(keys);
  },
);

test('an object that stands in several places is printed at the depth of each', () => {
  const shared = { uri: 'a\nb', list: [1, { c: true }] };
  const value = { first: shared, deeper: { second: shared, items: [shared, shared] } };
  expect(new YamlText().print(value)).toBe(stringify(value, { aliasDuplicateObjects: false }));
});
