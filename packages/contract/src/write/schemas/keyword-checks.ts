import type { Json, JsonType, Schema } from '../../model.js';
import { annotations, sides } from '../../schema-annotations.js';
import { memberAccess, quote } from '../quote.js';
import { automatonOf, type CharacterRange, straightRanges } from './automaton-of.js';
import type { Decoding } from './decoding.js';
import { isLeaf } from './inlining.js';

/** A failing condition of one keyword: an expression over `u` that is true when the value is refused. */
export interface Check {
  readonly fails: string;
  readonly expected: string;
}

/** What printing checks needs: names of runtime imports that are used, and constants such as compiled patterns. */
export interface CheckContext {
  readonly assertsFormats: boolean;
  readonly decoding: Decoding;
  use(name: string): string;
  constant(expression: string): string;
}

const typeTests: Readonly<Record<JsonType, (u: string) => string>> = {
  null: (u) => `${u} === null`,
  boolean: (u) => `typeof ${u} === 'boolean'`,
  object: (u) => `isObject(${u})`,
  array: (u) => `Array.isArray(${u})`,
  number: (u) => `(typeof ${u} === 'number' && Number.isFinite(${u}))`,
  // Number.isInteger alone would not tell TypeScript that it is a number.
  integer: (u) => `(typeof ${u} === 'number' && Number.isInteger(${u}))`,
  string: (u) => `typeof ${u} === 'string'`,
};

/** A test that nothing passes: after one that TypeScript can tell, it takes what follows for unreachable. */
export function isNever(context: CheckContext, u: string): string {
  return `${context.use('isNever')}(${u})`;
}

export function booleanTest(accepts: boolean, context: CheckContext, u: string): string {
  return `${accepts ? '!' : ''}${isNever(context, u)}`;
}

export function typeCheck(types: readonly JsonType[], context: CheckContext, u: string): Check {
  if (types.includes('object')) context.use('isObject');
  const only = types.length === 1 ? types[0] : undefined;
  const fails =
    only === 'string' || only === 'boolean'
      ? `typeof ${u} !== '${only}'`
      : `!(${types.map((type) => typeTests[type](u)).join(' || ') || isNever(context, u)})`;
  return { fails, expected: types.length === 0 ? 'no value' : types.join(' or ') };
}

function sameAs(value: Json, context: CheckContext, u: string): string {
  if (typeof value === 'string') return `${u} === ${quote(value)}`;
  if (value === null || typeof value !== 'object') return `${u} === ${String(value)}`;
  return `${context.use('equal')}(${u}, ${context.constant(`JSON.parse(${quote(JSON.stringify(value))})`)})`;
}

/** Whether a schema takes values of the types alone: TypeScript has nothing to say against its tests on them. */
export function isOfTypes(schema: Schema, types: readonly JsonType[]): boolean {
  const listed = schema.enum ?? (schema.const === undefined ? undefined : [schema.const.value]);
  if (schema.types === undefined) return listed?.every((value) => isPossible(value, types)) === true;
  return schema.types.every(
    (type) => types.includes(type) || (type === 'integer' && types.includes('number')),
  );
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value)) return 'integer';
  return typeof value as JsonType;
}

/** Whether `type` lets the value through: what it refuses need not be compared, and TypeScript would not have it. */
export function isPossible(value: Json, types: readonly JsonType[] | undefined): boolean {
  if (types === undefined) return true;
  const type = typeOf(value);
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

/** A chain of more comparisons is slower than a set, and soon too long for the type checker. */
const longestChain = 100;

function listTest(values: readonly Json[], context: CheckContext, u: string): string {
  if (values.length <= longestChain || values.some((each) => typeof each === 'object' && each !== null))
    return values.map((value) => sameAs(value, context, u)).join(' || ') || isNever(context, u);
  return `${context.constant(`new Set(JSON.parse(${quote(JSON.stringify(values))}))`)}.has(${u})`;
}

/** People look at the first few of a long list. */
const mostTold = 20;

function listed(values: readonly Json[]): string {
  const texts = values.map((each) => JSON.stringify(each));
  if (values.length <= longestChain) return (values.length === 1 ? '' : 'one of ') + texts.join(', ');
  return `one of ${texts.slice(0, mostTold).join(', ')} and ${values.length - mostTold} more`;
}

export function valueChecks(
  { const: constant, enum: values, types }: Schema,
  context: CheckContext,
  u: string,
): Check[] {
  const checks: Check[] = [];
  if (constant !== undefined)
    checks.push({
      fails: isPossible(constant.value, types)
        ? `!(${sameAs(constant.value, context, u)})`
        : `!${isNever(context, u)}`,
      expected: JSON.stringify(constant.value),
    });
  if (values !== undefined) {
    const possible = values.filter((value) => isPossible(value, types));
    const test = listTest(possible, context, u);
    checks.push({
      fails: `!(${test})`,
      expected: listed(values),
    });
  }
  return checks;
}

/** Formats of whole numbers in OpenAPI's registry; beyond 2^53 a number of JavaScript stands for its neighbours too. */
const integerBits = new Map([
  ['int8', 8],
  ['int16', 16],
  ['int32', 32],
  ['int64', 64],
]);

export function numberChecks(schema: Schema, context: CheckContext, u: string): Check[] {
  const checks: Check[] = [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (minimum !== undefined)
    checks.push({ fails: `${u} < ${minimum}`, expected: `a number from ${minimum}` });
  if (maximum !== undefined)
    checks.push({ fails: `${u} > ${maximum}`, expected: `a number up to ${maximum}` });
  if (exclusiveMinimum !== undefined)
    checks.push({ fails: `${u} <= ${exclusiveMinimum}`, expected: `a number above ${exclusiveMinimum}` });
  if (exclusiveMaximum !== undefined)
    checks.push({ fails: `${u} >= ${exclusiveMaximum}`, expected: `a number below ${exclusiveMaximum}` });
  if (multipleOf !== undefined) {
    checks.push({
      fails: `!${context.use('isMultipleOf')}(${u}, ${multipleOf})`,
      expected: `a multiple of ${multipleOf}`,
    });
  }
  const bits =
    context.assertsFormats && schema.format !== undefined ? integerBits.get(schema.format) : undefined;
  if (bits !== undefined) {
    const range = 2 ** (bits - 1);
    const fails = `!(Number.isInteger(${u}) && ${u} >= ${-range} && ${u} < ${range})`;
    checks.push({ fails, expected: `an int${bits}` });
  }
  return [...checks, ...decodedChecks(schema, 'number', { context, u })];
}

/** Formats that are asserted, and the scanner of each; other formats are annotations. */
const scanners: Readonly<Record<string, string>> = {
  date: 'isDate',
  'date-time': 'isDateTime',
  time: 'isTime',
  duration: 'isDuration',
  email: 'isEmail',
  'idn-email': 'isIdnEmail',
  hostname: 'isHostname',
  'idn-hostname': 'isIdnHostname',
  ipv4: 'isIpv4',
  ipv6: 'isIpv6',
  uri: 'isUri',
  'uri-reference': 'isUriReference',
  'uri-template': 'isUriTemplate',
  iri: 'isIri',
  'iri-reference': 'isIriReference',
  uuid: 'isUuid',
  'json-pointer': 'isJsonPointer',
  'relative-json-pointer': 'isRelativeJsonPointer',
  byte: 'isBase64',
  regex: 'isRegex',
};

const mostCompared = 8;

function charactersTest(ranges: readonly CharacterRange[], text: string): string {
  const tests = ranges.map(([from, to], at) => {
    const code = `${text}.charCodeAt(${at})`;
    // Below `from`, the difference is a large number where it is read without its sign.
    return from === to ? `${code} === ${from}` : `(${code} - ${from}) >>> 0 <= ${to - from}`;
  });
  return `(${[`${text}.length === ${ranges.length}`, ...tests].join(' && ')})`;
}

/**
 * An expression that is true when `text` matches: comparisons of its characters where there are few, else a walk through
 * an automaton where the pattern allows, either of which is faster than a regular expression.
 */
export function patternTest(pattern: string, text: string, context: CheckContext): string {
  const states = automatonOf(pattern);
  if (states === undefined) return `${context.constant(`new RegExp(${quote(pattern)}, 'u')`)}.test(${text})`;
  const ranges = straightRanges(states);
  if (ranges !== undefined && ranges.length <= mostCompared) return charactersTest(ranges, text);
  const constant = context.constant(`${context.use('automaton')}(${JSON.stringify(states)})`);
  return `${context.use('accepts')}(${constant}, ${text})`;
}

/**
 * Whether `u` has more code points than it may. It has at most as many as UTF-16 units and at least half as many: they
 * are counted only where that does not decide, so that no text is walked that is much longer than it may be.
 */
export function tooLong(u: string, maxLength: number, context: CheckContext): string {
  const counted = `${context.use('codePoints')}(${u}) > ${maxLength}`;
  return `${u}.length > ${maxLength} && (${u}.length > ${2 * maxLength} || ${counted})`;
}

function lengthChecks({ minLength, maxLength }: Schema, context: CheckContext, u: string): Check[] {
  const checks: Check[] = [];
  if (minLength !== undefined && minLength > 0) {
    const counted = () =>
      `${u}.length < ${2 * minLength} && ${context.use('codePoints')}(${u}) < ${minLength}`;
    const fails = minLength === 1 ? `${u}.length === 0` : `(${u}.length < ${minLength} || (${counted()}))`;
    checks.push({ fails, expected: `a string of at least ${minLength} characters` });
  }
  if (maxLength !== undefined) {
    const fails = `(${tooLong(u, maxLength, context)})`;
    checks.push({ fails, expected: `a string of at most ${maxLength} characters` });
  }
  return checks;
}

function textChecks(schema: Schema, context: CheckContext, u: string): Check[] {
  const { pattern, format } = schema;
  const checks: Check[] = [];
  if (pattern !== undefined) {
    checks.push({
      fails: `!${patternTest(pattern, u, context)}`,
      expected: `a string that matches ${pattern}`,
    });
  }
  const known = context.assertsFormats && format !== undefined && Object.hasOwn(scanners, format);
  const scanner = known ? scanners[format] : undefined;
  const decoded = decodedChecks(schema, 'string', { context, u });
  if (scanner !== undefined && decoded.length === 0)
    checks.push({ fails: `!${context.use(scanner)}(${u})`, expected: `a string in the format ${format}` });
  return [...checks, ...decoded];
}

/** What is decoded has to be what can be decoded, whether formats are checked or not. */
function decodedChecks(
  schema: Schema,
  from: 'string' | 'number',
  { context, u }: { readonly context: CheckContext; readonly u: string },
): Check[] {
  const decoded = context.decoding.of(schema);
  if (decoded?.test === undefined || decoded.from !== from) return [];
  return [{ fails: `!${context.use(decoded.test)}(${u})`, expected: decoded.expected ?? decoded.type }];
}

/** Checks of a string; `text` must not be asked of what is too long: a regular expression may take for ever of it. */
export function stringChecks(
  schema: Schema,
  context: CheckContext,
  u: string,
): { readonly length: Check[]; readonly text: Check[] } {
  return { length: lengthChecks(schema, context, u), text: textChecks(schema, context, u) };
}

export function arrayChecks(schema: Schema, context: CheckContext, u: string): Check[] {
  const checks: Check[] = [];
  const { minItems, maxItems, uniqueItems } = schema;
  if (minItems !== undefined)
    checks.push({ fails: `${u}.length < ${minItems}`, expected: `an array of at least ${minItems} items` });
  if (maxItems !== undefined)
    checks.push({ fails: `${u}.length > ${maxItems}`, expected: `an array of at most ${maxItems} items` });
  if (uniqueItems === true)
    checks.push({ fails: `!${context.use('unique')}(${u})`, expected: 'an array without equal items' });
  return checks;
}

/**
 * An expression that is true when a schema of one scalar type, or of none but with its values listed, accepts what the
 * variable `u` holds; undefined for other schemas.
 */
export function leafTest(schema: Schema, context: CheckContext, u: string): string | undefined {
  const [type, ...others] = schema.types ?? [];
  const isListed = type === undefined && (schema.enum !== undefined || schema.const !== undefined);
  const isScalar = type !== undefined && others.length === 0 && type !== 'array' && type !== 'object';
  if (!isLeaf(schema) || !(isScalar || (isListed && isListedAlone(schema)))) return undefined;
  const rest = [
    ...valueChecks(schema, context, u),
    ...(type === 'number' || type === 'integer' ? numberChecks(schema, context, u) : []),
    ...(type === 'string' ? Object.values(stringChecks(schema, context, u)).flat() : []),
  ].map(({ fails }) => (fails.startsWith('!') ? unnegated(fails) : `!(${fails})`));
  return `(${[...(type === undefined ? [] : [typeTests[type](u)]), ...rest].join(' && ')})`;
}

/** `!f(u)` and `!(a || b)` without their `!`. */
function unnegated(fails: string): string {
  return fails.startsWith('!(') || /^![\w.]+\([^()]*\)$/.test(fails) ? fails.slice(1) : `!(${fails})`;
}

const listing = new Set<string>([...annotations, ...sides, 'enum', 'const']);

function isListedAlone(schema: Schema): boolean {
  return Object.keys(schema).every((keyword) => listing.has(keyword));
}

/** Whether `object` has the member; only names that every object inherits need the slow question. */
export function isAbsent(object: string, name: string): string {
  return name in Object.prototype
    ? `!Object.hasOwn(${object}, ${quote(name)})`
    : `${memberAccess(object, name)} === undefined`;
}

/** Whether no absent member passes, so that one that is required need not be asked for before. */
export function refusesUndefined(schema: Schema, depth = 0): boolean {
  if (schema.boolean !== undefined) return !schema.boolean;
  if (schema.types !== undefined || schema.enum !== undefined || schema.const !== undefined) return true;
  return depth < 8 && schema.ref !== undefined && refusesUndefined(schema.ref, depth + 1);
}

export function requiredCheck(name: string, u: string): Check {
  return { fails: isAbsent(u, name), expected: `the property ${JSON.stringify(name)}` };
}

export function objectChecks(schema: Schema, u: string): Check[] {
  const checks: Check[] = [];
  const { minProperties, maxProperties, dependentRequired } = schema;
  if (minProperties !== undefined)
    checks.push({
      fails: `Object.keys(${u}).length < ${minProperties}`,
      expected: `an object of at least ${minProperties} properties`,
    });
  if (maxProperties !== undefined)
    checks.push({
      fails: `Object.keys(${u}).length > ${maxProperties}`,
      expected: `an object of at most ${maxProperties} properties`,
    });
  for (const [name, needed] of dependentRequired ?? []) {
    for (const other of needed) {
      const fails = `!(${isAbsent(u, name)}) && ${isAbsent(u, other)}`;
      checks.push({
        fails,
        expected: `the property ${JSON.stringify(other)} beside ${JSON.stringify(name)}`,
      });
    }
  }
  return checks;
}
