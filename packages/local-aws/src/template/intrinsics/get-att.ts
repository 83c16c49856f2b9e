import { isText, type Located, type LocatedScalar, textNode } from '../located.js';
import { didYouMean } from '../near-names.js';
import { childStack } from '../stack/nested.js';
import { outputNames, outputValue } from '../stack/outputs.js';
import type { Declaration, Stack } from '../stack/stack.js';
import { badArgument, textArgument } from './arguments.js';
import { declared } from './ref.js';

/** `Resource.Attribute` or `[Resource, Attribute]`, where the attribute may be worked out. */
export function getAtt(stack: Stack, argument: Located): Located | undefined {
  if (isText(argument) && argument.value.includes('.')) return getAttribute(stack, argument, argument.value);
  const [resource, attribute, ...rest] = argument.kind === 'list' ? argument.items : [];
  if (!isText(resource) || attribute === undefined || rest.length > 0)
    return badArgument(stack, argument, 'Fn::GetAtt takes a resource and an attribute: Table.Arn');
  const name = textArgument(stack, attribute, 'the attribute of Fn::GetAtt is a string');
  if (name === undefined) return { kind: 'unresolved', place: argument.place };
  return getAttribute(stack, resource, `${resource.value}.${name}`);
}

/** What `Fn::GetAtt` of `Resource.Attribute` gives. */
export function getAttribute(stack: Stack, at: LocatedScalar, path: string): Located | undefined {
  const dot = path.indexOf('.');
  const attribute = path.slice(dot + 1);
  const declaration = declared(stack, at, path.slice(0, dot));
  if (declaration === undefined) return { kind: 'unresolved', place: at.place };
  const type = stack.reading.types.get(declaration.type);
  if (type === undefined) return { kind: 'unresolved', place: at.place };
  if (attribute.startsWith('Outputs.')) {
    const output = childOutput(declaration, at, attribute.slice('Outputs.'.length));
    if (output !== undefined) return output;
  }
  const attributes = type.attributes ?? {};
  const text = Object.hasOwn(attributes, attribute) ? attributes[attribute]?.(declaration) : undefined;
  if (text !== undefined) return textNode(at.place, text);
  if (!Object.hasOwn(attributes, attribute)) tellUnknown(declaration, at, attribute);
  return { kind: 'unresolved', place: at.place };
}

function tellUnknown({ stack, logicalId, type }: Declaration, at: LocatedScalar, attribute: string): void {
  const known = Object.keys(stack.reading.types.get(type)?.attributes ?? {});
  stack.reading.problems.add(at.place, {
    code: 'unknown-attribute',
    what: `${logicalId} (${type}) has no attribute ${attribute}.${didYouMean(attribute, known)}`,
    remedy: known.length === 0 ? 'Use Ref.' : `Use one of ${known.join(', ')}.`,
  });
}

/** An output of a nested stack; undefined when the resource is none. */
function childOutput(declaration: Declaration, at: LocatedScalar, name: string): Located | undefined {
  if (!/^AWS::(Serverless::Application|CloudFormation::Stack)$/.test(declaration.type)) return undefined;
  const child = childStack(declaration);
  if (child === undefined || child.circular) return { kind: 'unresolved', place: at.place };
  const value = outputValue(child, name);
  if (value !== undefined) return { ...value, place: at.place };
  const known = outputNames(child);
  child.reading.problems.add(at.place, {
    code: 'unknown-output',
    what: `the nested stack ${declaration.logicalId} has no output ${name}.${didYouMean(name, known)}`,
    remedy: 'Correct the name, or add the output to the nested template.',
  });
  return { kind: 'unresolved', place: at.place };
}
