import { DynamoDbError } from '../tables.js';
import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.js';
import type { Path } from './path.js';

/** Gets what stands at the end of a path and gives what shall stand there; undefined removes it. */
type Change = AttributeValue | undefined;
type Steps = readonly (string | number)[];

function invalidPath(): DynamoDbError {
  return new DynamoDbError(
    'ValidationException',
    'The document path provided in the update expression is invalid for update',
  );
}

/** A copy of the item with `value` at the path. Errors: ValidationException where the path's parent is not there. */
export function setAt(item: Item, path: Path, value: AttributeValue): Item {
  return changeMember(item, path, value);
}

/** A copy of the item without what is at the path. Errors: ValidationException where the path's parent is not there. */
export function removeAt(item: Item, path: Path): Item {
  return changeMember(item, path, undefined);
}

function changeMember(members: Item, [name, ...rest]: Steps, change: Change): Item {
  const key = name as string;
  const value = rest.length === 0 ? change : changeInside(attributeOf(members, key), rest, change);
  if (value !== undefined) return { ...members, [key]: value };
  const { [key]: _removed, ...others } = members;
  return others;
}

function changeInside(value: AttributeValue | undefined, steps: Steps, change: Change): AttributeValue {
  if (value !== undefined && 'M' in value && typeof steps[0] === 'string') {
    return { M: changeMember(value.M, steps, change) };
  }
  if (value !== undefined && 'L' in value && typeof steps[0] === 'number') {
    return { L: changeElement(value.L, steps, change) };
  }
  throw invalidPath();
}

/** An index past the end of the list stands for the place behind its last element. */
function changeElement(list: readonly AttributeValue[], steps: Steps, change: Change): AttributeValue[] {
  const [index, ...rest] = steps as readonly [number, ...(string | number)[]];
  const value = rest.length === 0 ? change : changeInside(list[index], rest, change);
  if (value === undefined) return list.filter((_, at) => at !== index);
  const at = Math.min(index, list.length);
  return [...list.slice(0, at), value, ...list.slice(at + 1)];
}
