import { takenBranch } from '../intrinsics/condition-functions.js';
import { includedNode } from '../intrinsics/include.js';
import { intrinsicCall } from '../intrinsics/resolve.js';
import { placeholders, subArguments } from '../intrinsics/sub.js';
import { isText, type Located } from '../located.js';
import { conditionHolds } from './conditions.js';
import { implicitApiId } from './declarations.js';
import { type Declaration, type Stack, section } from './stack.js';

/** Conditions are worked out before any resource exists. */
function checkConditions(stack: Stack): void {
  for (const node of section(stack, 'Conditions')?.entries.values() ?? [])
    for (const id of references(stack, node))
      if (stack.declarations.has(id))
        stack.reading.problems.add(node.place, {
          code: 'resource-in-condition',
          what: `a condition refers to the resource ${id}`,
          remedy: 'Conditions know only parameters, mappings and other conditions: compare a parameter.',
        });
}

/** Tells each circle of resources, as CloudFormation refuses it; whether there is none. */
export function checkDependencies(stack: Stack): boolean {
  checkConditions(stack);
  const edges = new Map<string, string[]>();
  for (const declaration of stack.declarations.values())
    if (
      declaration.condition === undefined ||
      conditionHolds(stack, declaration.condition, declaration.place)
    )
      edges.set(declaration.logicalId, dependenciesOf(declaration));
  const circles = circlesOf(edges);
  for (const members of circles)
    stack.reading.problems.add(stack.declarations.get(members[0]!)?.place, {
      code: 'circular-dependency',
      what: `circular dependency between resources: ${members.join(' -> ')} -> ${members[0]}`,
      remedy:
        'Break the circle: pass a name that is known beforehand (!Sub) in place of one of the references.',
    });
  return circles.length === 0;
}

function dependenciesOf(declaration: Declaration): string[] {
  const { stack, properties, node, type } = declaration;
  const own = [...properties.entries]
    // Events become resources of their own; the function does not wait for them.
    .filter(([name]) => !(type === 'AWS::Serverless::Function' && name === 'Events'))
    .flatMap(([, value]) => references(stack, value));
  const dependsOn = node.entries.get('DependsOn');
  const waits = dependsOn?.kind === 'list' ? dependsOn.items : [dependsOn];
  for (const each of waits)
    if (isText(each)) {
      own.push(each.value);
      if (!stack.declarations.has(each.value)) tellUnknown(stack, each);
    }
  return [...new Set([...own, ...routedFunctions(declaration)])].filter((id) => stack.declarations.has(id));
}

function tellUnknown(stack: Stack, { value, place }: Located & { value: string }): void {
  stack.reading.problems.add(place, {
    code: 'unknown-reference',
    what: `DependsOn names ${value}, which is no resource of this template`,
    remedy: 'Correct the name.',
  });
}

/** An API whose definition SAM makes from events depends on the functions of these events. */
function routedFunctions({ stack, type, logicalId, properties }: Declaration): string[] {
  if (type !== 'AWS::Serverless::Api') return [];
  if (properties.entries.has('DefinitionBody') || properties.entries.has('DefinitionUri')) return [];
  return [...stack.declarations.values()]
    .filter((each) => routesTo(each, logicalId))
    .map((each) => each.logicalId);
}

function routesTo({ stack, type, properties }: Declaration, apiId: string): boolean {
  const events = properties.entries.get('Events');
  if (type !== 'AWS::Serverless::Function' || events?.kind !== 'map') return false;
  return [...events.entries.values()].some((event) => {
    const eventType = event.kind === 'map' ? event.entries.get('Type') : undefined;
    if (event.kind !== 'map' || !isText(eventType) || eventType.value !== 'Api') return false;
    const own = event.entries.get('Properties');
    const api = own?.kind === 'map' ? own.entries.get('RestApiId') : undefined;
    return api === undefined ? apiId === implicitApiId : references(stack, api).includes(apiId);
  });
}

/** The names that a value refers to, in the branches that are taken. */
function references(stack: Stack, node: Located): string[] {
  const call = intrinsicCall(node);
  if (call === undefined) return children(node).flatMap((child) => references(stack, child));
  const { name, argument } = call;
  if (name === 'Ref') return isText(argument) ? [firstSegment(argument.value)] : [];
  if (name === 'Fn::GetAtt') {
    const resource = argument.kind === 'list' ? argument.items[0] : argument;
    return isText(resource) ? [firstSegment(resource.value)] : [];
  }
  if (name === 'Fn::Sub') return subReferences(stack, argument);
  const chosen = name === 'Fn::If' ? takenBranch(stack, argument) : undefined;
  const included = name === 'Fn::Transform' ? includedNode(stack, argument) : undefined;
  return references(stack, chosen ?? included ?? argument);
}

function subReferences(stack: Stack, argument: Located): string[] {
  const parsed = subArguments(argument);
  if (parsed === undefined) return [];
  const variables = [...(parsed.variables?.entries ?? [])];
  const names = placeholders(parsed.template.text).filter((name) => !parsed.variables?.entries.has(name));
  return [...names.map(firstSegment), ...variables.flatMap(([, value]) => references(stack, value))];
}

function firstSegment(name: string): string {
  return name.split('.')[0] ?? name;
}

function children(node: Located): readonly Located[] {
  if (node.kind === 'map') return [...node.entries.values()];
  return node.kind === 'list' ? node.items : [];
}

/** Each circle once, as the path around it. */
function circlesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (id: string, path: string[]): void => {
    const start = path.indexOf(id);
    if (start >= 0) circles.push(path.slice(start));
    if (start >= 0 || done.has(id)) return;
    for (const next of edges.get(id) ?? []) visit(next, [...path, id]);
    done.add(id);
  };
  for (const id of edges.keys()) visit(id, []);
  return circles;
}
