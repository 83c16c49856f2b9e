import type { Keys } from '../engine/definition.js';
import { keyNames } from '../engine/table.js';
import type { Condition, Operand } from '../expressions/condition.js';
import { validationError } from '../validation/errors.js';

/** Error: ValidationException when the filter of a Query names a key attribute, which belongs into the key condition. */
export function refuseKeyFilter(filter: Condition, keys: Keys, isLegacy: boolean): void {
  const used = new Set(conditionAttributes(filter));
  for (const name of keyNames(keys)) {
    if (!used.has(name)) continue;
    throw validationError(
      isLegacy
        ? `QueryFilter can only contain non-primary key attributes: Primary key attribute: ${name}`
        : `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
    );
  }
}

/** The top-level attributes that a condition looks at. */
export function conditionAttributes(condition: Condition): string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...conditionAttributes(condition.left), ...conditionAttributes(condition.right)];
    case 'not':
      return conditionAttributes(condition.condition);
    case 'compare':
      return [...operandAttributes(condition.left), ...operandAttributes(condition.right)];
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(operandAttributes);
    case 'in':
      return [condition.operand, ...condition.choices].flatMap(operandAttributes);
    case 'attribute_exists':
    case 'attribute_not_exists':
      return [condition.path[0]];
    default:
      return [condition.operand, condition.argument].flatMap(operandAttributes);
  }
}

function operandAttributes(operand: Operand): string[] {
  if (operand.kind === 'path') return [operand.path[0]];
  return operand.kind === 'size' ? operandAttributes(operand.of) : [];
}
