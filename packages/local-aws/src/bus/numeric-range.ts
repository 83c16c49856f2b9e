import type { Json } from '../system.js';

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** EventBridge compares numbers within these bounds only ("Numeric matching", EventBridge User Guide). */
const largest = 5e9;

function comparison(operator: Json | undefined, bound: Json | undefined): (value: number) => boolean {
  const compare = typeof operator === 'string' ? comparisons[operator] : undefined;
  if (compare === undefined) {
    throw new SyntaxError(`Unrecognized numeric range operator: ${JSON.stringify(operator)}`);
  }
  if (typeof bound !== 'number') throw new SyntaxError(`Value of ${String(operator)} must be numeric`);
  if (Math.abs(bound) > largest) {
    throw new SyntaxError(`Value of ${String(operator)} must be between -5.0e9 and 5.0e9, inclusive`);
  }
  return (value) => compare(value, bound);
}

/** A predicate for EventBridge's `numeric`: `["=", n]`, one comparison, or a lower and an upper bound. Error: SyntaxError. */
export function compileNumeric(range: Json): (value: number) => boolean {
  if (!Array.isArray(range)) throw new SyntaxError('Value of numeric must be an array.');
  const [operator, bound, secondOperator, secondBound] = range;
  const first = comparison(operator, bound);
  if (range.length === 2) return first;
  if (range.length !== 4) throw new SyntaxError('Too many elements in numeric expression');
  const second = comparison(secondOperator, secondBound);
  if (!isLower(operator) || !isUpper(secondOperator)) {
    throw new SyntaxError('A numeric range has a lower bound (> or >=) followed by an upper bound (< or <=)');
  }
  if (Number(bound) >= Number(secondBound)) throw new SyntaxError('Bottom must be less than top');
  return (value) => first(value) && second(value);
}

const isLower = (operator: Json | undefined) => operator === '>' || operator === '>=';
const isUpper = (operator: Json | undefined) => operator === '<' || operator === '<=';
