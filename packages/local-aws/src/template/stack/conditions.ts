import type { Place } from '../../system.js';
import type { Fields } from '../fields.js';
import { holds } from '../intrinsics/condition-functions.js';
import { isText, typeName } from '../located.js';
import { didYouMean } from '../near-names.js';
import { type Stack, section } from './stack.js';

/** Whether a condition of the stack holds; an unknown or circular one is told and does not. */
export function conditionHolds(stack: Stack, name: string, place: Place): boolean {
  const known = stack.conditions.get(name);
  if (known === 'in progress') return tellCircular(stack, name, place);
  if (known !== undefined) return known;
  const node = section(stack, 'Conditions')?.entries.get(name);
  if (node === undefined) return tellUnknown(stack, name, place);
  stack.conditions.set(name, 'in progress');
  const result = holds(stack, node);
  stack.conditions.set(name, result);
  return result;
}

/** `Condition: Yes` names no condition: YAML 1.1 reads a boolean there. */
export function checkConditionName(fields: Fields): void {
  const node = fields.get('Condition');
  if (node === undefined || isText(node)) return;
  fields.problems.add(node.place, {
    code: 'wrong-type',
    what: `${fields.title} Condition takes the name of a condition, not ${typeName(node)}`,
    remedy: "Write a name; put one like 'Yes' or 'No' in quotes, or choose another.",
  });
}

function tellUnknown(stack: Stack, name: string, place: Place): false {
  const known = section(stack, 'Conditions')?.entries.keys() ?? [];
  stack.reading.problems.add(place, {
    code: 'unknown-condition',
    what: `there is no condition ${name}.${didYouMean(name, known)}`,
    remedy: 'Correct the name, or declare it in Conditions.',
  });
  return false;
}

function tellCircular(stack: Stack, name: string, place: Place): false {
  stack.reading.problems.add(place, {
    code: 'circular-condition',
    what: `the condition ${name} depends on itself`,
    remedy: 'Break the circle of conditions.',
  });
  return false;
}
