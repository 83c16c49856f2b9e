import type { Contract, Operation, Schema } from '../../model.js';
import { didYouMean } from '../../read/references.js';
import { knownKeywords } from '../../read/schema-keywords.js';
import type { Document } from '../document.js';
import { hasEnd, parseRegex } from '../patterns/parse-regex.js';
import type { Rule } from './rule.js';

/** Formats whose values have an end of their own. */
const boundedFormats =
  'date date-time time duration uuid ipv4 ipv6 hostname idn-hostname email idn-email int32 int64 binary'.split(
    ' ',
  );

function isGiven({ const: constant, enum: values, boolean }: Schema): boolean {
  return constant !== undefined || values !== undefined || boolean === false;
}

function boundsStrings(schema: Schema): boolean {
  const { maxLength, format, pattern } = schema;
  if (maxLength !== undefined || isGiven(schema)) return true;
  if (format !== undefined && boundedFormats.includes(format)) return true;
  return pattern !== undefined && hasEnd(parseRegex(pattern));
}

function boundsArrays(schema: Schema): boolean {
  const { maxItems, items, prefixItems } = schema;
  return maxItems !== undefined || isGiven(schema) || (prefixItems !== undefined && items?.boolean === false);
}

/** The schemas that every value has to follow: this one, what it refers to and its `allOf`. */
function conjuncts(schema: Schema, found = new Set<Schema>()): ReadonlySet<Schema> {
  if (found.has(schema)) return found;
  found.add(schema);
  for (const part of [schema.ref, ...(schema.allOf ?? [])]) if (part !== undefined) conjuncts(part, found);
  return found;
}

/** Schemas of the values inside a value. */
function inside(schema: Schema): Schema[] {
  const { items, prefixItems = [], properties, patternProperties, additionalProperties } = schema;
  const maps = [...(properties?.values() ?? []), ...(patternProperties?.values() ?? [])];
  return [items, additionalProperties, ...prefixItems, ...maps].filter((each) => each !== undefined);
}

interface Bounds {
  readonly strings: boolean;
  readonly arrays: boolean;
}

/** Finds the schemas of strings and arrays to which nothing gives an end. */
class Search {
  readonly strings = new Set<Schema>();
  readonly arrays = new Set<Schema>();
  readonly seen = new Set<Schema>();
  readonly #visited = new Map<Schema, Set<string>>();

  /** `above` is what the alternatives of a value inherit from what stands beside them. */
  value(schema: Schema, above: Bounds = { strings: false, arrays: false }): void {
    const visits = this.#visited.get(schema) ?? new Set<string>();
    const key = `${above.strings} ${above.arrays}`;
    if (visits.has(key)) return;
    this.#visited.set(schema, visits.add(key));
    const parts = [...conjuncts(schema)];
    const bounds = {
      strings: above.strings || parts.some(boundsStrings),
      arrays: above.arrays || parts.some(boundsArrays),
    };
    for (const part of parts) {
      this.seen.add(part);
      if (!bounds.strings && part.types?.includes('string') === true) this.strings.add(part);
      if (!bounds.arrays && part.types?.includes('array') === true) this.arrays.add(part);
      for (const each of [...(part.oneOf ?? []), ...(part.anyOf ?? [])]) this.value(each, bounds);
      for (const each of inside(part)) this.value(each);
    }
  }
}

function schemasOf({ parameters, requestBody, responses, callbacks }: Operation): Schema[] {
  const headers = responses.flatMap((each) => [...each.headers.values()]);
  const content = [...(requestBody?.content ?? []), ...responses.flatMap((each) => each.content)];
  const described = [...parameters, ...headers].flatMap(({ schema, content: media }) => [
    schema,
    media?.schema,
  ]);
  const schemas = [...described, ...content.map(({ schema }) => schema)];
  return [...schemas.filter((each) => each !== undefined), ...callbacks.flatMap(schemasOf)];
}

function search(contract: Contract): Search {
  const found = new Search();
  for (const schema of contract.operations.flatMap(schemasOf)) found.value(schema);
  for (const { detail } of contract.events) found.value(detail);
  // A component that something uses is judged where it is used, perhaps with bounds beside it.
  for (const schema of contract.schemas.values()) if (!found.seen.has(schema)) found.value(schema);
  return found;
}

/** The property or the component that a schema stands at. */
function nameOf({ place }: Schema): string {
  return place.pointer.split('/').slice(-1).join('').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Whether a keyword that would bound the values is misspelt, which has been told already. */
function isMisspelt(schema: Schema, document: Document, bounding: readonly string[]): boolean {
  const node = document.node(schema.place);
  const names = node?.kind === 'map' ? [...node.keys()] : [];
  const unknown = names.filter((name) => !knownKeywords.includes(name) && !name.startsWith('x-'));
  return unknown.some((name) => didYouMean(name, bounding) !== '');
}

export const checkBounds: Rule = ({ contract, document, diagnostics }) => {
  const { strings, arrays } = search(contract);
  for (const schema of strings) {
    if (isMisspelt(schema, document, ['maxLength', 'pattern', 'format', 'enum', 'const'])) continue;
    diagnostics.warning('unbounded-string', schema.place, `the string '${nameOf(schema)}' has no end`);
  }
  for (const schema of arrays) {
    if (isMisspelt(schema, document, ['maxItems'])) continue;
    diagnostics.warning('unbounded-array', schema.place, `the array '${nameOf(schema)}' has no end`);
  }
};
