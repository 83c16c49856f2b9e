/** A type that has keywords of its own. */
export type GuardedType = 'number' | 'string' | 'array' | 'object';

/** Whether a value is of the type, as TypeScript narrows by it. */
export const guards: Readonly<Record<GuardedType, (u: string) => string>> = {
  number: (u) => `typeof ${u} === 'number'`,
  string: (u) => `typeof ${u} === 'string'`,
  array: (u) => `Array.isArray(${u})`,
  object: (u) => `isObject(${u})`,
};
