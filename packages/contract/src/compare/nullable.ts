import type { Schema } from '../model.js';
import { dissolve, possibleTypes } from './effective-schema.js';

const anyType = 6;

function isNull(schema: Schema): boolean {
  const { atoms } = dissolve([schema]);
  return (
    atoms.every(({ types }) => types === undefined || (types.length === 1 && types[0] === 'null')) &&
    atoms.some(({ types }) => types !== undefined)
  );
}

/** The members of a union that is all that a schema says. */
function onlyUnion(schema: Schema): readonly Schema[] | undefined {
  const { atoms } = dissolve([schema]);
  if (atoms.some(({ types, properties, enum: values, allOf }) => types ?? properties ?? values ?? allOf))
    return undefined;
  const unions = atoms
    .flatMap(({ anyOf, oneOf }) => [anyOf ?? [], oneOf ?? []])
    .filter((each) => each.length > 0);
  return unions.length === 1 ? unions[0] : undefined;
}

/**
 * A union of one schema with null is that schema, nullable; OpenAPI 3.1 has no shorter way to make a reference so.
 * `nullable` is undefined where any type is accepted.
 */
export function unwrapNull(parts: readonly Schema[]): {
  readonly parts: readonly Schema[];
  readonly nullable: boolean | undefined;
} {
  const [only] = parts;
  const members = parts.length === 1 && only !== undefined ? onlyUnion(only) : undefined;
  const rest = members?.filter((each) => !isNull(each));
  if (rest?.length === 1 && members?.length === 2) return { parts: rest, nullable: true };
  const types = possibleTypes(dissolve(parts));
  return { parts, nullable: types.size >= anyType ? undefined : types.has('null') };
}
