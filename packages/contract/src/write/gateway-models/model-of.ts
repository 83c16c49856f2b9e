import type { Json, Schema } from '../../model.js';
import { type Direction, isAnnotated, requiredIn } from '../schemas/variant.js';
import type { PrintableMap } from '../yaml-text.js';
import { isSharedWithJava } from './java-pattern.js';

/** A schema of JSON Schema draft 4, in the part that API Gateway takes. */
export type Model = PrintableMap;

/** How a model refers to another. */
export interface ModelUse {
  readonly direction: Direction;
  readonly referTo: (schema: Schema) => Model;
}

/** CloudFormation reads YAML 1.1, which takes these for booleans, numbers and dates where they are not quoted. */
const notText = /^(?:y|yes|n|no|on|off|=|<<|[-+]?[\d.][\d_.:+\-a-fxtz ]*)$/i;

/** CloudFormation and OpenAPI would take an object with such a key for a reference, also where it names a property. */
const readAsReference = /^(?:\$ref|Ref|Condition|Fn::.*)$/;

function bounds(schema: Schema): Model {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const above = exclusiveMinimum !== undefined && exclusiveMinimum >= (minimum ?? -Infinity);
  const below = exclusiveMaximum !== undefined && exclusiveMaximum <= (maximum ?? Infinity);
  return {
    ...(above ? { minimum: exclusiveMinimum, exclusiveMinimum: true } : minimum !== undefined && { minimum }),
    ...(below ? { maximum: exclusiveMaximum, exclusiveMaximum: true } : maximum !== undefined && { maximum }),
  };
}

function lengths({ minLength, maxLength, pattern, minItems, maxItems, uniqueItems }: Schema): Model {
  return {
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && isSharedWithJava(pattern) && { pattern }),
    ...(minItems !== undefined && { minItems }),
    ...(maxItems !== undefined && { maxItems }),
    ...(uniqueItems === true && { uniqueItems }),
  };
}

/** Draft 4 has no integer 1.0, which JSON Schema 2020-12 takes: an integer is a number here. */
function typeOf({ types = [] }: Schema): string | undefined {
  const distinct = new Set(types.map((type) => (type === 'integer' ? 'number' : type)));
  const [type] = distinct;
  return distinct.size === 1 && type !== 'null' ? type : undefined;
}

/** The type that all members of a union have. */
function commonType(union: readonly Schema[]): string | undefined {
  const [type, ...others] = new Set(union.map(typeOf));
  return others.length === 0 ? type : undefined;
}

function typed(schema: Schema): Model {
  const type = typeOf(schema) ?? commonType(schema.oneOf ?? []) ?? commonType(schema.anyOf ?? []);
  return type === undefined || schema.types?.includes('null') ? {} : { type };
}

function isScalar(value: Json): value is string | number | boolean {
  return value !== null && typeof value !== 'object';
}

function values(schema: Schema): Model {
  const all = schema.const === undefined ? schema.enum : [schema.const.value];
  const scalars = (all ?? [])
    .filter(isScalar)
    .filter((value) => typeof value !== 'string' || !notText.test(value));
  return scalars.length > 0 && scalars.length === all?.length ? { enum: [...new Set(scalars)] } : {};
}

function members(schema: Schema, use: ModelUse): Model {
  const { properties = new Map<string, Schema>(), additionalProperties: others, patternProperties } = schema;
  if ([...properties.keys()].some((name) => readAsReference.test(name) || notText.test(name))) return {};
  const ignored = use.direction === 'request' ? 'readOnly' : 'writeOnly';
  const named = [...properties].map(
    ([name, each]) => [name, isAnnotated(each, ignored) ? {} : modelOf(each, use)] as const,
  );
  const isOpen = others === undefined || (patternProperties?.size ?? 0) > 0;
  return {
    ...(named.length > 0 && { properties: Object.fromEntries(named) }),
    ...(!isOpen && { additionalProperties: others.boolean === false ? false : modelOf(others, use) }),
  };
}

/**
 * A model that accepts all that a schema accepts in a direction, and more where API Gateway cannot take a keyword:
 * what is not written here is left out. Ends at references, through which every cycle goes.
 */
export function modelOf(schema: Schema, use: ModelUse): Model {
  if (schema.ref !== undefined) return use.referTo(schema.ref);
  const required = [...new Set(requiredIn(schema, use.direction))];
  const { items, prefixItems, allOf = [] } = schema;
  return {
    ...typed(schema),
    ...values(schema),
    ...bounds(schema),
    ...lengths(schema),
    ...(required.length > 0 && { required }),
    ...members(schema, use),
    ...(items !== undefined && prefixItems === undefined && { items: modelOf(items, use) }),
    ...(allOf.length > 0 && { allOf: allOf.map((each) => modelOf(each, use)) }),
  };
}
