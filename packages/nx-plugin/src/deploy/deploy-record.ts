import { givenRevision, revisionParameter } from '../canary/published-version.js';
import { releaseMetadata, releaseOf, type ServiceRelease } from '../package/service-release.js';
import { resourcesOf } from '../system/read-system.js';
import { type Json, type JsonMap, mapAt, mapsIn, valueAt } from '../template/json.js';

export interface DeployedService {
  readonly logicalId: string;
  /** URL of its packaged template. */
  readonly url: string;
  readonly release: ServiceRelease;
}

/** What the deployed root template says of its services. */
export function deployedServices(root: JsonMap): DeployedService[] {
  return resourcesOf(root).flatMap(([logicalId, { Metadata: metadata }]) => {
    const release = releaseOf(metadata);
    const url = valueAt(root, 'Resources', logicalId, 'Properties', 'Location');
    return release === undefined || typeof url !== 'string' ? [] : [{ logicalId, url, release }];
  });
}

/** The root template with another release of one service, and nothing else changed. */
export function withRelease(root: JsonMap, { logicalId, url, release }: DeployedService): JsonMap {
  const resources = mapAt(root, 'Resources');
  const resource = mapAt(resources, logicalId);
  const given = mapAt(resource, 'Properties');
  const parameters = {
    ...mapAt(given, 'Parameters'),
    [revisionParameter]: givenRevision(release.release),
  };
  const properties = { ...given, Parameters: parameters, Location: url };
  const metadata = { ...mapAt(resource, 'Metadata'), ...releaseMetadata(release) };
  const replaced = { ...resource, Metadata: metadata, Properties: properties };
  return { ...root, Resources: { ...resources, [logicalId]: replaced } };
}

/** One environment as `contract can-deploy --record` reads it. */
export function recordOf(services: readonly ServiceRelease[]): JsonMap {
  return Object.fromEntries(
    services.map(({ service, version, contractVersion, testedWith }) => [
      service,
      { version, testedWith: { ...testedWith }, ...(contractVersion !== undefined && { contractVersion }) },
    ]),
  );
}

/** Parameters of the service's template that the root gives no value, and that have none of their own. */
export function missingParameters(root: JsonMap, logicalId: string, template: JsonMap): string[] {
  const given = mapAt(root, 'Resources', logicalId, 'Properties', 'Parameters');
  return Object.entries(mapAt(template, 'Parameters'))
    .filter(
      ([name, declaration]) =>
        !(name in given) && mapAt({ declaration }, 'declaration').Default === undefined,
    )
    .map(([name]) => name);
}

/** Parameters that the root gives and the service's template does not have, which CloudFormation refuses. */
export function unknownParameters(root: JsonMap, logicalId: string, template: JsonMap): string[] {
  const declared = mapAt(template, 'Parameters');
  return Object.keys(mapAt(root, 'Resources', logicalId, 'Properties', 'Parameters')).filter(
    (name) => !(name in declared),
  );
}

/** Services whose tests ran with a client of this one. */
export function consumersOf(name: string, services: readonly ServiceRelease[]): string[] {
  const isClient = (client: string) => client.endsWith(`/${name}-client`);
  return services
    .filter(({ service, testedWith }) => service !== name && Object.keys(testedWith).some(isClient))
    .map(({ service }) => service);
}

/** True when something within `value` names the resource: by Ref, GetAtt, Sub or DependsOn. */
function names(value: Json, logicalId: string): boolean {
  return [...mapsIn(value)].some((map) => {
    const attribute = map['Fn::GetAtt'];
    const sub = JSON.stringify(map['Fn::Sub'] ?? '');
    const depends = [map.DependsOn].flat().includes(logicalId);
    const got = Array.isArray(attribute) && attribute[0] === logicalId;
    return map.Ref === logicalId || got || depends || new RegExp(`\\$\\{${logicalId}[.}]`).test(sub);
  });
}

/** The root template without one service and the outputs that tell of it. `users` still name it, and then it cannot be. */
export function withoutService(root: JsonMap, logicalId: string): { template: JsonMap; users: string[] } {
  const { [logicalId]: _, ...resources } = mapAt(root, 'Resources');
  const users = Object.keys(resources).filter((name) => names(resources[name] ?? null, logicalId));
  const outputs = Object.entries(mapAt(root, 'Outputs')).filter(([, value]) => !names(value, logicalId));
  const template = {
    ...root,
    Resources: resources,
    ...(root.Outputs !== undefined && { Outputs: Object.fromEntries(outputs) }),
  };
  return { template, users };
}
