/** Patterns that take every string. */
const all = new Set(['', '.*', '^.*$', '^.*', '.*$', '^', '$', '[\\s\\S]*', '^[\\s\\S]*$']);

export function takesAll(pattern: string): boolean {
  return all.has(pattern);
}

/** Whether strings that match all of `given` match `wanted`; `false` where it cannot be told. */
export function isPatternWithin(given: readonly string[], wanted: string): boolean {
  return takesAll(wanted) || given.includes(wanted);
}
