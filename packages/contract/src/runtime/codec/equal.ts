/** JSON equality (JSON Schema 2020-12 Core, 4.2.2): the order of object members does not count. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!equal(a[index], b[index])) return false;
    return true;
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) if (!Object.hasOwn(right, key) || !equal(left[key], right[key])) return false;
  return true;
}

/** Up to so many items, comparing each with each is faster than remembering them. */
const fewItems = 12;

/** Whether no two items are equal. The time it takes grows with the items, not with their square. */
export function unique(items: readonly unknown[]): boolean {
  if (items.length > fewItems) return new Set(items.map(identity)).size === items.length;
  for (let index = 1; index < items.length; index++)
    for (let before = 0; before < index; before++) if (equal(items[index], items[before])) return false;
  return true;
}

/** What equal items share and others do not: themselves if they are scalars, else their text with keys in order. */
function identity(item: unknown): unknown {
  if (typeof item === 'string') return `"${item}`;
  return typeof item === 'object' && item !== null ? canonical(item) : item;
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const object = value as Readonly<Record<string, unknown>>;
  const members = Object.keys(object).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`).join(',')}}`;
}
