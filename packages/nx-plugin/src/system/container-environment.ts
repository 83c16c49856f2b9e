import { type Json, type JsonMap, mapAt, mapsIn, valueAt } from '../template/json.js';
import { resourcesOf, type ServiceStack, type System } from './read-system.js';

/** Where functions in containers find this machine. */
export interface ContainerUrls {
  /** Of local-aws: tables, queues, bus. */
  readonly endpointUrl: string;
  /** Of the APIs of all services. */
  readonly apiUrl: string;
}

/** The ports that local-aws takes; Docker Desktop has the name, Linux gets it by `--add-host`. */
export const containerUrls: ContainerUrls = {
  endpointUrl: 'http://host.docker.internal:4566',
  apiUrl: 'http://host.docker.internal:3000',
};

function isApiUrl(map: JsonMap): boolean {
  const argument = map['Fn::GetAtt'];
  return Array.isArray(argument) && argument[1] === 'Outputs.ApiUrl';
}

/** Parameters that get the address of another service's API. */
function addressParameters({ root }: System, { logicalId }: ServiceStack): Set<string> {
  const given = mapAt(root.value, 'Resources', logicalId, 'Properties', 'Parameters');
  return new Set(Object.keys(given).filter((name) => [...mapsIn(given[name] ?? null)].some(isApiUrl)));
}

/**
 * What `sam local --env-vars` takes, by logical id of the functions: what SAM CLI cannot work out, which is the
 * endpoint of local-aws and the Outputs of other stacks.
 */
export function environmentOf(system: System, { endpointUrl, apiUrl }: ContainerUrls): JsonMap {
  const functions = system.services.flatMap((service) => {
    const addresses = addressParameters(system, service);
    const common = mapAt(service.value, 'Globals', 'Function', 'Environment', 'Variables');
    return resourcesOf(service.value)
      .filter(([, { Type: type }]) => type === 'AWS::Serverless::Function')
      .map(([logicalId, resource]): [string, Json] => {
        const own = mapAt(resource, 'Properties', 'Environment', 'Variables');
        const names = Object.entries({ ...common, ...own })
          .filter(([, value]) => addresses.has(String(valueAt(value, 'Ref'))))
          .map(([name]): [string, Json] => [name, apiUrl]);
        return [logicalId, { AWS_ENDPOINT_URL: endpointUrl, ...Object.fromEntries(names) }];
      });
  });
  return Object.fromEntries(functions);
}
