import { StartError } from '../parts.js';
import type { FunctionSpec, PolicySpec, System } from '../system.js';
import { checkSystem } from './check-system.js';
import { textNode } from './located.js';
import type { ReadSystemOptions } from './options.js';
import { displayPath } from './parse-file.js';
import { Problems } from './problems.js';
import { readStack } from './read-stack.js';
import { resourceTypes } from './resources/registry.js';
import { checkExports } from './stack/exports.js';
import { loadStack } from './stack/load-stack.js';
import { loadedStacks } from './stack/nested.js';
import { readOutputs } from './stack/outputs.js';
import type { Reading } from './stack/stack.js';
import { emptyParts } from './system-parts.js';

export type { ReadSystemOptions } from './options.js';

/**
 * Reads a SAM or CloudFormation template with its nested stacks.
 * Throws StartError with all problems of all templates, each with its place.
 */
export function readSystem(options: ReadSystemOptions): System {
  const reading: Reading = {
    options,
    problems: new Problems(),
    types: resourceTypes,
    parts: emptyParts(),
    exports: { inProgress: new Set() },
  };
  const outputs = readRoot(reading);
  const problems = reading.problems.all();
  if (problems.length > 0) throw new StartError(problems);
  const {
    apiEvents: _e,
    httpApiEvents: _h,
    roleStatements: _r,
    managedPolicies: _m,
    queuePolicies,
    topicPolicies,
    functions,
    ...lists
  } = reading.parts;
  return {
    region: options.region,
    accountId: options.accountId,
    ...lists,
    functions: functions.map((each) => ({ ...each, policies: policiesOf(reading, each) })),
    queues: lists.queues.map((each) => {
      const policy = queuePolicies.get(each.queueName);
      return policy === undefined ? each : { ...each, policy };
    }),
    topics: lists.topics.map((each) => {
      const policy = topicPolicies.get(each.arn);
      return policy === undefined ? each : { ...each, policy };
    }),
    outputs,
  };
}

/** A function's own policies and those of its role, the managed ones of the templates as their statements. */
function policiesOf({ parts }: Reading, { policies, roleArn }: FunctionSpec): PolicySpec[] {
  const ofRole = parts.roleStatements.get(roleArn.split('/').at(-1) ?? '') ?? [];
  return [...policies, ...ofRole].flatMap((policy) => {
    const { statement } = policy;
    const written = typeof statement === 'string' ? parts.managedPolicies.get(statement) : undefined;
    return written ?? [policy];
  });
}

function readRoot(reading: Reading): Record<string, string> {
  const { options } = reading;
  const root = loadStack(reading, {
    path: '',
    name: options.stackName ?? 'local',
    file: options.templateFile,
    ancestors: [],
    place: undefined,
    given: (name) => givenParameter(options, name),
  });
  if (root === undefined) return {};
  reading.exports.root = root;
  const stacks = loadedStacks(root);
  for (const stack of stacks) if (!stack.circular) readStack(stack);
  checkExports(reading);
  checkSystem(reading, stacks);
  return root.circular ? {} : readOutputs(root);
}

function givenParameter({ parameters, templateFile, workingDirectory }: ReadSystemOptions, name: string) {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  const file = displayPath(workingDirectory, templateFile);
  return value === undefined ? undefined : textNode({ file, line: 1, column: 1 }, value);
}
