import { serializationError } from './errors.js';
import type { Shape } from './shape.js';

/** Whether a value is a member of a structure, or stands in a list or a map: DynamoDB's parser tells them apart. */
type Place = 'field' | 'value';

/** Refuses JSON of the wrong types in the words of DynamoDB's parser. Error: SerializationException. */
export function checkTypes(value: unknown, shape: Shape, place: Place = 'field'): void {
  if (value === undefined || value === null) return;
  switch (shape.kind) {
    case 'string':
    case 'integer':
    case 'boolean':
      if (typeof value !== jsonTypes[shape.kind]) throw serializationError(wrongScalar(value, shape));
      break;
    case 'list':
      if (!Array.isArray(value)) throw serializationError(wrongCollection(value, shape, place));
      for (const each of value) checkTypes(each, shape.of, 'value');
      break;
    case 'map':
      if (!isObject(value)) throw serializationError(wrongCollection(value, shape, place));
      for (const name in value) checkTypes(value[name], shape.of, 'value');
      break;
    case 'struct':
      if (!isObject(value)) throw serializationError(wrongCollection(value, shape, place));
      for (const name in shape.members) checkTypes(value[name], shape.members[name] as Shape);
      break;
    case 'value':
      if (!isObject(value)) throw serializationError(wrongCollection(value, shape, place));
  }
}

const jsonTypes = { string: 'string', integer: 'number', boolean: 'boolean' } as const;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const startOfStructure = 'Start of structure or map found where not expected';

function wrongScalar(value: unknown, shape: Extract<Shape, { kind: keyof typeof jsonTypes }>): string {
  const type = javaType(shape);
  if (Array.isArray(value)) return `Unrecognized collection type class ${type}`;
  if (isObject(value)) return startOfStructure;
  if (shape.kind === 'boolean' && typeof value === 'string') return 'Unexpected token received from parser';
  return `${tokenOf(value)} cannot be converted to ${type.replace('java.lang.', '')}`;
}

function wrongCollection(value: unknown, shape: Shape, place: Place): string {
  if (isObject(value)) return startOfStructure;
  if (Array.isArray(value)) return `Unrecognized collection type ${javaType(shape)}`;
  const isStructure = shape.kind === 'struct' || shape.kind === 'value';
  return isStructure && place === 'value' ? 'Unexpected value type in payload' : 'Unexpected field type';
}

const vocabulary = 'com.amazonaws.dynamodb.v20120810';

function javaType(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
      return 'java.lang.String';
    case 'boolean':
      return 'java.lang.Boolean';
    case 'integer':
      return shape.isLong === true ? 'java.lang.Long' : 'java.lang.Integer';
    case 'map':
      return `java.util.Map<java.lang.String, ${javaType(shape.of).replace('class ', '')}>`;
    case 'list':
      return `java.util.List<${javaType(shape.of).replace('class ', '')}>`;
    case 'struct':
      return `class ${vocabulary}.${shape.name}`;
    case 'value':
      return `class ${vocabulary}.AttributeValue`;
  }
}

function tokenOf(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return value === true ? 'TRUE_VALUE' : 'FALSE_VALUE';
}
