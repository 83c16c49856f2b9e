import { matchesPattern } from '../matches-pattern.js';
import type { Json, JsonType, Schema } from '../model.js';
import { formatLimits, isWholeFormat, textFormats } from './checked-formats.js';

/** The type of a value as JSON Schema names it: 1.0 is an integer. */
function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as 'boolean' | 'string' | 'object';
}

export function isSame(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, index) => isSame(each, b[index] as Json))
    );
  }
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSame(value, right.get(key) as Json))
  );
}

function acceptsNumber(schema: Schema, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (minimum !== undefined && value < minimum) return false;
  if (maximum !== undefined && value > maximum) return false;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return false;
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return false;
  const limits = formatLimits(schema.format);
  if (limits !== undefined && (value < limits.min || value > limits.max)) return false;
  if (isWholeFormat(schema.format) && !Number.isInteger(value)) return false;
  if (multipleOf === undefined) return true;
  const quotient = value / multipleOf;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9;
}

function acceptsString(schema: Schema, value: string): boolean {
  const length = Array.from(value).length;
  if (length < (schema.minLength ?? 0) || length > (schema.maxLength ?? Number.POSITIVE_INFINITY))
    return false;
  if (textFormats.get(schema.format ?? '')?.(value) === false) return false;
  return schema.pattern === undefined || matchesPattern(schema.pattern, value) !== false;
}

function acceptsArray(schema: Schema, value: readonly Json[]): boolean {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, contains } = schema;
  if (value.length < minItems || value.length > maxItems) return false;
  if (schema.uniqueItems === true && value.some((a, i) => value.slice(i + 1).some((b) => isSame(a, b))))
    return false;
  const fits = value.every((item, index) => {
    const own = schema.prefixItems?.[index] ?? schema.items;
    return own === undefined || accepts(own, item);
  });
  if (!fits || contains === undefined) return fits;
  const count = value.filter((item) => accepts(contains, item)).length;
  return count >= (schema.minContains ?? 1) && count <= (schema.maxContains ?? Number.POSITIVE_INFINITY);
}

function acceptsProperty(schema: Schema, name: string, value: Json): boolean {
  const own = schema.properties?.get(name);
  const matching = Array.from(schema.patternProperties ?? []).flatMap(([pattern, each]) =>
    matchesPattern(pattern, name) === true ? each : [],
  );
  const applied = own === undefined ? matching : [own, ...matching];
  if (applied.length === 0 && schema.additionalProperties !== undefined)
    applied.push(schema.additionalProperties);
  return applied.every((each) => accepts(each, value));
}

function acceptsObject(schema: Schema, value: { readonly [key: string]: Json }): boolean {
  const names = Object.keys(value);
  const has = (name: string) => Object.hasOwn(value, name);
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY, propertyNames } = schema;
  if (names.length < minProperties || names.length > maxProperties) return false;
  if (schema.required?.every(has) === false) return false;
  if (propertyNames !== undefined && !names.every((name) => accepts(propertyNames, name))) return false;
  for (const [name, needed] of schema.dependentRequired ?? [])
    if (has(name) && !needed.every(has)) return false;
  for (const [name, needed] of schema.dependentSchemas ?? [])
    if (has(name) && !accepts(needed, value)) return false;
  return names.every((name) => acceptsProperty(schema, name, value[name] as Json));
}

function acceptsType(types: readonly JsonType[], value: Json): boolean {
  const type = typeOf(value);
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

function acceptsComposed(schema: Schema, value: Json): boolean {
  const passes = (each: Schema) => accepts(each, value);
  if (schema.ref !== undefined && !passes(schema.ref)) return false;
  if (schema.allOf?.every(passes) === false || schema.anyOf?.some(passes) === false) return false;
  if (schema.oneOf !== undefined && schema.oneOf.filter(passes).length !== 1) return false;
  if (schema.not !== undefined && passes(schema.not)) return false;
  if (schema.if === undefined) return true;
  const branch = passes(schema.if) ? schema.then : schema.else;
  return branch === undefined || passes(branch);
}

/**
 * Whether a schema accepts a value, by its own keywords and those below; `unevaluated…` is not asked.
 * The codecs decide in the end; this narrows down what they are asked.
 */
export function accepts(schema: Schema, value: Json): boolean {
  if (schema.boolean !== undefined) return schema.boolean;
  if (schema.types !== undefined && !acceptsType(schema.types, value)) return false;
  if (schema.const !== undefined && !isSame(schema.const.value, value)) return false;
  if (schema.enum?.some((each) => isSame(each, value)) === false) return false;
  if (typeof value === 'number' && !acceptsNumber(schema, value)) return false;
  if (typeof value === 'string' && !acceptsString(schema, value)) return false;
  if (Array.isArray(value) && !acceptsArray(schema, value)) return false;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    if (!acceptsObject(schema, value as { readonly [key: string]: Json })) return false;
  }
  return acceptsComposed(schema, value);
}
