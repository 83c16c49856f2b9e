import type { Keys } from '../engine/definition.js';
import { keyNames, type Table } from '../engine/table.js';
import type { Condition, Operand } from '../expressions/condition.js';
import type { Path } from '../expressions/path.js';
import { validationError } from '../validation/errors.js';

/** Error: ValidationException when the filter of a Query names a key attribute, which belongs into the key condition. */
export function refuseKeyFilter(filter: Condition, keys: Keys, isLegacy: boolean): void {
  const used = new Set(conditionPaths(filter).map(([name]) => name));
  for (const name of keyNames(keys)) {
    if (!used.has(name)) continue;
    throw validationError(
      isLegacy
        ? `QueryFilter can only contain non-primary key attributes: Primary key attribute: ${name}`
        : `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
    );
  }
}

/** What a condition looks at. */
export function conditionPaths(condition: Condition): Path[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...conditionPaths(condition.left), ...conditionPaths(condition.right)];
    case 'not':
      return conditionPaths(condition.condition);
    case 'compare':
      return [...operandPaths(condition.left), ...operandPaths(condition.right)];
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(operandPaths);
    case 'in':
      return [condition.operand, ...condition.choices].flatMap(operandPaths);
    case 'attribute_exists':
    case 'attribute_not_exists':
      return [condition.path];
    default:
      return [condition.operand, condition.argument].flatMap(operandPaths);
  }
}

function operandPaths(operand: Operand): Path[] {
  if (operand.kind === 'path') return [operand.path];
  return operand.kind === 'size' ? operandPaths(operand.of) : [];
}

/** Error: ValidationException when a path goes into a key attribute, which has nothing inside. */
export function refuseNestedKeys(paths: readonly Path[], table: Table): void {
  const nested = new Set(paths.filter((path) => path.length > 1).map(([name]) => name));
  if (nested.size === 0) return;
  const refuse = (keys: Keys, what: string) => {
    const name = keyNames(keys).find((each) => nested.has(each));
    if (name === undefined) return;
    throw validationError(
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${what}: ${name}`,
    );
  };
  refuse(table.keys, 'Key');
  for (const { keys } of table.indexes.values()) refuse(keys, 'IndexKey');
}
