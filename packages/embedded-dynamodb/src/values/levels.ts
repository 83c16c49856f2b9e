import { DynamoDbError } from '../tables.js';
import type { AttributeValue } from './attribute-value.js';

/** A scalar inside 31 maps or lists is at level 32, the deepest ("Nested attributes" in "Service quotas"). */
export const maximumLevels = 32;

/** Levels of a value: 1 for what is neither a map nor a list. */
export function levelsOf(value: AttributeValue): number {
  const inside = 'M' in value ? Object.values(value.M) : 'L' in value ? value.L : [];
  return inside.reduce((levels, each) => Math.max(levels, 1 + levelsOf(each)), 1);
}

export function tooDeep(): DynamoDbError {
  return new DynamoDbError(
    'ValidationException',
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
}
