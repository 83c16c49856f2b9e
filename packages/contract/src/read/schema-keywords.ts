import type { Diagnostics } from '../diagnostics.js';
import type { JsonType, Place } from '../model.js';
import { unicodePattern } from './pattern.js';
import { didYouMean } from './references.js';

export const jsonTypes: readonly JsonType[] = [
  'null',
  'boolean',
  'object',
  'array',
  'number',
  'integer',
  'string',
];

/** What other languages and formats call the types. */
const typesByOtherNames: ReadonlyMap<string, string> = new Map([
  ...['int', 'int32', 'int64', 'long', 'short'].map((name) => [name, 'integer'] as const),
  ...['float', 'double', 'decimal'].map((name) => [name, 'number'] as const),
  ...['bool', 'bit'].map((name) => [name, 'boolean'] as const),
  ...['str', 'text', 'char', 'date', 'datetime', 'date-time', 'uuid'].map(
    (name) => [name, 'string'] as const,
  ),
  ...['list', 'set', 'tuple'].map((name) => [name, 'array'] as const),
  ...['map', 'dict', 'hash', 'struct'].map((name) => [name, 'object'] as const),
  ...['nil', 'none', 'undefined'].map((name) => [name, 'null'] as const),
]);

/** What was most likely meant by a type that is none. */
export function typeHint(name: string): string {
  if (name === 'file') return '; a file is `type: string, format: binary`';
  if (name === 'any') return '; without `type` a schema takes any value';
  const known = typesByOtherNames.get(name.toLowerCase());
  return known === undefined ? didYouMean(name, jsonTypes) : ` (did you mean '${known}'?)`;
}

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

/** What other engines have and ECMAScript has not, each with what to write instead. */
const foreign: readonly (readonly [RegExp, string])[] = [
  [/\(\?[imsx-]+[:)]/, 'ECMAScript has no flags within a pattern: write both cases, as in [aA]'],
  [/\(\?P[<=]/, 'ECMAScript writes a named group (?<name>…)'],
  [/\(\?>|[*+?}]\+/, 'ECMAScript has neither atomic groups nor possessive quantifiers'],
  [/\[\[:\^?\w+:\]/, 'ECMAScript has no POSIX classes: write what they hold, as in [a-z]'],
];

function foreignHint(source: string): string {
  const hint = foreign.find(([form]) => form.test(source))?.[1];
  return hint === undefined ? '' : ` (${hint})`;
}

/** The pattern as it compiles; undefined (and told) where it is not checked. `place` is only asked for what is told. */
export function readPattern(
  source: string,
  place: () => Place,
  diagnostics: Diagnostics,
): string | undefined {
  const pattern = unicodePattern(source);
  if (pattern === source) return pattern;
  const what = `${compileError(source, 'u')}${foreignHint(source)}`;
  if (pattern !== undefined)
    diagnostics.warning('invalid-pattern', place(), `${what}; it is read as ${pattern}`);
  else if (compileError(source) !== '') diagnostics.error('invalid-pattern', place(), what);
  else diagnostics.warning('invalid-pattern', place(), `${what}; it is not checked`);
  return pattern;
}
