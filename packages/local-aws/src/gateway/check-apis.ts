import { checkHttpApis } from '../http-apis/check-http-apis.js';
import type { StartProblem } from '../parts.js';
import type { ApiSpec, System } from '../system.js';
import { type CheckedPlans, checkUsagePlans } from './check-usage-plans.js';
import { compileApi } from './compile-api.js';
import type { RestMethod } from './rest-method.js';

function functionsOf({ integration, authorizer }: RestMethod): string[] {
  return [
    ...(integration.kind === 'lambda' ? [integration.functionArn] : []),
    ...(authorizer ? [authorizer.functionArn] : []),
  ];
}

/** All APIs answer on one port, so a method may be defined once in the whole system. */
function duplicates(methods: readonly RestMethod[]): StartProblem[] {
  const owners = new Map<string, ApiSpec>();
  return methods.flatMap(({ api, httpMethod, resourcePath }) => {
    const route = `${httpMethod} ${resourcePath.replace(/\{[^}+]+(\+?)\}/g, '{$1}')}`;
    const owner = owners.get(route) ?? api.spec;
    owners.set(route, owner);
    if (owner === api.spec || httpMethod === 'OPTIONS') return [];
    const what = `${api.spec.logicalId}: ${httpMethod} ${resourcePath} is defined by ${owner.logicalId} too (${owner.place.file}:${owner.place.line})`;
    return [
      { place: api.spec.place, code: 'duplicate-route', what, remedy: 'give each service paths of its own' },
    ];
  });
}

function unknownFunctions(methods: readonly RestMethod[], known: ReadonlySet<string>): StartProblem[] {
  return methods.flatMap((method) =>
    functionsOf(method)
      .filter((arn) => !known.has(arn))
      .map((arn) => ({
        place: method.api.spec.place,
        code: 'unknown-function',
        what: `${method.api.spec.logicalId}: ${method.httpMethod} ${method.resourcePath} invokes ${arn}, which no template has`,
        remedy: 'name a function of the templates by its Arn attribute',
      })),
  );
}

/** What keeps the system's APIs from being served: integrations that are not supported, unknown functions, doubled routes. */
export function checkApis(system: CheckedPlans & Pick<System, 'functions' | 'httpApis'>): StartProblem[] {
  const compiled = system.apis.map(compileApi);
  const methods = compiled.flatMap((api) => api.methods);
  const known = new Set(system.functions.map(({ arn }) => arn));
  return [
    ...compiled.flatMap(({ problems }) => problems),
    ...unknownFunctions(methods, known),
    ...duplicates(methods),
    ...checkHttpApis(system),
    ...checkUsagePlans(system, methods),
  ];
}
