import { type Json, type JsonMap, mapAt, mapsIn, valueAt } from '../template/json.js';
import { resourcesOf, type ServiceStack, type System } from './read-system.js';

/** Something that deploys and that SAM CLI nevertheless answers wrongly on one machine, without a word. */
export interface SystemProblem {
  /** `file:line:column`. */
  readonly place: string;
  readonly what: string;
  readonly remedy: string;
}

interface Named {
  readonly name: string;
  readonly kind: string;
  readonly place: string;
  readonly stack: string;
}

const functionType = 'AWS::Serverless::Function';
const apiTypes = new Set<Json>(['AWS::Serverless::Api', 'AWS::Serverless::HttpApi']);

const propertiesOf = (resource: JsonMap) => mapAt(resource, 'Properties');
const isApi = (resource: JsonMap) => apiTypes.has(resource.Type ?? null);

function authorizersOf(resource: JsonMap): string[] {
  const { Auth: auth, DefinitionBody: definition } = propertiesOf(resource);
  const schemes = {
    ...mapAt(definition, 'securityDefinitions'),
    ...mapAt(definition, 'components', 'securitySchemes'),
  };
  const inDefinition = Object.entries(schemes).filter(
    ([, scheme]) => valueAt(scheme, 'x-amazon-apigateway-authorizer') !== undefined,
  );
  return [...Object.keys(mapAt(auth, 'Authorizers')), ...inDefinition.map(([name]) => name)];
}

/** What SAM CLI keeps by its name alone, over all nested stacks. */
function namesOf({ logicalId: stack, template, value }: ServiceStack): Named[] {
  return resourcesOf(value).flatMap(([name, resource]): Named[] => {
    const place = template.place('Resources', name);
    if (resource.Type === functionType) return [{ name, kind: 'function', place, stack }];
    if (!isApi(resource)) return [];
    const authorizers = authorizersOf(resource).map((each) => ({
      name: each,
      kind: 'authorizer',
      place,
      stack,
    }));
    return [{ name, kind: 'API', place, stack }, ...authorizers];
  });
}

function pathsOf({ logicalId: stack, template, value }: ServiceStack): Named[] {
  return resourcesOf(value).flatMap(([name, resource]) => {
    const properties = propertiesOf(resource);
    const place = template.place('Resources', name);
    const events = Object.values(mapAt(properties, 'Events')).map((each) =>
      valueAt(each, 'Properties', 'Path'),
    );
    const paths = [...Object.keys(mapAt(properties, 'DefinitionBody', 'paths')), ...events];
    return paths
      .filter((path) => typeof path === 'string')
      .map((path) => ({ name: path.replaceAll(/\{[^}+]+/g, '{'), kind: 'path', place, stack }));
  });
}

/** The ones of another stack than the first of that name. */
function twice(all: readonly Named[], remedy: string): SystemProblem[] {
  const first = new Map<string, Named>();
  return all.flatMap((each) => {
    const key = `${each.kind} ${each.name}`;
    const known = first.get(key) ?? each;
    first.set(key, known);
    if (known.stack === each.stack) return [];
    const what = `the ${key} of ${each.stack} is also one of ${known.stack} (${known.place})`;
    return [{ place: each.place, what, remedy }];
  });
}

/** SAM CLI has one CORS configuration, that of the API that it reads last. */
function differentCors({ services }: System): SystemProblem[] {
  const apis = services.flatMap(({ template, value }) =>
    resourcesOf(value)
      .filter(([, resource]) => isApi(resource))
      .map(([name, resource]) => {
        const { Cors: cors, CorsConfiguration: configuration } = propertiesOf(resource);
        return {
          name,
          place: template.place('Resources', name),
          cors: JSON.stringify(cors ?? configuration),
        };
      }),
  );
  return apis
    .filter(({ cors }) => cors !== apis[0]?.cors)
    .map(({ name, place }) => ({
      place,
      what: `the Cors of ${name} is not that of ${apis[0]?.name}, and the last API read decides for all`,
      remedy: 'Give every API the same Cors.',
    }));
}

function isOutput(value: JsonMap): boolean {
  const argument = value['Fn::GetAtt'];
  return Array.isArray(argument) && String(argument[1]).startsWith('Outputs.');
}

/** SAM CLI has no Outputs: it takes the default of the parameter, or nothing. */
function outputsWithoutDefault({ root, services }: System): SystemProblem[] {
  return services.flatMap(({ logicalId, template, value }) => {
    const given = mapAt(root.value, 'Resources', logicalId, 'Properties', 'Parameters');
    const fed = Object.keys(given).filter((name) => [...mapsIn(given[name] ?? null)].some(isOutput));
    return fed
      .filter((name) => valueAt(value, 'Parameters', name, 'Default') === undefined)
      .map((name) => ({
        place: template.place('Parameters', name),
        what: `the parameter ${name} comes from an Output of another stack, and has no Default`,
        remedy: 'Give it a Default that serves on one machine.',
      }));
  });
}

function resourceIn(value: Json, names: ReadonlySet<string>): string | undefined {
  for (const map of mapsIn(value)) {
    const attribute = map['Fn::GetAtt'];
    const target = Array.isArray(attribute) ? attribute[0] : map.Ref;
    if (typeof target === 'string' && names.has(target)) return target;
    if (map['Fn::ImportValue'] !== undefined) return 'an import';
  }
  return undefined;
}

/** SAM CLI gives a function the logical id where it should have a resource's name, and nothing for an import. */
function resourcesInVariables({ services }: System): SystemProblem[] {
  return services.flatMap(({ template, value }) => {
    const names = new Set(Object.keys(mapAt(value, 'Resources')));
    const global = ['Globals', 'Function', 'Environment', 'Variables'];
    const holders = resourcesOf(value)
      .filter(([, { Type: type }]) => type === functionType)
      .map(([name]) => ['Resources', name, 'Properties', 'Environment', 'Variables']);
    return [global, ...holders].flatMap((path) =>
      Object.entries(mapAt(value, ...path)).flatMap(([name, each]) => {
        const resource = resourceIn(each, names);
        if (resource === undefined) return [];
        const what = `the variable ${name} comes from ${resource}, which containers do not get`;
        return [
          {
            place: template.place(...path, name),
            what,
            remedy: 'Make the name by !Sub of the parameter Stage.',
          },
        ];
      }),
    );
  });
}

/** Tells everything that `sam local` would answer wrongly in silence, in the order of the services. */
export function checkSystem(system: System): SystemProblem[] {
  const { services } = system;
  return [
    ...twice(
      services.flatMap(namesOf),
      'Put the name of the service in front: SAM CLI takes the first for both.',
    ),
    ...twice(services.flatMap(pathsOf), 'Give each path to one service: SAM CLI serves one of the two.'),
    ...differentCors(system),
    ...outputsWithoutDefault(system),
    ...resourcesInVariables(system),
  ];
}
