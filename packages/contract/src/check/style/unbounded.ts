import type { Contract, Schema } from '../../model.js';
import { didYouMean } from '../../read/references.js';
import { knownKeywords } from '../../read/schema-keywords.js';
import type { Document } from '../document.js';
import { hasEnd, parseRegex } from '../patterns/parse-regex.js';
import type { Rule } from './rule.js';
import { nameOf, visitValues } from './visit-values.js';

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

/** What a value has an end of. */
interface Bounds {
  readonly strings: boolean;
  readonly arrays: boolean;
}

/** The schemas of strings and arrays to which nothing gives an end. */
function unbounded(contract: Contract): { strings: Set<Schema>; arrays: Set<Schema> } {
  const [strings, arrays] = [new Set<Schema>(), new Set<Schema>()];
  visitValues<Bounds>(contract, {
    nothing: { strings: false, arrays: false },
    learn: (known, parts) => ({
      strings: known.strings || parts.some(boundsStrings),
      arrays: known.arrays || parts.some(boundsArrays),
    }),
    visit(part, known) {
      if (!known.strings && part.types?.includes('string') === true) strings.add(part);
      if (!known.arrays && part.types?.includes('array') === true) arrays.add(part);
    },
  });
  return { strings, arrays };
}

/** Whether a keyword that would bound the values is misspelt, which has been told already. */
function isMisspelt(schema: Schema, document: Document, bounding: readonly string[]): boolean {
  const node = document.node(schema.place);
  const names = node?.kind === 'map' ? [...node.keys()] : [];
  const unknown = names.filter((name) => !knownKeywords.includes(name) && !name.startsWith('x-'));
  return unknown.some((name) => didYouMean(name, bounding) !== '');
}

export const checkBounds: Rule = ({ contract, document, diagnostics }) => {
  const { strings, arrays } = unbounded(contract);
  for (const schema of strings) {
    if (isMisspelt(schema, document, ['maxLength', 'pattern', 'format', 'enum', 'const'])) continue;
    diagnostics.warning('unbounded-string', schema.place, `the string '${nameOf(schema)}' has no end`);
  }
  for (const schema of arrays) {
    if (isMisspelt(schema, document, ['maxItems'])) continue;
    diagnostics.warning('unbounded-array', schema.place, `the array '${nameOf(schema)}' has no end`);
  }
};
