import type { Json } from '../system.js';
import { compileCidr } from './cidr.js';
import type { Scalar } from './event-fields.js';
import { compileNumeric } from './numeric-range.js';
import { compileWildcard } from './wildcard.js';

export type Condition = (value: Scalar) => boolean;

/** The conditions of one list: a value passes when one of them holds; `absent` when a missing field passes too. */
export interface Conditions {
  readonly present: readonly Condition[];
  readonly absent: boolean;
}

/** Compiles the list at a leaf of a pattern. Errors: SyntaxError in AWS's words where EventBridge has them. */
export function compileConditions(list: readonly Json[]): Conditions {
  if (list.length === 0) throw new SyntaxError('Empty arrays are not allowed');
  const present: Condition[] = [];
  let absent = false;
  for (const each of list) {
    if (isExpression(each) && 'exists' in each) {
      if (existsOf(each)) present.push(() => true);
      else absent = true;
    } else {
      present.push(compileCondition(each));
    }
  }
  return { present, absent };
}

const isExpression = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function existsOf(expression: { [key: string]: Json }): boolean {
  const [, exists] = onlyMember(expression);
  if (typeof exists !== 'boolean')
    throw new SyntaxError('exists match pattern must be either true or false.');
  return exists;
}

function onlyMember(expression: { [key: string]: Json }): [string, Json] {
  const [member, ...others] = Object.entries(expression);
  if (member === undefined) throw new SyntaxError('Empty objects are not allowed');
  if (others.length > 0) throw new SyntaxError('Only one key allowed in match expression');
  return member;
}

function compileCondition(value: Json): Condition {
  if (Array.isArray(value)) {
    throw new SyntaxError('Match value must be String, number, true, false, or null');
  }
  if (!isExpression(value)) return (field) => field === value;
  const [operator, operand] = onlyMember(value);
  const compile = operators.get(operator);
  if (compile === undefined) throw new SyntaxError(`Unrecognized match type ${operator}`);
  return compile(operand);
}

const operators: ReadonlyMap<string, (operand: Json) => Condition> = new Map([
  ['prefix', (operand: Json) => affix('prefix', operand)],
  ['suffix', (operand: Json) => affix('suffix', operand)],
  ['equals-ignore-case', equalsIgnoreCase],
  ['wildcard', wildcard],
  ['anything-but', anythingBut],
  ['numeric', numeric],
  ['cidr', cidr],
]);

function textOf(operator: string, operand: Json): string {
  if (typeof operand !== 'string') throw new SyntaxError(`${operator} match pattern must be a string`);
  return operand;
}

const onText =
  (test: (text: string) => boolean): Condition =>
  (value) =>
    typeof value === 'string' && test(value);

function affix(side: 'prefix' | 'suffix', operand: Json): Condition {
  const holds = (text: string, part: string) =>
    side === 'prefix' ? text.startsWith(part) : text.endsWith(part);
  if (!isExpression(operand)) {
    const part = textOf(side, operand);
    return onText((text) => holds(text, part));
  }
  const [operator, nested] = onlyMember(operand);
  if (operator !== 'equals-ignore-case') throw new SyntaxError(`Unsupported ${side} match type ${operator}`);
  const part = textOf(operator, nested).toLowerCase();
  return onText((text) => holds(text.toLowerCase(), part));
}

function equalsIgnoreCase(operand: Json): Condition {
  const wanted = textOf('equals-ignore-case', operand).toLowerCase();
  return onText((text) => text.toLowerCase() === wanted);
}

function wildcard(operand: Json): Condition {
  return onText(compileWildcard(textOf('wildcard', operand)));
}

function numeric(operand: Json): Condition {
  const test = compileNumeric(operand);
  return (value) => typeof value === 'number' && test(value);
}

function cidr(operand: Json): Condition {
  return onText(compileCidr(textOf('cidr', operand)));
}

const negatable = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/** Holds for every present value that none of the operands takes, whatever its kind. */
function anythingBut(operand: Json): Condition {
  const excluded = isExpression(operand) ? excludedBy(operand) : excludedValues(operand);
  return (value) => !excluded.some((condition) => condition(value));
}

function excludedBy(expression: { [key: string]: Json }): Condition[] {
  const [operator, operand] = onlyMember(expression);
  if (!negatable.includes(operator)) throw new SyntaxError(`Unsupported anything-but pattern: ${operator}`);
  return listOf(operand).map((each) => compileCondition({ [operator]: each }));
}

function excludedValues(operand: Json): Condition[] {
  return listOf(operand).map((each) => {
    if (typeof each !== 'string' && typeof each !== 'number') {
      throw new SyntaxError(
        'Inside anything but list, start|null|boolean is not supported: values must be strings or numbers',
      );
    }
    return (value: Scalar) => value === each;
  });
}

function listOf(operand: Json): readonly Json[] {
  if (!Array.isArray(operand)) return [operand];
  if (operand.length === 0) throw new SyntaxError('Empty arrays are not allowed');
  return operand;
}
