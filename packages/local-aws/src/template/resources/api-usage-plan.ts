import type { PlannedStage } from '../../system.js';
import { defined, type Fields } from '../fields.js';
import { stableId } from '../names.js';
import type { Declaration } from '../stack/stack.js';
import { resourceOf } from './resource-of.js';
import { readQuota, readThrottle } from './usage-plan.js';

/** The plan, the key and what joins them, which SAM makes for an API: `<API>UsagePlan`, `<API>ApiKey`. */
export function addUsagePlan(
  declaration: Declaration,
  plan: Fields,
  stage: Pick<PlannedStage, 'restApiId' | 'stageName'>,
): void {
  plan.allow({
    played: ['CreateUsagePlan', 'Quota', 'Throttle', 'UsagePlanName'],
    noEffect: { Description: 'for people', Tags: 'for billing and search' },
  });
  plan.require('CreateUsagePlan');
  if (plan.oneOf('CreateUsagePlan', ['PER_API', 'NONE']) !== 'PER_API') return;
  const { stack, logicalId } = declaration;
  const { apiKeys, usagePlans, usagePlanKeys } = stack.reading.parts;
  const id = (kind: string, length: number) => stableId(`${kind} ${stack.path}/${logicalId}`, length);
  const [keyId, usagePlanId] = [id('key of api', 10), id('plan of api', 6)];
  const [throttle, quota] = [plan.map('Throttle'), plan.map('Quota')];
  const named = (suffix: string) => ({ ...resourceOf(declaration), logicalId: `${logicalId}${suffix}` });
  usagePlans.push({
    ...named('UsagePlan'),
    id: usagePlanId,
    name: plan.string('UsagePlanName') ?? `${logicalId}UsagePlan`,
    stages: [{ ...stage, methodThrottles: {} }],
    ...defined<{
      throttle: ReturnType<typeof readThrottle>;
      quota: NonNullable<ReturnType<typeof readQuota>>;
    }>({
      throttle: throttle && readThrottle(throttle),
      quota: quota && readQuota(quota),
    }),
  });
  apiKeys.push({
    ...named('ApiKey'),
    id: keyId,
    name: `${logicalId}ApiKey`,
    value: id('key value of api', 40),
    enabled: true,
  });
  usagePlanKeys.push({ ...named('UsagePlanKey'), keyId, usagePlanId });
}
