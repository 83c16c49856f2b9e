import { Fields } from './fields.js';
import { insteadOf } from './instead-of.js';
import { resolveMap } from './intrinsics/resolve.js';
import { didYouMean } from './near-names.js';
import { conditionHolds } from './stack/conditions.js';
import { readOutputs } from './stack/outputs.js';
import { parameterNames, parameterValue } from './stack/parameters.js';
import { type Declaration, type Stack, section } from './stack/stack.js';

/** Adds the resources of one stack to the system and tells the problems of all its sections. */
export function readStack(stack: Stack): void {
  for (const name of parameterNames(stack)) parameterValue(stack, name);
  for (const [name, node] of section(stack, 'Conditions')?.entries ?? [])
    conditionHolds(stack, name, node.place);
  const isLast = ({ type }: Declaration) => stack.reading.types.get(type)?.readLast === true;
  const declarations = [...stack.declarations.values()];
  for (const each of declarations.filter((declaration) => !isLast(declaration))) readResource(each);
  for (const each of declarations.filter(isLast)) readResource(each);
  readOutputs(stack);
}

function readResource(declaration: Declaration): void {
  const { stack, type, logicalId, condition, place, properties } = declaration;
  if (condition !== undefined && !conditionHolds(stack, condition, place)) return;
  const resourceType = stack.reading.types.get(type);
  if (resourceType === undefined) {
    tellUnsupported(declaration);
    return;
  }
  const title = `${logicalId} (${type})`;
  new Fields(properties, title, stack.reading.problems).allow(resourceType.properties);
  const fields = new Fields(resolveMap(stack, properties), title, stack.reading.problems);
  resourceType.read?.(declaration, fields);
}

function tellUnsupported({ stack, node, logicalId, type }: Declaration): void {
  const remedy = insteadOf(type);
  const guess = remedy === undefined ? didYouMean(type, stack.reading.types.keys()) : '';
  stack.reading.problems.add(node.entries.get('Type')?.place, {
    code: 'unsupported-resource',
    what: `${logicalId}: ${type} is not played here.${guess}`,
    remedy: remedy ?? 'Give the resource a condition that does not hold locally, or use a supported type.',
  });
}
