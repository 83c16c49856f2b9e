import { Fields } from '../fields.js';
import { intrinsicCall } from '../intrinsics/resolve.js';
import type { Located, LocatedMap } from '../located.js';
import { type Stack, section } from './stack.js';

/** What SAM takes under Globals (its page "Globals section of the AWS SAM template"). */
const globalProperties: Readonly<Record<string, string>> = {
  Function:
    'Handler Runtime CodeUri DeadLetterQueue Description MemorySize Timeout VpcConfig Environment Tags Tracing KmsKeyArn AutoPublishAlias AutoPublishAliasAllProperties Layers DeploymentPreference RolePath PermissionsBoundary ReservedConcurrentExecutions ProvisionedConcurrencyConfig AssumeRolePolicyDocument EventInvokeConfig FileSystemConfigs CodeSigningConfigArn Architectures SnapStart EphemeralStorage FunctionUrlConfig RuntimeManagementConfig LoggingConfig RecursiveLoop SourceKMSKeyArn PropagateTags TenancyConfig DurableConfig CapacityProviderConfig FunctionScalingConfig PublishToLatestPublished VersionDeletionPolicy',
  Api: 'Auth Name DefinitionUri CacheClusterEnabled CacheClusterSize MergeDefinitions Variables EndpointConfiguration MethodSettings BinaryMediaTypes MinimumCompressionSize Cors GatewayResponses AccessLogSetting CanarySetting TracingEnabled OpenApiVersion Domain AlwaysDeploy PropagateTags SecurityPolicy EndpointAccessMode',
  HttpApi:
    'Auth AccessLogSettings StageVariables Tags CorsConfiguration DefaultRouteSettings Domain RouteSettings FailOnWarnings PropagateTags',
  SimpleTable: 'SSESpecification',
};

const globalsOfType: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::Function', 'Function'],
  ['AWS::Serverless::Api', 'Api'],
  ['AWS::Serverless::HttpApi', 'HttpApi'],
  ['AWS::Serverless::SimpleTable', 'SimpleTable'],
]);

/** The resource's own properties over those of Globals. */
export function withGlobals(stack: Stack, type: string, own: LocatedMap): LocatedMap {
  const globals = section(stack, 'Globals')?.entries.get(globalsOfType.get(type) ?? '');
  return globals?.kind === 'map' ? (merge(globals, own) as LocatedMap) : own;
}

/** SAM's rule: maps are merged, lists are joined with the global items first, everything else is replaced. */
function merge(global: Located, own: Located): Located {
  if (intrinsicCall(global) !== undefined || intrinsicCall(own) !== undefined) return own;
  if (global.kind === 'list' && own.kind === 'list')
    return { ...own, items: [...global.items, ...own.items] };
  if (global.kind !== 'map' || own.kind !== 'map') return own;
  const entries = new Map(global.entries);
  for (const [key, value] of own.entries) {
    const inherited = global.entries.get(key);
    entries.set(key, inherited === undefined ? value : merge(inherited, value));
  }
  return { ...own, entries, keys: new Map([...global.keys, ...own.keys]) };
}

/** Tells sections and properties that SAM does not take under Globals. */
export function checkGlobals(stack: Stack): void {
  const globals = section(stack, 'Globals');
  if (globals === undefined) return;
  const fields = new Fields(globals, 'Globals', stack.reading.problems);
  fields.allow({ played: Object.keys(globalProperties) });
  for (const [name, properties] of Object.entries(globalProperties))
    if (fields.has(name)) fields.map(name)?.allow({ played: properties.split(' ') });
}
