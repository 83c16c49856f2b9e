import { decode, memberShape, type Shape, scalar } from '../codec/shape.js';

type Pair = readonly [name: string, value: string];

/** One value and the names in brackets that lead to it: `a[b][]=c` is `['b', '']`. */
interface Nested {
  readonly keys: readonly string[];
  readonly value: string;
}

const text: Shape = { kind: 'text' };
const maxDepth = 20;

function grouped(values: readonly Nested[]): Map<string, Nested[]> {
  const groups = new Map<string, Nested[]>();
  for (const { keys, value } of values) {
    const [key = '', ...rest] = keys;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({ keys: rest, value });
  }
  return groups;
}

/** `[0][a]=x&[0][b]=y&[]=z`: items by their numbers, then those without. */
function itemsOf(values: readonly Nested[], item: Shape): unknown[] {
  const groups = [...grouped(values)];
  const numbered = groups.filter(([key]) => key !== '').sort(([a], [b]) => Number(a) - Number(b));
  const bare = groups.find(([key]) => key === '')?.[1] ?? [];
  return [
    ...numbered.map(([, group]) => nestedValue(group, item)),
    ...bare.map((each) => nestedValue([each], item)),
  ];
}

function isList(values: readonly Nested[]): boolean {
  return values.every(({ keys: [key = ''] }) => /^\d{0,9}$/.test(key));
}

/** The value of all that stands in brackets below one name; what does not fit stays text, for the codec to refuse. */
export function nestedValue(values: readonly Nested[], shape: Shape): unknown {
  const [first] = values;
  if (first === undefined) return undefined;
  if (values.some(({ keys }) => keys.length === 0)) {
    const item = shape.kind === 'array' ? (shape.item ?? text) : shape;
    const leaves = values.map(({ value }) => scalar(decode(value), item));
    return leaves.length === 1 && shape.kind !== 'array' ? leaves[0] : leaves;
  }
  if (shape.kind === 'array' && isList(values)) return itemsOf(values, shape.item ?? text);
  const members = Array.from(grouped(values), ([key, group]) => [
    key,
    nestedValue(group, memberShape(shape, key)),
  ]);
  return Object.fromEntries(members);
}

/** The pairs whose names begin with `name[`. */
export function bracketed(pairs: readonly Pair[], name: string): Nested[] {
  return pairs.flatMap(([key, value]) => {
    const inner =
      key.startsWith(`${name}[`) && key.endsWith(']') ? key.slice(name.length + 1, -1) : undefined;
    return inner === undefined ? [] : [{ keys: inner.split('][').slice(0, maxDepth), value }];
  });
}
