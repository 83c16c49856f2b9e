import { Fields } from '../fields.js';
import { resolve } from '../intrinsics/resolve.js';
import { isText, type Located } from '../located.js';
import { checkConditionName, conditionHolds } from './conditions.js';
import { type Stack, section } from './stack.js';

export function outputNames(stack: Stack): string[] {
  return Array.from(section(stack, 'Outputs')?.entries.keys() ?? []);
}

/** The value of an output; undefined when there is none or its condition does not hold. */
export function outputValue(stack: Stack, name: string): Located | undefined {
  const fields = outputFields(stack, name);
  const value = fields?.get('Value');
  return value === undefined ? undefined : resolve(stack, value);
}

/** The output as written, when its condition holds. */
export function outputFields(stack: Stack, name: string): Fields | undefined {
  const node = section(stack, 'Outputs')?.entries.get(name);
  if (node?.kind !== 'map') return undefined;
  const condition = node.entries.get('Condition');
  if (isText(condition) && !conditionHolds(stack, condition.value, condition.place)) return undefined;
  return new Fields(node, `output ${name}`, stack.reading.problems);
}

/** Works out all outputs of a stack and tells their problems. */
export function readOutputs(stack: Stack): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of outputNames(stack)) {
    const fields = outputFields(stack, name);
    if (fields === undefined) continue;
    checkConditionName(fields);
    fields.allow({ played: ['Value', 'Export', 'Condition'], noEffect: { Description: 'for people' } });
    fields.require('Value');
    const exported = fields.map('Export');
    exported?.allow({ played: ['Name'] });
    exported?.require('Name');
    const value = outputValue(stack, name);
    if (value?.kind === 'scalar' && value.value !== null) values[name] = value.text;
    else if (value !== undefined && value.kind !== 'unresolved')
      fields.unsupported('Value', 'an output is a string');
  }
  return values;
}
