import fc from 'fast-check';
import type { AttributeValue, Item } from '../values/attribute-value.js';
import { applyUpdate } from './apply-update.js';
import { type Path, valueAt } from './path.js';
import { project } from './projection.js';

const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.integer().map((integer) => ({ N: String(integer) })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc
      .uniqueArray(fc.tuple(name, tie('value')), { maxLength: 3, selector: ([key]) => key })
      .map((members) => ({ M: Object.fromEntries(members) })),
  ),
}));
const item = fc
  .uniqueArray(fc.tuple(name, value), { maxLength: 4, selector: ([key]) => key })
  .map((members): Item => Object.fromEntries(members));

/** Every path that leads to something. */
function pathsOf(whole: Item): Path[] {
  const below = (path: Path, at: AttributeValue): Path[] => {
    const members: [string | number, AttributeValue][] =
      'M' in at ? Object.entries(at.M) : 'L' in at ? [...at.L.entries()] : [];
    return [path, ...members.flatMap(([step, each]) => below([...path, step], each))];
  };
  return Object.entries(whole).flatMap(([key, at]) => below([key], at));
}

const pathIn = item
  .map((whole) => ({ whole, paths: pathsOf(whole) }))
  .filter(({ paths }) => paths.length > 0)
  .chain(({ whole, paths }) => fc.constantFrom(...paths).map((path) => ({ whole, path })));

test('after SET the value stands at the path, and setting back restores the item', () => {
  fc.assert(
    fc.property(pathIn, value, ({ whole, path }, other) => {
      const set = (to: AttributeValue, of: Item) =>
        applyUpdate({ actions: [{ kind: 'set', path, operand: { kind: 'value', value: to } }] }, of, []).item;
      const before = JSON.stringify(whole);
      const after = set(other, whole);
      expect(valueAt(after, path)).toEqual(other);
      expect(set(valueAt(whole, path) as AttributeValue, after)).toEqual(whole);
      expect(JSON.stringify(whole)).toBe(before);
    }),
  );
});

test('after REMOVE an attribute or a member is gone, and a list is shorter by one', () => {
  fc.assert(
    fc.property(pathIn, ({ whole, path }) => {
      const { item: after } = applyUpdate({ actions: [{ kind: 'remove', path }] }, whole, []);
      expect(pathsOf(after).length).toBeLessThan(pathsOf(whole).length);
      if (typeof path[path.length - 1] === 'string') expect(valueAt(after, path)).toBeUndefined();
    }),
  );
});

test('a projection on one path keeps its value, inside maps and lists of one', () => {
  fc.assert(
    fc.property(pathIn, ({ whole, path }) => {
      const [first, ...rest] = path;
      const inside: Path = [first, ...rest.map((step) => (typeof step === 'number' ? 0 : step))];
      expect(valueAt(project(whole, { paths: [path] }), inside)).toEqual(valueAt(whole, path));
    }),
  );
});

test('projecting all attributes keeps the item', () => {
  fc.assert(
    fc.property(item, (whole) => {
      expect(project(whole, { paths: Object.keys(whole).map((key) => [key] as const) })).toEqual(whole);
    }),
  );
});
