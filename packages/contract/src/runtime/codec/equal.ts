/** JSON equality (JSON Schema 2020-12 Core, 4.2.2): the order of object members does not count. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => equal(item, b[index]));
  }
  const left = new Map<string, unknown>(Object.entries(a));
  const right = Object.entries(b);
  return (
    left.size === right.length && right.every(([key, value]) => left.has(key) && equal(left.get(key), value))
  );
}

/** Whether no two items are equal; scalars in one pass, the rest pair by pair. */
export function unique(items: readonly unknown[]): boolean {
  const scalars = new Set<unknown>();
  const composites: unknown[] = [];
  for (const item of items) {
    if (typeof item === 'object' && item !== null) {
      if (composites.some((other) => equal(item, other))) return false;
      composites.push(item);
    } else if (scalars.has(item)) return false;
    else scalars.add(item);
  }
  return true;
}
