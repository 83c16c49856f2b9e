import { parameterValue, type Shape, scalar } from './parameters.js';

/** How a property of a form is written (OpenAPI 3.1, 4.8.15). */
export interface FormEncoding {
  /** Absent: scalars as text, arrays by repetition, objects as JSON. */
  readonly style?: 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';
  readonly explode: boolean;
  /** The property is JSON text, whatever it holds. */
  readonly json: boolean;
}

/** What the contract says of an `application/x-www-form-urlencoded` body. */
export interface FormFormat {
  readonly shape: Shape;
  readonly encoding: Readonly<Record<string, FormEncoding>>;
}

type Pair = readonly [name: string, value: string];

/** One value and the names in brackets that lead to it: `a[b][]=c` is `['b', '']`. */
interface Nested {
  readonly keys: readonly string[];
  readonly value: string;
}

const text: Shape = { kind: 'text' };
const maxDepth = 20;

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // What is not encoded rightly stays as it is, for the codec to refuse.
    return value;
  }
}

function pairsOf(body: string): Pair[] {
  return body
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const plain = part.replaceAll('+', '%20');
      const at = plain.indexOf('=');
      return at < 0 ? [plain, ''] : [plain.slice(0, at), plain.slice(at + 1)];
    });
}

function memberShape(shape: Shape, name: string): Shape {
  const members = shape.members ?? {};
  return (Object.hasOwn(members, name) ? members[name] : shape.rest) ?? text;
}

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

function nestedValue(values: readonly Nested[], shape: Shape): unknown {
  const [first] = values;
  if (first === undefined) return undefined;
  if (values.some(({ keys }) => keys.length === 0)) {
    const leaves = values.map(({ value }) => scalar(decode(value), shape));
    return leaves.length === 1 ? leaves[0] : leaves;
  }
  if (shape.kind === 'array' && isList(values)) return itemsOf(values, shape.item ?? text);
  const members = Array.from(grouped(values), ([key, group]) => [
    key,
    nestedValue(group, memberShape(shape, key)),
  ]);
  return Object.fromEntries(members);
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // What is no JSON stays text, which the codec then refuses with the property's place.
    return value;
  }
}

/** A property without brackets and without a style of its own. */
function plainValue(values: readonly string[], shape: Shape): unknown {
  if (shape.kind === 'array') {
    const item = shape.item ?? text;
    return values.map((each) => (item.kind === 'object' ? jsonOf(each) : scalar(each, item)));
  }
  const read = values.map((each) => (shape.kind === 'object' ? jsonOf(each) : scalar(each, shape)));
  // A scalar that is given twice is no scalar: the codec refuses the array.
  return read.length === 1 ? read[0] : read;
}

function bracketed(pairs: readonly Pair[], name: string): Nested[] {
  return pairs.flatMap(([key, value]) => {
    const inner =
      key.startsWith(`${name}[`) && key.endsWith(']') ? key.slice(name.length + 1, -1) : undefined;
    return inner === undefined ? [] : [{ keys: inner.split('][').slice(0, maxDepth), value }];
  });
}

/**
 * The value of a form, by the shape of its schema: numbers, booleans, arrays and objects, the latter also nested in
 * brackets as Stripe's API takes them. What does not fit stays text, for the codec to refuse.
 */
export function formValue(body: string, { shape, encoding }: FormFormat): Record<string, unknown> {
  const raw = pairsOf(body);
  const pairs = raw.map(([key, value]) => [decode(key), value] as const);
  const values = new Map<string, unknown>();
  const used = new Set<string>();
  for (const [name, { style, explode, json }] of Object.entries(encoding)) {
    const member = memberShape(shape, name);
    if (style === undefined || style === 'deepObject' || json) continue;
    if (member.kind !== 'array' && member.kind !== 'object') continue;
    const source = { name, in: 'query', style, explode, json, shape: member } as const;
    const value = parameterValue(source, { path: {}, query: raw, headers: {}, cookies: [] });
    for (const each of member.kind === 'object' && explode ? Object.keys(member.members ?? {}) : [name])
      used.add(each);
    if (value !== undefined) values.set(name, value);
  }
  for (const name of new Set(pairs.map(([key]) => /^[^[]+/.exec(key)?.[0] ?? key))) {
    if (values.has(name) || used.has(name)) continue;
    const member = memberShape(shape, name);
    const nested = bracketed(pairs, name);
    const own = pairs.filter(([key]) => key === name).map(([, value]) => decode(value));
    const json = Object.hasOwn(encoding, name) && encoding[name]?.json === true;
    if (own.length === 0) values.set(name, nestedValue(nested, member));
    // Given both ways it is neither: the codec refuses the array.
    else if (nested.length > 0) values.set(name, [...own, nestedValue(nested, member)]);
    else values.set(name, json && own.length === 1 ? jsonOf(own[0] ?? '') : plainValue(own, member));
  }
  return Object.fromEntries(values);
}
