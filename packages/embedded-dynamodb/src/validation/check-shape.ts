import { serializationError, validationError } from './errors.js';
import { javaText, lowerFirst } from './java-text.js';
import type { Shape } from './shape.js';

/**
 * Checks an input against the shape of its action: wrong JSON types at once (SerializationException), then all
 * violated constraints together, as DynamoDB's front end does (ValidationException).
 */
export function checkShape(input: unknown, shape: Shape): void {
  const problems: string[] = [];
  checkValue(input, shape, { path: '', problems });
  throwProblems(problems);
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
  switch (shape.kind) {
    case 'string':
      checkString(value, shape, spot);
      break;
    case 'integer':
      checkInteger(value, shape, spot);
      break;
    case 'boolean':
      if (typeof value !== 'boolean')
        throw serializationError(`${tokenOf(value)} cannot be converted to Boolean`);
      return;
    case 'list':
      checkList(value, shape, spot);
      break;
    case 'map':
      checkMap(value, shape, spot);
      break;
    case 'struct':
      checkStruct(value, shape, spot);
      break;
    case 'value':
      if (!isObject(value)) throw serializationError(unexpectedToken(value, 'AttributeValue'));
  }
}

function report({ path, problems }: Spot, shown: string, constraint: string): void {
  problems.push(`Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`);
}

function tokenOf(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
}

function unexpectedToken(value: unknown, wanted: string): string {
  if (Array.isArray(value))
    return `Unexpected value type in payload: a list stands where ${wanted} is expected`;
  return isObject(value)
    ? 'Start of structure or map found where not expected.'
    : `Unexpected value type in payload: ${tokenOf(value)} cannot be converted to ${wanted}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkString(value: unknown, shape: Extract<Shape, { kind: 'string' }>, spot: Spot): void {
  if (typeof value !== 'string') {
    if (typeof value === 'object') throw serializationError(unexpectedToken(value, 'String'));
    throw serializationError(`${tokenOf(value)} cannot be converted to String`);
  }
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

function checkInteger(value: unknown, shape: Extract<Shape, { kind: 'integer' }>, spot: Spot): void {
  if (typeof value !== 'number') throw serializationError(`${tokenOf(value)} cannot be converted to Integer`);
  const shown = `'${value}'`;
  if (shape.min !== undefined && value < shape.min) {
    report(spot, shown, `Member must have value greater than or equal to ${shape.min}`);
  }
  if (shape.max !== undefined && value > shape.max) {
    report(spot, shown, `Member must have value less than or equal to ${shape.max}`);
  }
}

function checkList(value: unknown, shape: Extract<Shape, { kind: 'list' }>, spot: Spot): void {
  if (!Array.isArray(value)) throw serializationError(unexpectedToken(value, 'List'));
  const problems: string[] = [];
  value.forEach((each, index) => {
    checkValue(each, shape.of, { path: `${spot.path}.${index + 1}.member`, problems });
  });
  const isOutside = value.length < (shape.min ?? 0) || value.length > (shape.max ?? value.length);
  if (isOutside) checkLimits(value.length, shape, { spot, shown: `'${javaText(value, shape)}'` });
  spot.problems.push(...problems);
}

function checkMap(value: unknown, shape: Extract<Shape, { kind: 'map' }>, spot: Spot): void {
  if (!isObject(value)) throw serializationError(unexpectedToken(value, 'Map'));
  const { of } = shape;
  let size = 0;
  for (const key in value) {
    size++;
    const each = value[key];
    if (of.kind === 'value' && isObject(each)) continue;
    checkValue(each, of, { path: `${spot.path}.${key}.member`, problems: spot.problems });
  }
  if (size < (shape.min ?? 0) || size > (shape.max ?? size)) {
    checkLimits(size, shape, { spot, shown: `'${javaText(value, shape)}'` });
  }
}

function checkStruct(value: unknown, shape: Extract<Shape, { kind: 'struct' }>, spot: Spot): void {
  if (!isObject(value)) throw serializationError(unexpectedToken(value, 'Structure'));
  const prefix = spot.path === '' ? '' : `${spot.path}.`;
  for (const name in shape.members) {
    const member = shape.members[name] as Shape;
    const each = value[name];
    if (each === undefined && member.required !== true) continue;
    checkValue(each, member, { path: prefix + lowerFirst(name), problems: spot.problems });
  }
}
