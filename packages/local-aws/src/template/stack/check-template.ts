import { Fields } from '../fields.js';
import { toJson } from '../located.js';
import { didYouMean } from '../near-names.js';
import { checkNames } from './check-names.js';
import { checkNulls } from './check-nulls.js';
import { checkParameterDeclaration } from './check-parameter.js';
import { checkGlobals } from './globals.js';
import { parameterNames } from './parameters.js';
import { type Stack, section } from './stack.js';

const serverless = 'AWS::Serverless-2016-10-31';

/** Tells what is wrong with the sections of a template. */
export function checkTemplate(stack: Stack): void {
  const fields = new Fields(stack.template, 'a template', stack.reading.problems);
  fields.allow({
    played: 'Transform Parameters Mappings Conditions Globals Resources Outputs'.split(' '),
    noEffect: {
      AWSTemplateFormatVersion: 'there is one version',
      Description: 'for people',
      Metadata: 'for consoles and tools',
    },
    refused: {
      Rules: 'Express it by AllowedValues or AllowedPattern of the parameters.',
      Hooks: 'Remove it from the template that runs here.',
    },
  });
  fields.require('Resources');
  for (const name of ['Parameters', 'Mappings', 'Conditions', 'Globals', 'Resources', 'Outputs'])
    if (fields.has(name)) fields.map(name);
  checkNames(stack);
  checkNulls(stack.template, stack.reading.problems);
  for (const name of ['Parameters', 'Mappings', 'Outputs'])
    for (const entry of section(stack, name)?.entries.keys() ?? []) fields.map(name)?.map(entry);
  checkTransforms(stack, fields);
  checkParameters(stack);
  checkGlobals(stack);
}

function checkTransforms(stack: Stack, fields: Fields): void {
  const transforms = fields.strings('Transform', 'or-single');
  for (const each of transforms)
    if (each !== serverless) fields.unsupported('Transform', `the macro ${each} is not played`);
  if (transforms.includes(serverless)) return;
  for (const [name, node] of section(stack, 'Resources')?.entries ?? []) {
    const type = node.kind === 'map' ? node.entries.get('Type') : undefined;
    if (type !== undefined && String(toJson(type)).startsWith('AWS::Serverless::'))
      stack.reading.problems.add(type.place, {
        code: 'missing-transform',
        what: `${name} is of a type of SAM, and the template has no Transform`,
        remedy: `Add Transform: ${serverless}`,
      });
  }
}

function checkParameters(stack: Stack): void {
  for (const [name, node] of section(stack, 'Parameters')?.entries ?? []) {
    if (node.kind === 'map')
      checkParameterDeclaration(new Fields(node, `parameter ${name}`, stack.reading.problems));
  }
  if (stack.ancestors.length > 0) return;
  for (const name of Object.keys(stack.reading.options.parameters))
    if (!parameterNames(stack).includes(name))
      stack.reading.problems.add(section(stack, 'Parameters')?.place ?? stack.template.place, {
        code: 'unknown-parameter',
        what: `a value is given for ${name}, which is no parameter of the template.${didYouMean(name, parameterNames(stack))}`,
        remedy: 'Correct the name in parameter_overrides, or declare the parameter.',
      });
}
