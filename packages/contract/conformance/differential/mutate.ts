import type { Random } from '../../src/mock/random.js';
import type { Json } from '../../src/model.js';

const others: readonly [Json, ...Json[]] = [null, true, 0, -1, 1.5, 'text', '', [], {}, [null], { a: 1 }];

function bounded(value: Json, random: Random): Json {
  if (typeof value === 'number')
    return random.pick([
      value + 1,
      value - 1,
      -value,
      value + 0.5,
      value * 1e6,
      2 ** 31,
      -(2 ** 31) - 1,
      2 ** 53,
    ]);
  if (typeof value === 'string')
    return random.pick([
      '',
      `${value} `,
      value.slice(1),
      value + value,
      value.toUpperCase(),
      `${value}é😀`,
      'x'.repeat(5000),
    ]);
  if (Array.isArray(value)) {
    const [first] = value;
    return first === undefined ? [null] : random.pick<Json>([[], [...value, first], [...value, ...value]]);
  }
  return random.pick(others);
}

/** A member less, a member more, a value of another type, or a value at a limit: at the value itself or below it. */
export function mutate(value: Json, random: Random): Json {
  const isList = Array.isArray(value);
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const [first, ...rest] = keys;
  if (first !== undefined && random.next() < 0.65) {
    const key = random.pick([first, ...rest]);
    if (isList) return value.map((each, at) => (String(at) === key ? mutate(each, random) : each));
    const fields = value as Readonly<Record<string, Json>>;
    return { ...fields, [key]: mutate(fields[key] ?? null, random) };
  }
  const way = random.between(0, 3);
  if (way === 0 && first !== undefined) {
    const key = random.pick([first, ...rest]);
    if (isList) return value.filter((_, at) => String(at) !== key);
    return Object.fromEntries(Object.entries(value as object).filter(([name]) => name !== key)) as Json;
  }
  if (way === 1 && typeof value === 'object' && value !== null)
    return isList
      ? [...value, random.pick(others)]
      : ({ ...value, unknownMember: random.pick(others) } as Json);
  return way === 2 ? random.pick(others) : bounded(value, random);
}
