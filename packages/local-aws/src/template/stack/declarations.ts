import { Fields } from '../fields.js';
import { intrinsicCall } from '../intrinsics/resolve.js';
import { isText, type Located, type LocatedMap, mapNode, textNode } from '../located.js';
import { checkConditionName } from './conditions.js';
import { withGlobals } from './globals.js';
import { type Declaration, type Stack, section } from './stack.js';

/** Declares the resources of the template and those that SAM adds to it. */
export function declareResources(stack: Stack): void {
  for (const [logicalId, node] of section(stack, 'Resources')?.entries ?? [])
    if (node.kind === 'map') declare(stack, logicalId, node);
    else tellType(stack, logicalId, node);
  for (const declaration of [...stack.declarations.values()])
    if (declaration.type === 'AWS::Serverless::Function') declareRole(declaration);
  for (const implicit of implicitApis) declareImplicitApi(stack, implicit);
}

function declare(stack: Stack, logicalId: string, node: LocatedMap): void {
  const fields = new Fields(node, logicalId, stack.reading.problems);
  fields.allow({
    played: ['Type', 'Properties', 'DependsOn', 'Condition'],
    noEffect: {
      Metadata: 'for tools',
      DeletionPolicy: 'local-aws deletes nothing',
      UpdateReplacePolicy: 'local-aws replaces nothing',
      UpdatePolicy: 'local-aws updates nothing',
    },
    refused: { CreationPolicy: 'Remove it: nothing here sends signals.' },
  });
  fields.require('Type');
  checkConditionName(fields);
  fields.strings('DependsOn', 'or-single');
  const type = fields.string('Type');
  if (type === undefined) return;
  const own = fields.map('Properties')?.node;
  const properties = withGlobals(stack, type, own ?? mapNode(node.place, []));
  add(stack, { logicalId, type, node, properties, place: node.keys.get('Type') ?? node.place });
}

function add(stack: Stack, given: Omit<Declaration, 'stack' | 'condition'>): void {
  const condition = given.node.entries.get('Condition');
  const place = section(stack, 'Resources')?.keys.get(given.logicalId) ?? given.place;
  const declaration = { ...given, stack, place };
  stack.declarations.set(
    given.logicalId,
    isText(condition) ? { ...declaration, condition: condition.value } : declaration,
  );
}

function tellType(stack: Stack, logicalId: string, { place }: Located): void {
  stack.reading.problems.add(place, {
    code: 'wrong-type',
    what: `the resource ${logicalId} is no map`,
    remedy: 'A resource is a map with Type and Properties.',
  });
}

/** SAM makes a role for each function that names none, or one only under a condition: `<function>Role`. */
function declareRole({ stack, logicalId, properties, node, place }: Declaration): void {
  const role = properties.entries.get('Role');
  const always = role !== undefined && intrinsicCall(role)?.name !== 'Fn::If';
  if (always || stack.declarations.has(`${logicalId}Role`)) return;
  add(stack, {
    logicalId: `${logicalId}Role`,
    type: 'AWS::IAM::Role',
    place,
    properties: mapNode(place, []),
    node: mapNode(
      place,
      [...node.entries].filter(([key]) => key === 'Condition'),
    ),
  });
}

export const implicitApiId = 'ServerlessRestApi';
export const implicitHttpApiId = 'ServerlessHttpApi';

/** What SAM makes for all events of a type that name no API. */
interface ImplicitApi {
  readonly logicalId: string;
  readonly type: string;
  readonly eventType: string;
  /** Property of an event that names another API. */
  readonly named: string;
  readonly stageName: string;
}

const implicitApis: readonly ImplicitApi[] = [
  {
    logicalId: implicitApiId,
    type: 'AWS::Serverless::Api',
    eventType: 'Api',
    named: 'RestApiId',
    stageName: 'Prod',
  },
  {
    logicalId: implicitHttpApiId,
    type: 'AWS::Serverless::HttpApi',
    eventType: 'HttpApi',
    named: 'ApiId',
    stageName: '$default',
  },
];

function declareImplicitApi(stack: Stack, implicit: ImplicitApi): void {
  const { logicalId, type, stageName } = implicit;
  const event = [...stack.declarations.values()].flatMap((each) => implicitEvents(each, implicit))[0];
  if (event === undefined || stack.declarations.has(logicalId)) return;
  const own = mapNode(event.place, [['StageName', textNode(event.place, stageName)]]);
  add(stack, {
    logicalId,
    type,
    place: event.place,
    node: mapNode(event.place, []),
    properties: withGlobals(stack, type, own),
  });
}

function implicitEvents({ type, properties }: Declaration, { eventType, named }: ImplicitApi): Located[] {
  const events = properties.entries.get('Events');
  if (type !== 'AWS::Serverless::Function' || events?.kind !== 'map') return [];
  return [...events.entries.values()].filter((event) => {
    if (event.kind !== 'map') return false;
    const given = event.entries.get('Type');
    const own = event.entries.get('Properties');
    const explicit = own?.kind === 'map' && own.entries.has(named);
    return isText(given) && given.value === eventType && !explicit;
  });
}
