import { resolvedText } from '../intrinsics/sub.js';
import type { Located } from '../located.js';
import { loadedStacks } from './nested.js';
import { outputFields, outputNames, outputValue } from './outputs.js';
import type { Reading, Stack } from './stack.js';

interface Export {
  readonly name: string;
  readonly stack: Stack;
  readonly output: string;
}

function exportsOf(reading: Reading): Export[] {
  const stacks = reading.root.stack === undefined ? [] : loadedStacks(reading.root.stack);
  return stacks.flatMap((stack) =>
    outputNames(stack).flatMap((output) => {
      const exported = outputFields(stack, output)?.map('Export');
      const name = exported === undefined ? undefined : resolvedText(stack, exported.get('Name'));
      return name === undefined ? [] : [{ name, stack, output }];
    }),
  );
}

export function exportNames(reading: Reading): string[] {
  return exportsOf(reading).map(({ name }) => name);
}

export function exportedValue(reading: Reading, name: string): Located | undefined {
  const found = exportsOf(reading).find((each) => each.name === name);
  return found === undefined ? undefined : outputValue(found.stack, found.output);
}

/** An export's name is unique in a region. */
export function checkExports(reading: Reading): void {
  const seen = new Map<string, Export>();
  for (const each of exportsOf(reading)) {
    const first = seen.get(each.name);
    if (first !== undefined)
      reading.problems.add(outputFields(each.stack, each.output)?.placeOf('Export'), {
        code: 'duplicate-export',
        what: `the export ${each.name} exists already: output ${first.output} of ${first.stack.name}`,
        remedy: 'Give one of them another name.',
      });
    seen.set(each.name, first ?? each);
  }
}
