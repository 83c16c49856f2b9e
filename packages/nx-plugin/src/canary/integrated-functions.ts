import { isMap, type Json, type JsonMap, mapsIn, valueAt } from '../template/json.js';

/** The alias whose traffic CodeDeploy moves from one version to the next. */
export const alias = 'live';

/** `…/functions/${OrdersFunction.Arn}/invocations`, with `:live` after the ARN once the alias is called. */
const integration = /\$\{(\w+)\.Arn\}(?::[\w-]+)?\/invocations$/;

function uriOf(map: JsonMap): string | undefined {
  const uri = valueAt(map, 'x-amazon-apigateway-integration', 'uri', 'Fn::Sub');
  return typeof uri === 'string' ? uri : undefined;
}

/** Logical ids of the functions that the integrations of a definition name. */
export function integratedFunctions(definition: Json): string[] {
  const names = [...mapsIn(definition)].flatMap((map) => integration.exec(uriOf(map) ?? '')?.[1] ?? []);
  return [...new Set(names)];
}

/**
 * The definition with integrations that call the aliases of their functions, which `released` names. Written after the
 * ARN, the alias is understood by SAM CLI and cfn-lint too, which SAM's own `${OrdersFunction.Alias}` is not.
 */
export function withAliases(definition: Json, released: ReadonlySet<string>): Json {
  if (Array.isArray(definition)) return definition.map((each: Json) => withAliases(each, released));
  if (!isMap(definition)) return definition;
  const uri = uriOf(definition);
  const inner = Object.entries(definition).map(
    ([key, value]) => [key, withAliases(value, released)] as const,
  );
  const map = Object.fromEntries(inner);
  if (uri === undefined || !released.has(integration.exec(uri)?.[1] ?? '')) return map;
  const called = uri.replace(integration, (_, name: string) => `\${${name}.Arn}:${alias}/invocations`);
  const { 'x-amazon-apigateway-integration': own = null } = map;
  return {
    ...map,
    'x-amazon-apigateway-integration': { ...(isMap(own) ? own : {}), uri: { 'Fn::Sub': called } },
  };
}
