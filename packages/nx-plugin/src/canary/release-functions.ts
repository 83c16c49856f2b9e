import type { ServiceStack } from '../system/read-system.js';
import { resourcesOf } from '../system/read-system.js';
import { isMap, type Json, type JsonMap, mapAt } from '../template/json.js';
import { alias, integratedFunctions, withAliases } from './integrated-functions.js';
import { readServiceContract } from './read-service-contract.js';
import { releaseAlarms } from './release-alarms.js';
import { type SmokeCheck, smokeChecks } from './smoke-checks.js';
import { smokeTestId, smokeTestResources } from './smoke-test-resources.js';

/** CodeDeploy's own ways to shift the traffic of functions, as SAM names them. */
const trafficShifts = [
  ...['Canary10Percent5Minutes', 'Canary10Percent10Minutes', 'Canary10Percent15Minutes'],
  ...['Canary10Percent30Minutes', 'Linear10PercentEvery1Minute', 'Linear10PercentEvery2Minutes'],
  ...['Linear10PercentEvery3Minutes', 'Linear10PercentEvery10Minutes', 'AllAtOnce'],
];

export const trafficShiftParameter = 'TrafficShift';
export const trafficShift: JsonMap = {
  Description: 'How prod moves traffic to a new version; other stages move it at once',
  Type: 'String',
  Default: 'Canary10Percent5Minutes',
  AllowedValues: trafficShifts,
};

const isFunction = ([, { Type: type }]: readonly [string, JsonMap]) => type === 'AWS::Serverless::Function';
const isApi = ([, { Type: type }]: readonly [string, JsonMap]) => type === 'AWS::Serverless::Api';

interface Release {
  readonly alarms: Json | undefined;
  /** Logical id of the function that tests new versions. */
  readonly hook?: string;
}

/** What the template says itself wins, so that a team can shift the traffic of a function otherwise. */
function releasedFunction(resource: JsonMap, { alarms, hook }: Release): JsonMap {
  const properties = mapAt(resource, 'Properties');
  const preference = {
    Type: { 'Fn::If': ['Production', { Ref: trafficShiftParameter }, 'AllAtOnce'] },
    ...(alarms !== undefined && { Alarms: alarms }),
    ...(hook !== undefined && { Hooks: { PreTraffic: { Ref: hook } } }),
    ...mapAt(properties, 'DeploymentPreference'),
  };
  return {
    ...resource,
    Properties: {
      AutoPublishAlias: alias,
      // A version that is kept after a rollback would be published again at the next try, which CloudFormation refuses.
      VersionDeletionPolicy: 'Delete',
      ...properties,
      DeploymentPreference: preference,
    },
  };
}

function functionName(resource: JsonMap): string {
  const { FunctionName: name = null } = mapAt(resource, 'Properties');
  return String(isMap(name) ? name['Fn::Sub'] : name);
}

function checksOf(service: ServiceStack): readonly SmokeCheck[] {
  const contract = readServiceContract(service);
  return contract === undefined ? [] : smokeChecks(contract);
}

/** The APIs that call the function. */
const apisOf = (template: JsonMap, logicalId: string) =>
  resourcesOf(template)
    .filter(isApi)
    .filter(([, api]) =>
      integratedFunctions(mapAt(api, 'Properties').DefinitionBody ?? null).includes(logicalId),
    )
    .map(([id]) => id);

/**
 * The template with functions that CodeDeploy releases: callers reach the alias `live`, whose traffic moves to a new
 * version in steps, back at an alarm, and not at all when the smoke test of an API's function fails.
 *
 * @param template as completed so far, with alarms and the condition Production.
 * Errors: TemplateError.
 */
export function releaseFunctions(service: ServiceStack, template: JsonMap): JsonMap {
  const checks = checksOf(service);
  const functions = resourcesOf(template).filter(isFunction);
  const resources: Record<string, Json> = { ...mapAt(template, 'Resources') };
  for (const [logicalId, resource] of functions) {
    const apis = apisOf(template, logicalId);
    const alarms = releaseAlarms(template, logicalId, apis);
    const tested = apis.length > 0 && checks.length > 0;
    resources[logicalId] = releasedFunction(resource, {
      alarms,
      ...(tested && { hook: smokeTestId(logicalId) }),
    });
    if (tested)
      Object.assign(resources, smokeTestResources({ logicalId, name: functionName(resource), checks }));
  }
  const released = new Set(functions.map(([logicalId]) => logicalId));
  for (const [logicalId, api] of resourcesOf(template).filter(isApi)) {
    const properties = mapAt(api, 'Properties');
    if (properties.DefinitionBody === undefined) continue;
    const definition = withAliases(properties.DefinitionBody, released);
    resources[logicalId] = { ...api, Properties: { ...properties, DefinitionBody: definition } };
  }
  return {
    ...template,
    Parameters: { [trafficShiftParameter]: trafficShift, ...mapAt(template, 'Parameters') },
    Resources: resources,
  };
}
