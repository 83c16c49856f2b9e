import type { FunctionSpec } from '../../system.js';
import { defined, type Fields } from '../fields.js';
import { arn } from '../names.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { readEventInvoke } from './event-invoke.js';
import { readCode } from './function-code.js';
import { readEnvironment } from './function-environment.js';
import { readEvents } from './function-events.js';
import { functionArn, functionName } from './function-name.js';
import { readPolicies } from './function-policies.js';
import { functionProperties } from './function-properties.js';
import { policiesOfSam } from './policies-of-sam.js';
import { resourceOf } from './resource-of.js';

function read(declaration: Declaration, fields: Fields): void {
  fields.require('Handler');
  fields.require('Runtime');
  const name = functionName(declaration);
  const code = readCode(declaration, fields);
  checkAccepted(fields);
  if (name === undefined) return;
  if (!/^[\w-]{1,64}$/.test(name))
    fields.unsupported(
      'FunctionName',
      `'${name}' is no name of a function: up to 64 letters, digits, - and _`,
    );
  readEvents(declaration, fields);
  declaration.stack.reading.parts.functions.push({
    ...resourceOf(declaration),
    functionName: name,
    arn: arn(declaration, 'lambda', `function:${name}`),
    runtime: readRuntime(fields) ?? '',
    handler: fields.string('Handler') ?? '',
    codeDir: code?.codeDir ?? '',
    memoryMb: fields.integer('MemorySize', [128, 10240]) ?? 128,
    timeoutS: fields.integer('Timeout', [1, 900]) ?? 3,
    environment: readEnvironment(fields),
    ...defined<Optional>({
      entryPoint: code?.entryPoint,
      eventInvoke: readEventInvoke(fields),
      reservedConcurrency: fields.integer('ReservedConcurrentExecutions', [0, 1000]),
      deadLetterArn: readDeadLetters(fields),
    }),
    roleArn: readRole(declaration, fields),
    policies: [...readPolicies(declaration, fields), ...policiesOfSam(declaration, fields)],
  });
}

type Optional = Required<
  Pick<FunctionSpec, 'entryPoint' | 'reservedConcurrency' | 'deadLetterArn' | 'eventInvoke'>
>;

function readRuntime(fields: Fields): string | undefined {
  const runtime = fields.string('Runtime');
  if (runtime !== undefined && !/^(nodejs\d+\.x|python3\.\d+)$/.test(runtime))
    fields.unsupported('Runtime', `'${runtime}' does not run here: nodejs*.x and python3.* do`);
  return runtime;
}

function readDeadLetters(fields: Fields): string | undefined {
  const queue = fields.map('DeadLetterQueue');
  if (queue === undefined) return undefined;
  queue.allow({ played: ['Type', 'TargetArn'] });
  queue.require('Type');
  queue.require('TargetArn');
  queue.oneOf('Type', ['SQS']);
  return queue.string('TargetArn');
}

/** A role's ARN has its name alone after `role/`; a function without one gets the role that SAM makes. */
function readRole(declaration: Declaration, fields: Fields): string {
  const { stack, logicalId } = declaration;
  const given = fields.string('Role');
  if (given !== undefined) return given;
  const role = stack.declarations.get(`${logicalId}Role`);
  return (role && stack.reading.types.get(role.type)?.attributes?.Arn?.(role)) ?? '';
}

/** Properties of which one value means what is played anyway. */
function checkAccepted(fields: Fields): void {
  if (fields.has('PackageType')) fields.oneOf('PackageType', ['Zip']);
  if (fields.has('Tracing')) fields.oneOf('Tracing', ['Active', 'PassThrough', 'Disabled']);
  if (fields.has('Architectures'))
    for (const each of fields.strings('Architectures'))
      if (!['arm64', 'x86_64'].includes(each))
        fields.unsupported('Architectures', `'${each}' does not exist`);
}

export const serverlessFunction: ResourceType = {
  properties: functionProperties,
  ref: functionName,
  attributes: { Arn: functionArn },
  read,
};
