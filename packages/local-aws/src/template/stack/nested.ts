import { dirname, resolve as resolvePath } from 'node:path';
import { intrinsicCall, resolve } from '../intrinsics/resolve.js';
import { resolvedText } from '../intrinsics/sub.js';
import type { Located } from '../located.js';
import { conditionHolds } from './conditions.js';
import { loadStack } from './load-stack.js';
import type { Declaration, Stack } from './stack.js';

/** Where each type of nested stack names its template. */
const templateProperty: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::Application', 'Location'],
  ['AWS::CloudFormation::Stack', 'TemplateURL'],
]);

function isNestedStack(declaration: Declaration): boolean {
  return templateProperty.has(declaration.type);
}

/** The stack that a resource nests, loaded when it is first needed; undefined when its template cannot be read. */
export function childStack(declaration: Declaration): Stack | undefined {
  const { stack, logicalId } = declaration;
  if (!stack.children.has(logicalId)) stack.children.set(logicalId, load(declaration));
  return stack.children.get(logicalId);
}

/** The stack and all nested in it whose conditions hold. Nothing below a circular one. */
export function loadedStacks(stack: Stack): Stack[] {
  if (stack.circular) return [stack];
  const nested = [...stack.declarations.values()]
    .filter(isNestedStack)
    .filter(({ condition, place }) => condition === undefined || conditionHolds(stack, condition, place));
  return [stack, ...nested.flatMap((each) => childStack(each) ?? []).flatMap(loadedStacks)];
}

function load(declaration: Declaration): Stack | undefined {
  const { stack, logicalId, properties, type, place } = declaration;
  const property = templateProperty.get(type) ?? '';
  const location = properties.entries.get(property);
  const path = resolvedText(stack, location);
  if (path === undefined || /^\w+:\/\//.test(path)) {
    tell(declaration, `takes a file relative to the template as ${property}`);
    return undefined;
  }
  const file = resolvePath(dirname(stack.file), path);
  if ([stack, ...stack.ancestors].some((each) => each.file === file)) {
    tell(declaration, 'nests the template that it stands in');
    return undefined;
  }
  return loadStack(stack.reading, {
    path: stack.path === '' ? logicalId : `${stack.path}/${logicalId}`,
    name: `${stack.name}-${logicalId}`,
    file,
    ancestors: [stack, ...stack.ancestors],
    place: location?.place ?? place,
    given: (parameter) => passed(declaration, parameter),
  });
}

function passed({ stack, properties }: Declaration, parameter: string): Located | undefined {
  const written = properties.entries.get('Parameters');
  const isCall = written !== undefined && intrinsicCall(written) !== undefined;
  const parameters = isCall ? resolve(stack, written) : written;
  const node = parameters?.kind === 'map' ? parameters.entries.get(parameter) : undefined;
  return node === undefined ? undefined : resolve(stack, node);
}

function tell({ stack, logicalId, place }: Declaration, what: string): void {
  stack.reading.problems.add(place, {
    code: 'nested-stack',
    what: `${logicalId} ${what}`,
    remedy: 'Name the template by its path, relative to this template: apps/orders/template.yaml',
  });
}
