import type { StartProblem } from '../parts.js';
import type { PlannedStage, System, UsagePlanSpec } from '../system.js';
import type { RestMethod } from './rest-method.js';

export type CheckedPlans = Pick<System, 'apis' | 'apiKeys' | 'usagePlans' | 'usagePlanKeys'>;

function stageProblem({ apis }: CheckedPlans, plan: UsagePlanSpec, stage: PlannedStage): StartProblem[] {
  const { restApiId, stageName } = stage;
  if (apis.some((api) => api.restApiId === restApiId && api.stageName === stageName)) return [];
  return [
    {
      place: plan.place,
      code: 'unknown-stage',
      what: `${plan.logicalId}: no API has the id ${restApiId} and a stage ${stageName}`,
      remedy: 'write { ApiId: !Ref Api, Stage: !Ref Api.Stage } of an AWS::Serverless::Api',
    },
  ];
}

function methodProblems(
  methods: readonly RestMethod[],
  plan: UsagePlanSpec,
  { restApiId, methodThrottles }: PlannedStage,
): StartProblem[] {
  const names = methods
    .filter(({ api }) => api.spec.restApiId === restApiId)
    .map(({ resourcePath, httpMethod }) => `${resourcePath}/${httpMethod}`);
  return Object.keys(methodThrottles)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      place: plan.place,
      code: 'unknown-method',
      what: `${plan.logicalId}: the API has no method ${name}`,
      remedy: 'write the path of the definition and the method: /v1/orders/GET',
    }));
}

function keyProblems({ apiKeys, usagePlans, usagePlanKeys }: CheckedPlans): StartProblem[] {
  return usagePlanKeys.flatMap(({ place, logicalId, keyId, usagePlanId }) => {
    const missing = [
      ...(apiKeys.some(({ id }) => id === keyId) ? [] : [`KeyId ${keyId} is no AWS::ApiGateway::ApiKey`]),
      ...(usagePlans.some(({ id }) => id === usagePlanId)
        ? []
        : [`UsagePlanId ${usagePlanId} is no AWS::ApiGateway::UsagePlan`]),
    ];
    return missing.map((what) => ({
      place,
      code: 'unknown-usage-plan-key',
      what: `${logicalId}: ${what} of these templates`,
      remedy: 'write !Ref of the key and of the plan',
    }));
  });
}

/** What of usage plans API Gateway would refuse to make. */
export function checkUsagePlans(system: CheckedPlans, methods: readonly RestMethod[]): StartProblem[] {
  const ofPlans = system.usagePlans.flatMap((plan) =>
    plan.stages.flatMap((stage) => {
      const problem = stageProblem(system, plan, stage);
      return problem.length > 0 ? problem : methodProblems(methods, plan, stage);
    }),
  );
  return [...ofPlans, ...keyProblems(system)];
}
