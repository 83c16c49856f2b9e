import { withoutRelease } from '../canary/without-release.js';
import { type Json, type JsonMap, mapAt, mapsIn } from '../template/json.js';

/** What watches a service day and night is billed by the month. */
const watching = /^AWS::(CloudWatch::(Alarm|CompositeAlarm|Dashboard|AnomalyDetector)|Synthetics::Canary)$/;
/** Billed while idle, or taken from what the account has for all its stages. */
const costly = ['ReservedConcurrentExecutions', 'ProvisionedConcurrencyConfig', 'DeploymentPreference'];
/** Of tables: what keeps data, which a preview has not. */
const keeping = ['PointInTimeRecoverySpecification', 'DeletionProtectionEnabled'];

function without(map: JsonMap, names: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([name]) => !names.includes(name)));
}

function cheapProperties(type: Json | undefined, properties: JsonMap): JsonMap {
  if (type === 'AWS::Serverless::Function')
    return { ...without(properties, costly), ...('Tracing' in properties && { Tracing: 'PassThrough' }) };
  if (type === 'AWS::DynamoDB::Table') return without(properties, keeping);
  if (type === 'AWS::Logs::LogGroup') return { ...properties, RetentionInDays: 1 };
  if (type === 'AWS::Serverless::Api')
    return { ...properties, ...('TracingEnabled' in properties && { TracingEnabled: false }) };
  return properties;
}

/** Logical ids that the rest of the template names. */
function namedIn(value: Json): Set<string> {
  const names = [...mapsIn(value)].flatMap((map) => {
    const attribute = map['Fn::GetAtt'];
    const sub = map['Fn::Sub'];
    const text = Array.isArray(sub) ? sub[0] : sub;
    const inText = typeof text === 'string' ? [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name) : [];
    return [map.Ref, Array.isArray(attribute) ? attribute[0] : undefined, map.DependsOn, ...inText].flat();
  });
  return new Set(names.filter((name) => typeof name === 'string'));
}

/** Without what only watches, but for what something that stays still names. */
function unwatched(template: JsonMap): JsonMap {
  const resources = mapAt(template, 'Resources');
  const isWatching = (name: string) => watching.test(String(mapAt(resources, name).Type));
  const staying = Object.keys(resources).filter((name) => !isWatching(name));
  const rest = Object.fromEntries(staying.map((name) => [name, resources[name] ?? null]));
  const named = namedIn({ rest, outputs: template.Outputs ?? null });
  const names = Object.keys(resources).filter((name) => !isWatching(name) || named.has(name));
  return { ...template, Resources: Object.fromEntries(names.map((name) => [name, resources[name] ?? null])) };
}

/**
 * The template of a service for the preview of a pull request: nothing in it is billed while nobody calls it, and its
 * tables go with it.
 */
export function cheapenTemplate(template: JsonMap): JsonMap {
  // First, because a function's DeploymentPreference names alarms, which would stay for it.
  const left = unwatched(withoutRelease(template));
  const resources = Object.entries(mapAt(left, 'Resources')).map(([name, value]): [string, Json] => {
    const resource = mapAt({ value }, 'value');
    const policies = ['DeletionPolicy', 'UpdateReplacePolicy'].filter((policy) => policy in resource);
    const cheap = {
      ...resource,
      ...Object.fromEntries(policies.map((policy) => [policy, 'Delete'])),
      ...('Properties' in resource && {
        Properties: cheapProperties(resource.Type, mapAt(resource, 'Properties')),
      }),
    };
    return [name, cheap];
  });
  const common = mapAt(left, 'Globals', 'Function');
  const globals = {
    ...mapAt(left, 'Globals'),
    Function: cheapProperties('AWS::Serverless::Function', common),
  };
  return {
    ...left,
    ...('Globals' in left && { Globals: globals }),
    Resources: Object.fromEntries(resources),
  };
}
