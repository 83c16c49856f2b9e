import { decode, jsonOf, memberNames, memberShape, type Shape, scalar } from '../codec/shape.js';
import { bracketed, nestedValue } from './nested.js';
import { parameterValue } from './parameters.js';

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
  /** By the names of properties; pairs, since a name may be one that every object inherits. */
  readonly encoding: readonly (readonly [name: string, encoding: FormEncoding])[];
}

type Pair = readonly [name: string, value: string];

const text: Shape = { kind: 'text' };

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

/**
 * The value of a form, by the shape of its schema: numbers, booleans, arrays and objects, the latter also nested in
 * brackets as Stripe's API takes them. What does not fit stays text, for the codec to refuse.
 */
export function formValue(body: string, { shape, encoding }: FormFormat): Record<string, unknown> {
  const raw = pairsOf(body);
  const pairs = raw.map(([key, value]) => [decode(key), value] as const);
  const values = new Map<string, unknown>();
  const used = new Set<string>();
  for (const [name, { style, explode, json }] of encoding) {
    const member = memberShape(shape, name);
    if (style === undefined || style === 'deepObject' || json) continue;
    if (member.kind !== 'array' && member.kind !== 'object') continue;
    const source = { name, in: 'query', style, explode, json, shape: member } as const;
    const value = parameterValue(source, { path: {}, query: raw, headers: {}, cookies: [] });
    for (const each of member.kind === 'object' && explode ? memberNames(member) : [name]) used.add(each);
    if (value !== undefined) values.set(name, value);
  }
  // Some contracts name their properties with brackets, as Rails writes them: these are no members of others.
  const literal = new Set(memberNames(shape).filter((name) => name.includes('[')));
  const loose = pairs.filter(([key]) => !literal.has(key));
  const outer = (key: string) => (literal.has(key) ? key : (/^[^[]+/.exec(key)?.[0] ?? key));
  for (const name of new Set(pairs.map(([key]) => outer(key)))) {
    if (values.has(name) || used.has(name)) continue;
    const member = memberShape(shape, name);
    const nested = bracketed(loose, name);
    const own = pairs.filter(([key]) => key === name).map(([, value]) => decode(value));
    const json = encoding.some(([each, { json: isJson }]) => each === name && isJson);
    if (own.length === 0) values.set(name, nestedValue(nested, member));
    // Given both ways it is neither: the codec refuses the array.
    else if (nested.length > 0) values.set(name, [...own, nestedValue(nested, member)]);
    else values.set(name, json && own.length === 1 ? jsonOf(own[0] ?? '') : plainValue(own, member));
  }
  return Object.fromEntries(values);
}
