import type { Diagnostics } from '../diagnostics.js';
import type { JsonType, Place } from '../model.js';
import type { Located } from './located.js';
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
    'items contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties not if then else',
  schemas: 'prefixItems allOf anyOf oneOf',
  schemaMap: 'properties dependentSchemas',
  special:
    'type pattern patternProperties const enum default example examples required dependentRequired discriminator',
  annotation:
    'nullable exclusiveMinimum exclusiveMaximum $ref $defs $schema $comment xml externalDocs contentSchema',
  /** Keywords that change what a schema accepts in a way that is not compiled: refused, never ignored. */
  refused: '$dynamicRef $dynamicAnchor $recursiveRef $id $anchor $vocabulary',
};

/** Keywords of JSON Schema 2020-12 and of OpenAPI's schema object, annotations included. */
export const keywordKinds: ReadonlyMap<string, KeywordKind> = new Map(
  (Object.entries(byKind) as [KeywordKind, string][]).flatMap(([kind, names]) =>
    names.split(' ').map((name) => [name, kind] as const),
  ),
);

export const knownKeywords: readonly string[] = [...keywordKinds.keys()];

/** Whether the keyword takes the number; where it does not, that is told. */
export function checkNumber(node: Located, name: string, value: number, diagnostics: Diagnostics): boolean {
  const isCount = keywordKinds.get(name) === 'count';
  const fits = isCount ? value >= 0 && Number.isInteger(value) : name !== 'multipleOf' || value > 0;
  if (fits) return true;
  const expected = isCount ? 'a whole number from 0' : 'a number above 0';
  diagnostics.error('invalid-keyword', node.place, `'${name}' takes ${expected}, not ${value}`);
  return false;
}

function compileError(pattern: string): string {
  try {
    new RegExp(pattern, 'u');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The pattern as it compiles; undefined (and told) where it does not. `place` is only asked for what is told. */
export function readPattern(
  source: string,
  place: () => Place,
  diagnostics: Diagnostics,
): string | undefined {
  const pattern = unicodePattern(source);
  if (pattern === source) return pattern;
  const what = compileError(source);
  if (pattern === undefined) diagnostics.error('invalid-pattern', place(), what);
  else diagnostics.warning('invalid-pattern', place(), `${what}; it is read as ${pattern}`);
  return pattern;
}
