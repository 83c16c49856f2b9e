import type { Schema } from '../model.js';
import { dissolve, typesOf } from './effective-schema.js';

export function isScalar(parts: readonly Schema[]): boolean {
  const types = typesOf(dissolve(parts).atoms);
  return types.size > 0 && [...types].every((type) => type !== 'array' && type !== 'object');
}

const limits = ['enum', 'const', 'minLength', 'maxLength', 'pattern', 'format', 'not'] as const;

/** Whether any text is read: a string without limits. */
function takesAnyText(parts: readonly Schema[]): boolean {
  const { atoms, groups } = dissolve(parts);
  return (
    typesOf(atoms).has('string') &&
    groups.length === 0 &&
    atoms.every((atom) => limits.every((keyword) => atom[keyword] === undefined))
  );
}

/** Whether a body that is no JSON is read as any text, whatever else it is said to be. */
export function isReadAsAnything(sender: readonly Schema[], receiver: readonly Schema[]): boolean {
  return takesAnyText(receiver) && !typesOf(dissolve(sender).atoms).has('string');
}

/**
 * In paths, queries and headers every scalar is text, so that who reads any string reads numbers and booleans too:
 * whether a scalar of another type became or was a string without limits.
 */
export function isReadAsText(sender: readonly Schema[], receiver: readonly Schema[]): boolean {
  const types = (parts: readonly Schema[]) =>
    [...typesOf(dissolve(parts).atoms)].filter((type) => type !== 'null');
  const [given, taken] = [types(sender), types(receiver)];
  return isScalar(sender) && takesAnyText(receiver) && given.some((type) => !taken.includes(type));
}
