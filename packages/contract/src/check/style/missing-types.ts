import type { JsonType, Schema } from '../../model.js';
import { togetherWith } from '../decoding/value-schemas.js';
import type { Rule } from './rule.js';
import { nameOf, visitValues } from './visit-values.js';

/** Keywords that say something of values of one type alone (JSON Schema 2020-12, Validation, 6.2 to 6.5; Core, 10.3). */
const typeOfKeyword = {
  properties: 'object',
  required: 'object',
  patternProperties: 'object',
  additionalProperties: 'object',
  propertyNames: 'object',
  minProperties: 'object',
  maxProperties: 'object',
  items: 'array',
  prefixItems: 'array',
  contains: 'array',
  minItems: 'array',
  maxItems: 'array',
  uniqueItems: 'array',
  minLength: 'string',
  maxLength: 'string',
  pattern: 'string',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'number',
} as const satisfies Partial<Record<keyof Schema, JsonType>>;

const keywords = Object.keys(typeOfKeyword) as (keyof typeof typeOfKeyword)[];

/** Whether values of other types are refused, by the schema itself or by each of its alternatives. */
function hasType(schema: Schema): boolean {
  const { types, const: constant, enum: values, openEnum, boolean } = schema;
  if ([types, constant, values, openEnum, boolean].some((each) => each !== undefined)) return true;
  return [schema.oneOf, schema.anyOf].some((alternatives) =>
    alternatives?.every((each) => togetherWith([each]).some(hasType)),
  );
}

/** Schemas that speak of one type and let values of every other one pass. */
export const checkTypes: Rule = ({ contract, diagnostics }) => {
  const found = new Set<Schema>();
  visitValues<boolean>(contract, {
    nothing: false,
    learn: (isTyped, parts) => isTyped || parts.some(hasType),
    visit: (part, isTyped) => void (isTyped || found.add(part)),
  });
  for (const schema of found) {
    const keyword = keywords.find((each) => schema[each] !== undefined);
    if (keyword === undefined) continue;
    const type = typeOfKeyword[keyword];
    const others = `anything that is no ${type} passes`;
    diagnostics.warning(
      'missing-type',
      schema.place,
      `'${nameOf(schema)}' has '${keyword}' and no type: ${others}`,
    );
  }
};
