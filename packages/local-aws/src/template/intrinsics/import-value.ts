import type { Located } from '../located.js';
import { didYouMean } from '../near-names.js';
import { exportedValue, exportNames } from '../stack/exports.js';
import type { Stack } from '../stack/stack.js';
import { textArgument } from './arguments.js';

/** `Fn::ImportValue`: an output that a stack of the system exports. */
export function importValue(stack: Stack, argument: Located): Located {
  const name = textArgument(stack, argument, 'Fn::ImportValue takes the name of an export');
  const value = name === undefined ? undefined : exportedValue(stack.reading, name);
  if (value !== undefined) return { ...value, place: argument.place };
  if (name !== undefined)
    stack.reading.problems.add(argument.place, {
      code: 'unknown-export',
      what: stack.reading.exports.inProgress.has(`export ${name}`)
        ? `the export ${name} depends on itself`
        : `no stack of the system exports ${name}.${didYouMean(name, exportNames(stack.reading))}`,
      remedy: 'Correct the name, or give an output of the other stack this name under Export.',
    });
  return { kind: 'unresolved', place: argument.place };
}
