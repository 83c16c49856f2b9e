import { releaseMetadata, releaseOf, type ServiceRelease } from '../package/service-release.js';
import { resourcesOf } from '../system/read-system.js';
import { type JsonMap, mapAt, valueAt } from '../template/json.js';

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
  const properties = { ...mapAt(resource, 'Properties'), Location: url };
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
