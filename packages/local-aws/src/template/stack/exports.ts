import { resolvedText } from '../intrinsics/sub.js';
import type { Located } from '../located.js';
import { loadedStacks } from './nested.js';
import { outputFields, outputNames, outputValue } from './outputs.js';
import type { Export, Reading, Stack } from './stack.js';

/** While the names are worked out, an import in one of them finds nothing. */
const names = 'names of exports';

function exportsOf({ exports }: Reading): readonly Export[] {
  if (exports.found !== undefined) return exports.found;
  if (exports.root === undefined || exports.inProgress.has(names)) return [];
  exports.inProgress.add(names);
  const found = loadedStacks(exports.root).flatMap(exportsOfStack);
  exports.inProgress.delete(names);
  exports.found = found;
  return found;
}

function exportsOfStack(stack: Stack): Export[] {
  if (stack.circular) return [];
  return outputNames(stack).flatMap((output) => {
    const exported = outputFields(stack, output)?.map('Export');
    const name = resolvedText(stack, exported?.get('Name'));
    return name === undefined ? [] : [{ name, stack, output }];
  });
}

export function exportNames(reading: Reading): string[] {
  return exportsOf(reading).map(({ name }) => name);
}

/** The value that is exported under the name; undefined when there is none, or when it depends on itself. */
export function exportedValue(reading: Reading, name: string): Located | undefined {
  const { inProgress } = reading.exports;
  const found = exportsOf(reading).find((each) => each.name === name);
  const key = `export ${name}`;
  if (found === undefined || inProgress.has(key)) return undefined;
  inProgress.add(key);
  const value = outputValue(found.stack, found.output);
  inProgress.delete(key);
  return value;
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
