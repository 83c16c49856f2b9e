import { AwsError } from '../parts.js';
import type { Json } from '../system.js';
import {
  type EventFields,
  fieldsOf,
  joinMembership,
  type Membership,
  pathSeparator,
} from './event-fields.js';
import { type Conditions, compileConditions } from './pattern-condition.js';

interface Leaf {
  readonly path: string;
  readonly conditions: Conditions;
}

/** Every leaf must hold, all in the same elements of the event's arrays of objects. */
type Conjunction = readonly Leaf[];

/** `$or` multiplies out; EventBridge refuses rules beyond this ("Matching on multiple fields", User Guide). */
const mostCombinations = 1000;

/**
 * Compiles an EventBridge event pattern, which Lambda's filter criteria use too.
 *
 * Errors: AwsError InvalidEventPatternException that names the path inside the pattern.
 */
export function compilePattern(pattern: Json): (event: Json) => boolean {
  if (!isObject(pattern)) throw invalid('Filter is not an object', '');
  const alternatives = conjunctionsOf(pattern, '').map(presentFirst);
  return (event) => {
    const fields = fieldsOf(event);
    return alternatives.some((leaves) => matches(leaves, fields, new Map()));
  };
}

/** The same from JSON text, as PutRule and TestEventPattern take it. */
export function compilePatternText(text: string): (event: Json) => boolean {
  return compilePattern(parsePattern(text));
}

function parsePattern(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw invalid(`Invalid JSON: ${(error as Error).message}`, '');
  }
}

function invalid(reason: string, path: string): AwsError {
  const where = path === '' ? '' : ` at ${path.split(pathSeparator).join('.')}`;
  return new AwsError(
    'InvalidEventPatternException',
    `Event pattern is not valid. Reason: ${reason}${where}`,
  );
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function conjunctionsOf(pattern: { [key: string]: Json }, path: string): Conjunction[] {
  const members = Object.entries(pattern);
  if (members.length === 0) throw invalid('Empty objects are not allowed', path);
  return members.reduce<Conjunction[]>(
    (sofar, [key, value]) => combine(sofar, memberConjunctions({ key, value }, path), path),
    [[]],
  );
}

function combine(left: Conjunction[], right: Conjunction[], path: string): Conjunction[] {
  if (left.length * right.length > mostCombinations) {
    throw invalid(`Rule is too complex: $or makes more than ${mostCombinations} combinations`, path);
  }
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

function memberConjunctions(member: { key: string; value: Json }, parent: string): Conjunction[] {
  const { key, value } = member;
  if (key === '$or' && isOrList(value)) return value.flatMap((each) => conjunctionsOf(each, parent));
  const path = parent === '' ? key : `${parent}${pathSeparator}${key}`;
  if (Array.isArray(value)) return [[{ path, conditions: conditionsAt(value, path) }]];
  if (isObject(value)) return conjunctionsOf(value, path);
  throw invalid(`"${key}" must be an object or an array`, path);
}

/** As in EventBridge, anything but a list of at least two objects makes `$or` an ordinary field name. */
function isOrList(value: Json): value is { [key: string]: Json }[] {
  return (
    Array.isArray(value) && value.length >= 2 && value.every((each) => isObject(each) && !isOperator(each))
  );
}

const operatorNames = [
  'exists',
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'numeric',
  'cidr',
];

const isOperator = (value: { [key: string]: Json }) =>
  Object.keys(value).some((key) => operatorNames.includes(key));

function conditionsAt(list: readonly Json[], path: string): Conditions {
  try {
    return compileConditions(list);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(error.message, path);
    throw error;
  }
}

/** What is absent is judged within the array elements that the present fields have chosen. */
function presentFirst(leaves: Conjunction): Conjunction {
  return [...leaves].sort((a, b) => Number(a.conditions.absent) - Number(b.conditions.absent));
}

function matches(leaves: Conjunction, fields: EventFields, membership: Membership): boolean {
  const [leaf, ...rest] = leaves;
  if (leaf === undefined) return true;
  let isAbsent = true;
  for (const field of fields.get(leaf.path) ?? []) {
    const joined = joinMembership(membership, field.membership);
    if (joined === undefined) continue;
    isAbsent = false;
    if (leaf.conditions.present.some((holds) => holds(field.value)) && matches(rest, fields, joined))
      return true;
  }
  return isAbsent && leaf.conditions.absent && matches(rest, fields, membership);
}
