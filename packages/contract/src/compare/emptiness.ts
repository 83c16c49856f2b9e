import type { Schema } from '../model.js';
import { accepts } from './accepts.js';
import {
  type Conjunction,
  type Direction,
  dissolve,
  join,
  tightest,
  typesOf,
  valuesOf,
} from './effective-schema.js';
import { propertyParts, requiredNames } from './object-view.js';

const deepest = 4;

function crossed(atoms: readonly Schema[], low: LowKeyword, high: HighKeyword): boolean {
  const least = tightest(atoms, low, Math.max);
  const most = tightest(atoms, high, Math.min);
  return least !== undefined && most !== undefined && least > most;
}

type LowKeyword = 'minimum' | 'minLength' | 'minItems' | 'minProperties';
type HighKeyword = 'maximum' | 'maxLength' | 'maxItems' | 'maxProperties';

/** Whether no value of the only type left can exist. */
function isContradictory(atoms: readonly Schema[], direction: Direction, depth: number): boolean {
  const types = typesOf(atoms);
  if (types.size !== 1) return types.size === 0;
  const [type] = types;
  if (type === 'number' || type === 'integer') return crossed(atoms, 'minimum', 'maximum');
  if (type === 'string') return crossed(atoms, 'minLength', 'maxLength');
  if (type === 'array') return crossed(atoms, 'minItems', 'maxItems');
  if (type !== 'object') return false;
  return (
    crossed(atoms, 'minProperties', 'maxProperties') ||
    [...requiredNames(atoms, direction)].some((name) =>
      isEmpty(dissolve(propertyParts(atoms, name)), direction, depth + 1),
    )
  );
}

/** Whether nothing is accepted; `false` where it cannot be told. */
export function isEmpty(conjunction: Conjunction, direction: Direction, depth = 0): boolean {
  if (depth > deepest) return false;
  const { atoms, groups } = conjunction;
  const values = valuesOf(atoms);
  if (values !== undefined) return !values.some((value) => atoms.every((atom) => accepts(atom, value)));
  if (isContradictory(atoms, direction, depth)) return true;
  return groups.some((group) =>
    group.every(({ parts }) =>
      isEmpty(
        join({ ...conjunction, groups: groups.filter((each) => each !== group) }, dissolve(parts)),
        direction,
        depth + 1,
      ),
    ),
  );
}
