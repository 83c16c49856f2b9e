import { isText, type Located, type LocatedScalar, textNode } from '../located.js';
import { didYouMean } from '../near-names.js';
import { conditionHolds } from '../stack/conditions.js';
import { parameterNames, parameterValue } from '../stack/parameters.js';
import type { Declaration, Stack } from '../stack/stack.js';
import { badArgument } from './arguments.js';
import { noValue, pseudoParameter, pseudoParameterNames } from './pseudo-parameters.js';
import { resolve } from './resolve.js';

export function ref(stack: Stack, argument: Located): Located | undefined {
  return isText(argument)
    ? reference(stack, argument)
    : badArgument(stack, argument, 'Ref takes the name of a parameter or resource');
}

/** What `Ref` of a name gives; undefined for AWS::NoValue. */
export function reference(stack: Stack, at: LocatedScalar): Located | undefined {
  const name = at.text;
  if (name === noValue) return undefined;
  const pseudo = pseudoParameter(stack, name);
  if (pseudo !== undefined) return textNode(at.place, pseudo);
  if (parameterNames(stack).includes(name)) return { ...parameterValue(stack, name), place: at.place };
  const sam = samReference(stack, at);
  if (sam !== undefined) return sam;
  const declaration = declared(stack, at, name);
  const text = declaration && stack.reading.types.get(declaration.type)?.ref(declaration);
  return text === undefined ? { kind: 'unresolved', place: at.place } : textNode(at.place, text);
}

/** The resource of that name, if there is one and its condition holds; else that is told. */
export function declared(stack: Stack, at: LocatedScalar, name: string): Declaration | undefined {
  const declaration = stack.declarations.get(name);
  if (declaration === undefined) {
    const known = [...stack.declarations.keys(), ...parameterNames(stack), ...pseudoParameterNames];
    stack.reading.problems.add(at.place, {
      code: 'unknown-reference',
      what: `${name} is no parameter or resource of this template.${didYouMean(name, known)}`,
      remedy: 'Correct the name, or declare it in Parameters or Resources.',
    });
    return undefined;
  }
  if (declaration.condition === undefined || conditionHolds(stack, declaration.condition, declaration.place))
    return declaration;
  stack.reading.problems.add(at.place, {
    code: 'unmet-condition',
    what: `${name} does not exist here: its condition ${declaration.condition} does not hold`,
    remedy: `Choose by !If [${declaration.condition}, …], or give the user the same condition.`,
  });
  return undefined;
}

/** `Api.Stage`, `Function.Alias` and `Function.Version` are names of what SAM generates ("Referencing generated resources"). */
function samReference(stack: Stack, at: LocatedScalar): Located | undefined {
  const [, logicalId, part] = /^(\w+)\.(Stage|Alias|Version)$/.exec(at.text) ?? [];
  const declaration = logicalId === undefined ? undefined : stack.declarations.get(logicalId);
  if (declaration?.type === 'AWS::Serverless::Api' && part === 'Stage') {
    const stageName = declaration.properties.entries.get('StageName');
    return stageName === undefined ? undefined : resolve(stack, stageName);
  }
  if (declaration?.type !== 'AWS::Serverless::Function' || part === 'Stage') return undefined;
  if (!declaration.properties.entries.has('AutoPublishAlias')) return undefined;
  const arn = stack.reading.types.get(declaration.type)?.attributes?.Arn?.(declaration);
  return arn === undefined ? undefined : textNode(at.place, arn);
}
