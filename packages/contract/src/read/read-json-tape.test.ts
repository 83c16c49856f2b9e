import * as fc from 'fast-check';
import { Diagnostics } from '../diagnostics.js';
import { jsonRoot } from './json-node.js';
import { JsonTapeError } from './json-tape.js';
import { type Located, toJson } from './located.js';
import { readJsonTape } from './read-json-tape.js';
import { SourceText } from './source-text.js';

function parse(text: string): Located {
  return jsonRoot(new SourceText('a.json', text), readJsonTape(text), () => undefined);
}

/** The value by the nodes alone, not by the text that they keep. */
function walked(node: Located): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(walked);
  return Object.fromEntries(Array.from(node.entries, ([key, each]) => [key, walked(each)]));
}

test('every JSON value is read as JSON.parse reads it, however it is spaced', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(walked(parse(text))).toEqual(JSON.parse(text));
      expect(parse(text).toJson()).toEqual(JSON.parse(text));
    }),
  );
});

test('every text is taken or refused as JSON.parse does', () => {
  const pieces = fc.constantFrom(
    ...'{}[],:" \n\\-+.eE01truefalsn/'.split(''),
    '"a"',
    '12',
    'null',
    '\\u00e9',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      let expected: { readonly value: unknown } | undefined;
      try {
        expected = { value: JSON.parse(text) };
      } catch {
        expected = undefined;
      }
      if (expected === undefined) expect(() => parse(text)).toThrow(JsonTapeError);
      else expect(walked(parse(text))).toEqual(expected.value);
    }),
    { numRuns: 3000 },
  );
});

test('nodes and keys know their line, column and pointer', () => {
  const root = parse('{\n  "a": [1,\n  {"b/~": true}]\n}');
  const list = root.kind === 'map' ? root.entries.get('a') : undefined;
  const map = list?.kind === 'list' ? list.items[1] : undefined;
  expect(map?.place).toMatchObject({ file: 'a.json', line: 3, column: 3, pointer: '/a/1' });
  const value = map?.kind === 'map' ? map.entries.get('b/~') : undefined;
  expect(value?.place).toMatchObject({ line: 3, column: 11, pointer: '/a/1/b~1~0' });
  expect(map?.kind === 'map' && map.keyPlace('b/~')).toMatchObject({
    line: 3,
    column: 4,
    pointer: '/a/1/b~1~0',
  });
  expect(JSON.stringify(value?.place)).toBe('{"file":"a.json","line":3,"column":11,"pointer":"/a/1/b~1~0"}');
});

test.each([
  ['{"a" 1}', 5, "a ':' is missing after the key"],
  ['{"a":1 "b":2}', 7, "a ',' or the end of the object or array is missing"],
  ['{a:1}', 1, 'a key in double quotes is missing'],
  ['["a\n"]', 3, 'the string has no end'],
  ['"\\x"', 1, 'the escape is none of JSON'],
  ['[1,]', 3, 'a comma stands before it, and nothing between'],
  ['[1] x', 4, 'there is text after the end of the document'],
])('%j is refused at %i', (text, offset, message) => {
  expect(() => readJsonTape(text)).toThrow(expect.objectContaining({ offset, message }));
});

test('a key that is there twice is told, and the last one counts', () => {
  const text = '{"a":1,"b":2,"a":3}';
  const diagnostics = new Diagnostics();
  const node = jsonRoot(new SourceText('a.json', text), readJsonTape(text), (place, key) =>
    diagnostics.warning('yaml-syntax', place, key),
  );
  expect(walked(node)).toEqual({ a: 3, b: 2 });
  expect(diagnostics.all).toEqual([expect.objectContaining({ what: 'a' })]);
  expect(diagnostics.all[0]?.place.column).toBe(14);
});

test('few members or many, each is found by its key, and an object is one node', () => {
  for (const count of [1, 12, 13, 40]) {
    const keys = Array.from({ length: count }, (_, index) => `key${index}`);
    const root = parse(JSON.stringify(Object.fromEntries(keys.map((key) => [key, { key }]))));
    if (root.kind !== 'map') throw new Error('it is no object');
    expect([...root.keys()]).toEqual(keys);
    for (const key of keys) {
      expect(toJson(root.get(key) ?? root)).toEqual({ key });
      expect(root.get(key)).toBe(root.entries.get(key));
      expect(root.get(key)?.place.pointer).toBe(`/${key}`);
    }
    expect(root.get('other')).toBeUndefined();
  }
});
