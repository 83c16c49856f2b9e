import type { Diagnostics } from '../diagnostics.js';
import type { JsonType } from '../model.js';
import type { Fields } from './fields.js';

export const jsonTypes: readonly JsonType[] = [
  'null',
  'boolean',
  'object',
  'array',
  'number',
  'integer',
  'string',
];

/** Keywords that change what a schema accepts in a way that is not compiled: refused, never ignored. */
export const refusedKeywords = [
  '$dynamicRef',
  '$dynamicAnchor',
  '$recursiveRef',
  '$id',
  '$anchor',
  '$vocabulary',
] as const;

/** Keywords of JSON Schema 2020-12 and of OpenAPI's schema object, annotations included. */
export const knownKeywords: readonly string[] = [
  ...refusedKeywords,
  ...'$ref $defs $schema $comment type enum const nullable discriminator example examples default xml externalDocs'.split(
    ' ',
  ),
  ...'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format'.split(
    ' ',
  ),
  ...'contentEncoding contentMediaType contentSchema items prefixItems contains minContains maxContains'.split(
    ' ',
  ),
  ...'minItems maxItems uniqueItems properties required additionalProperties patternProperties'.split(' '),
  ...'propertyNames minProperties maxProperties dependentRequired dependentSchemas unevaluatedItems'.split(
    ' ',
  ),
  ...'unevaluatedProperties allOf anyOf oneOf not if then else title description deprecated readOnly writeOnly'.split(
    ' ',
  ),
];

const counts =
  'minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains'.split(' ');

function compileError(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Values that no keyword takes: counts below zero, patterns that do not compile, an empty enum, a multipleOf of 0. */
export function checkKeywords(fields: Fields, diagnostics: Diagnostics): void {
  for (const name of counts) {
    const node = fields.get(name);
    if (node?.kind !== 'scalar' || typeof node.value !== 'number') continue;
    if (node.value >= 0 && Number.isInteger(node.value)) continue;
    diagnostics.error(
      'invalid-keyword',
      node.place,
      `'${name}' takes a whole number from 0, not ${node.value}`,
    );
  }
  const multipleOf = fields.get('multipleOf');
  if (multipleOf?.kind === 'scalar' && typeof multipleOf.value === 'number' && multipleOf.value <= 0) {
    diagnostics.error(
      'invalid-keyword',
      multipleOf.place,
      `'multipleOf' takes a number above 0, not ${multipleOf.value}`,
    );
  }
  checkPatterns(fields, diagnostics);
}

function checkPatterns(fields: Fields, diagnostics: Diagnostics): void {
  const pattern = fields.get('pattern');
  const own = pattern?.kind === 'scalar' ? [[String(pattern.value), pattern.place] as const] : [];
  const properties = fields.get('patternProperties');
  const keys = properties?.kind === 'map' ? [...properties.keys] : [];
  for (const [source, place] of [...own, ...keys]) {
    const error = compileError(source);
    if (error !== undefined) diagnostics.error('invalid-pattern', place, error);
  }
}
