import type { Diagnostics } from '../diagnostics.js';
import type { JsonType, Place } from '../model.js';
import { unicodePattern } from './pattern.js';

export const jsonTypes: readonly JsonType[] = [
  'null',
  'boolean',
  'object',
  'array',
  'number',
  'integer',
  'string',
];

/** How the value of a keyword is read. */
export type KeywordKind =
  | 'number'
  | 'count'
  | 'string'
  | 'boolean'
  | 'schema'
  | 'schemas'
  | 'schemaMap'
  | 'special'
  | 'annotation'
  | 'refused';

const byKind: Readonly<Record<KeywordKind, string>> = {
  number: 'minimum maximum multipleOf',
  count: 'minLength maxLength minItems maxItems minContains maxContains minProperties maxProperties',
  string: 'format contentEncoding contentMediaType title description',
  boolean: 'uniqueItems deprecated readOnly writeOnly',
  schema:
    'contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties not if then else',
  schemas: 'prefixItems allOf anyOf oneOf',
  schemaMap: 'properties dependentSchemas',
  special:
    'type pattern patternProperties const enum default example examples required dependentRequired dependencies items discriminator externalDocs',
  annotation:
    'nullable exclusiveMinimum exclusiveMaximum $ref $dynamicRef $defs definitions $schema $comment xml contentSchema $id $anchor $dynamicAnchor $vocabulary',
  /** Keywords that change what a schema accepts in a way that is not compiled: refused, never ignored. */
  refused: '$recursiveRef $recursiveAnchor',
};

/** Keywords of JSON Schema 2020-12 and of OpenAPI's schema object, annotations included. */
export const keywordKinds: ReadonlyMap<string, KeywordKind> = new Map(
  (Object.entries(byKind) as [KeywordKind, string][]).flatMap(([kind, names]) =>
    names.split(' ').map((name) => [name, kind] as const),
  ),
);

/** The validation vocabulary (JSON Schema 2020-12 Validation, 6), which a meta-schema may leave out. */
export const validationKeywords: ReadonlySet<string> = new Set(
  `type enum const pattern required dependentRequired uniqueItems minimum maximum multipleOf exclusiveMinimum exclusiveMaximum ${byKind.count}`.split(
    ' ',
  ),
);

export const knownKeywords: readonly string[] = [...keywordKinds.keys()];

/** What the keyword takes instead of the number; undefined where it takes it. */
export function refusesNumber(name: string, value: number): string | undefined {
  const isCount = keywordKinds.get(name) === 'count';
  const fits = isCount ? value >= 0 && Number.isInteger(value) : name !== 'multipleOf' || value > 0;
  if (fits) return undefined;
  return isCount ? 'a whole number from 0' : 'a number above 0';
}

function compileError(pattern: string, flags?: string): string {
  try {
    new RegExp(pattern, flags);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The pattern as it compiles; undefined (and told) where it is not checked. `place` is only asked for what is told. */
export function readPattern(
  source: string,
  place: () => Place,
  diagnostics: Diagnostics,
): string | undefined {
  const pattern = unicodePattern(source);
  if (pattern === source) return pattern;
  const what = compileError(source, 'u');
  if (pattern !== undefined)
    diagnostics.warning('invalid-pattern', place(), `${what}; it is read as ${pattern}`);
  else if (compileError(source) !== '') diagnostics.error('invalid-pattern', place(), what);
  else diagnostics.warning('invalid-pattern', place(), `${what}; it is not checked`);
  return pattern;
}
