import type { Schema } from '../../model.js';
import { quote } from '../quote.js';
import type { FunctionNames } from './function-names.js';
import { isAbsent } from './keyword-checks.js';
import type { Direction } from './variant.js';

const everyKey = 'for (const key of Object.keys(u)) evaluated.add(key);';

/**
 * Statements that add to `evaluated` the members and items of `u` that the schema evaluates (JSON Schema 2020-12 Core,
 * 11). `own` says whether the schema's own `unevaluated…` keywords count: not while they are being decided.
 */
export function evaluateBody(schema: Schema, direction: Direction, names: FunctionNames): string[] {
  const lines: string[] = [];
  const object = objectLines(schema, names);
  if (object.length > 0) lines.push(`if (${names.use('isObject')}(u)) {`, ...object, '}');
  const array = arrayLines(schema, direction, names);
  if (array.length > 0) lines.push('if (Array.isArray(u)) {', ...array, '}');
  return [...lines, ...inPlaceLines(schema, direction, names)];
}

function objectLines(schema: Schema, names: FunctionNames): string[] {
  if (schema.additionalProperties !== undefined) return [everyKey];
  const lines = Array.from(schema.properties?.keys() ?? [], (name) => `evaluated.add(${quote(name)});`);
  for (const pattern of schema.patternProperties?.keys() ?? []) {
    const regex = names.constant(`new RegExp(${quote(pattern)}, 'u')`);
    lines.push(`for (const key of Object.keys(u)) if (${regex}.test(key)) evaluated.add(key);`);
  }
  if (schema.unevaluatedProperties !== undefined) lines.push(`if (own) ${everyKey}`);
  return lines;
}

function arrayLines(schema: Schema, direction: Direction, names: FunctionNames): string[] {
  if (schema.items !== undefined) return [everyKey];
  const lines = (schema.prefixItems ?? []).map((_, index) => `evaluated.add('${index}');`);
  if (schema.contains !== undefined) {
    const is = names.is(schema.contains, direction);
    lines.push(
      `for (let index = 0; index < u.length; index++) if (${is}(u[index])) evaluated.add(String(index));`,
    );
  }
  if (schema.unevaluatedItems !== undefined) lines.push(`if (own) ${everyKey}`);
  return lines;
}

function inPlaceLines(schema: Schema, direction: Direction, names: FunctionNames): string[] {
  const into = (each: Schema) => `${names.evaluate(each, direction)}(u, evaluated, true);`;
  const valid = (each: Schema) => `${names.is(each, direction)}(u)`;
  const lines = [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? [])].map(into);
  for (const each of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
    lines.push(`if (${valid(each)}) ${into(each)}`);
  for (const [name, each] of schema.dependentSchemas ?? []) {
    lines.push(`if (${names.use('isObject')}(u) && !(${isAbsent('u', name)})) ${into(each)}`);
  }
  if (schema.if !== undefined) {
    lines.push(`if (${valid(schema.if)}) {`, into(schema.if));
    if (schema.then !== undefined) lines.push(into(schema.then));
    lines.push('} else {', ...(schema.else === undefined ? [] : [into(schema.else)]), '}');
  }
  return lines;
}
