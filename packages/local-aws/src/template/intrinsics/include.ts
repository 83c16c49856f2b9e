import { dirname, resolve as resolvePath } from 'node:path';
import { isText, type Located } from '../located.js';
import { displayPath, parseFile } from '../parse-file.js';
import type { Stack } from '../stack/stack.js';
import { badArgument } from './arguments.js';
import { resolve } from './resolve.js';

/** `Fn::Transform` of AWS::Include: the file's content stands here, its functions worked out in this stack. */
export function include(stack: Stack, argument: Located): Located | undefined {
  const included = includedNode(stack, argument);
  return included === undefined
    ? badArgument(
        stack,
        argument,
        'Fn::Transform takes Name: AWS::Include and Parameters: { Location: a file }',
      )
    : resolve(stack, included);
}

/** The content of the included file, its functions as written; undefined when the argument is no include. */
export function includedNode(stack: Stack, argument: Located): Located | undefined {
  if (argument.kind !== 'map') return undefined;
  const name = argument.entries.get('Name');
  const parameters = argument.entries.get('Parameters');
  const location = parameters?.kind === 'map' ? parameters.entries.get('Location') : undefined;
  if (!isText(name) || name.value !== 'AWS::Include' || !isText(location)) return undefined;
  return readDefinitionFile(stack, location);
}

/** A YAML or JSON file named relative to the template. */
export function readDefinitionFile(stack: Stack, location: Located & { value: string }): Located {
  const known = stack.includes.get(location.value);
  if (known !== undefined) return known;
  const read = readOnce(stack, location);
  stack.includes.set(location.value, read);
  return read;
}

function readOnce(stack: Stack, location: Located & { value: string }): Located {
  const { problems, options } = stack.reading;
  const path = resolvePath(dirname(stack.file), location.value);
  const file = displayPath(options.workingDirectory, path);
  const unresolved: Located = { kind: 'unresolved', place: location.place };
  if (/^\w+:\/\//.test(location.value)) {
    problems.add(location.place, {
      code: 'remote-file',
      what: `${location.value} is not on this machine`,
      remedy: 'Name a file relative to the template.',
    });
    return unresolved;
  }
  try {
    return parseFile({ path, file, shortTags: false }, problems) ?? unresolved;
  } catch (error) {
    problems.add(location.place, {
      code: 'missing-file',
      what: `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
      remedy: 'Generate it (npm run generate), or correct the path; it is relative to the template.',
    });
    return unresolved;
  }
}
