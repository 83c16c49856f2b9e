import { isText, type Located } from '../located.js';
import { conditionHolds } from '../stack/conditions.js';
import type { Stack } from '../stack/stack.js';
import { badArgument, textArgument } from './arguments.js';
import { resolve } from './resolve.js';

/** `Fn::If`: only the branch that is taken is worked out, as CloudFormation does. */
export function condition(stack: Stack, argument: Located): Located | undefined {
  const branch = takenBranch(stack, argument);
  if (branch !== undefined) return resolve(stack, branch);
  return badArgument(stack, argument, 'Fn::If takes the name of a condition and two values');
}

/** The branch of an `Fn::If` that its condition takes. */
export function takenBranch(stack: Stack, argument: Located): Located | undefined {
  if (argument.kind !== 'list' || argument.items.length !== 3) return undefined;
  const [name, yes, no] = argument.items;
  if (!isText(name)) return undefined;
  return conditionHolds(stack, name.value, name.place) ? yes : no;
}

/** Works out a condition: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, `Condition`. */
export function holds(stack: Stack, node: Located): boolean {
  const [call] = node.kind === 'map' && node.entries.size === 1 ? node.entries : [];
  if (call === undefined) return notACondition(stack, node);
  const [name, argument] = call;
  if (name === 'Condition' && isText(argument)) return conditionHolds(stack, argument.value, argument.place);
  const items = argument.kind === 'list' ? argument.items : undefined;
  if (items !== undefined && name === 'Fn::Not' && items.length === 1) return !holds(stack, items[0]!);
  if (items !== undefined && name === 'Fn::Equals' && items.length === 2) return equal(stack, items);
  if (items !== undefined && (name === 'Fn::And' || name === 'Fn::Or')) return several(stack, name, argument);
  return notACondition(stack, node);
}

/** And and Or take 2 to 10 conditions. All are worked out, so that the problems of all are told. */
function several(stack: Stack, name: string, argument: Located): boolean {
  const items = argument.kind === 'list' ? argument.items : [];
  if (items.length < 2 || items.length > 10) {
    badArgument(stack, argument, `${name} takes 2 to 10 conditions, not ${items.length}`);
    return false;
  }
  const results = items.map((item) => holds(stack, item));
  return name === 'Fn::And' ? !results.includes(false) : results.includes(true);
}

function equal(stack: Stack, [left, right]: readonly Located[]): boolean {
  const sides = [left, right].map((side) => textArgument(stack, side, 'Fn::Equals compares strings'));
  return sides[0] !== undefined && sides[0] === sides[1];
}

function notACondition(stack: Stack, node: Located): boolean {
  badArgument(stack, node, 'a condition is Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition');
  return false;
}
