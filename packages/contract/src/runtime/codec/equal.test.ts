import fc from 'fast-check';
import { equal, unique } from './equal.js';

const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: true } as fc.JsonSharedConstraints);

/** The same value with the members of its objects the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, each]) => [key, reversed(each)]));
}

test('a value equals itself in another order of members, and nothing whose text differs', () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(equal(a, reversed(structuredClone(a)))).toBe(true);
      if (JSON.stringify(a) !== JSON.stringify(b) && typeof a !== 'object') expect(equal(a, b)).toBe(false);
    }),
    { seed: 1 },
  );
});

test.each<[unknown, unknown, boolean]>([
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: 1 }, { b: 1 }, false],
  [{ toString: 1 }, { constructor: 1 }, false],
  [[1], [1, 2], false],
  [[], {}, false],
  [{}, null, false],
  [1, true, false],
  [0, -0, true],
  ['1', 1, false],
])('%j and %j equal: %p', (a, b, expected) => {
  expect(equal(a, b)).toBe(expected);
});

test('few and many items are unique by the same rule', () => {
  const few = [1, '1', true, 'true', null, 'null', [1], { a: 1, b: 2 }, '{"a":1}', '"1', '[1]'];
  const many = [...few, ...Array.from({ length: 40 }, (_, index) => ({ index }))];
  for (const items of [few, many]) {
    expect(unique(items)).toBe(true);
    for (const double of [1, '1', null, [1], { b: 2, a: 1 }]) expect(unique([...items, double])).toBe(false);
  }
});
