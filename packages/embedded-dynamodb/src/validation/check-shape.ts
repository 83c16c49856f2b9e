import { checkTypes } from './check-types.js';
import { validationError } from './errors.js';
import { javaText, lowerFirst } from './java-text.js';
import type { Shape } from './shape.js';

/**
 * Checks an input against the shape of its action: wrong JSON types at once (SerializationException), then all
 * violated constraints together, as DynamoDB's front end does (ValidationException).
 */
export function checkShape(input: unknown, shape: Shape): void {
  checkTypes(input, shape);
  throwProblems(problemsOf(input, shape));
}

/** The constraints that an input of the right types violates. */
export function problemsOf(input: unknown, shape: Shape): readonly string[] {
  const problems: string[] = [];
  checkValue(input, shape, { path: '', problems });
  return problems;
}

export function throwProblems(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const noun = problems.length === 1 ? 'error' : 'errors';
  throw validationError(`${problems.length} validation ${noun} detected: ${problems.join('; ')}`);
}

interface Spot {
  readonly path: string;
  readonly problems: string[];
}

function checkValue(value: unknown, shape: Shape, spot: Spot): void {
  if (value === undefined || value === null) {
    if (shape.required === true) report(spot, 'null', 'Member must not be null');
    return;
  }
  if (shape.kind === 'string') checkString(value as string, shape, spot);
  else if (shape.kind === 'integer') checkInteger(value as number, shape, spot);
  else if (shape.kind === 'list') checkList(value as readonly unknown[], shape, spot);
  else if (shape.kind === 'map') checkMap(value as Record<string, unknown>, shape, spot);
  else if (shape.kind === 'struct') checkStruct(value as Record<string, unknown>, shape, spot);
}

function report({ path, problems }: Spot, shown: string, constraint: string): void {
  problems.push(`Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`);
}

function checkString(value: string, shape: Extract<Shape, { kind: 'string' }>, spot: Spot): void {
  const shown = `'${value}'`;
  if (shape.values !== undefined && !shape.values.includes(value)) {
    report(spot, shown, `Member must satisfy enum value set: [${shape.values.join(', ')}]`);
  }
  // An empty name is too short, and that alone is said of it.
  if (value !== '' && shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`).test(value)) {
    report(spot, shown, `Member must satisfy regular expression pattern: ${shape.pattern}`);
  }
  checkLimits(value.length, shape, { spot, shown });
}

interface Limits {
  readonly min?: number;
  readonly max?: number;
}

function checkLimits(
  length: number,
  { min, max }: Limits,
  { spot, shown }: { spot: Spot; shown: string },
): void {
  if (min !== undefined && length < min) {
    report(spot, shown, `Member must have length greater than or equal to ${min}`);
  }
  if (max !== undefined && length > max) {
    report(spot, shown, `Member must have length less than or equal to ${max}`);
  }
}

function checkInteger(value: number, shape: Extract<Shape, { kind: 'integer' }>, spot: Spot): void {
  const shown = `'${value}'`;
  if (shape.min !== undefined && value < shape.min) {
    report(spot, shown, `Member must have value greater than or equal to ${shape.min}`);
  }
  if (shape.max !== undefined && value > shape.max) {
    report(spot, shown, `Member must have value less than or equal to ${shape.max}`);
  }
}

function checkList(value: readonly unknown[], shape: Extract<Shape, { kind: 'list' }>, spot: Spot): void {
  const problems: string[] = [];
  value.forEach((each, index) => {
    checkElement(each, shape.of, { path: `${spot.path}.${index + 1}.member`, problems });
  });
  const isOutside = value.length < (shape.min ?? 0) || value.length > (shape.max ?? value.length);
  if (isOutside) checkLimits(value.length, shape, { spot, shown: `'${javaText(value, shape)}'` });
  spot.problems.push(...problems);
}

/** What stands in a list or a map must be something; an attribute value says so itself. */
function checkElement(value: unknown, shape: Shape, spot: Spot): void {
  const isMissing = (value === undefined || value === null) && shape.kind !== 'value';
  if (isMissing) report(spot, 'null', 'Member must not be null');
  else checkValue(value, shape, spot);
}

function checkMap(value: Record<string, unknown>, shape: Extract<Shape, { kind: 'map' }>, spot: Spot): void {
  const { of } = shape;
  // Attribute values have no constraints here: the attributes of an item need no walk.
  if (of.kind === 'value' && shape.min === undefined && shape.max === undefined) return;
  const entries = Object.entries(value);
  for (const [key, each] of entries) {
    checkElement(each, of, { path: `${spot.path}.${key}.member`, problems: spot.problems });
  }
  if (entries.length < (shape.min ?? 0) || entries.length > (shape.max ?? entries.length)) {
    checkLimits(entries.length, shape, { spot, shown: `'${javaText(value, shape)}'` });
  }
}

function checkStruct(
  value: Record<string, unknown>,
  shape: Extract<Shape, { kind: 'struct' }>,
  spot: Spot,
): void {
  const prefix = spot.path === '' ? '' : `${spot.path}.`;
  for (const name in shape.members) {
    const member = shape.members[name] as Shape;
    const each = value[name];
    if (each === undefined && member.required !== true) continue;
    checkValue(each, member, { path: prefix + lowerFirst(name), problems: spot.problems });
  }
}
