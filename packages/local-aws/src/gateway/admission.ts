import type { ApiKeySpec, PlannedStage, System, Throttle, UsagePlanSpec } from '../system.js';
import type { GatewayFailure } from './gateway-responses.js';
import { QuotaCount } from './quota-count.js';
import type { RestMethod } from './rest-method.js';
import { stageThrottle } from './stage-throttle.js';
import { TokenBucket } from './token-bucket.js';

/** Whose key has let a call in, or why it does not pass. */
export interface Admitted {
  readonly apiKey?: ApiKeySpec;
  readonly failure?: GatewayFailure;
}

/** What a key may use at one stage. */
interface Access {
  readonly apiKey: ApiKeySpec;
  readonly plan: UsagePlanSpec;
  readonly stage: PlannedStage;
}

export type PlannedSystem = Pick<System, 'apiKeys' | 'usagePlans' | 'usagePlanKeys'>;

function accessKey(restApiId: string, stageName: string, value: string): string {
  return JSON.stringify([restApiId, stageName, value]);
}

function accesses({ apiKeys, usagePlans, usagePlanKeys }: PlannedSystem): Map<string, Access> {
  const found = new Map<string, Access>();
  for (const { keyId, usagePlanId } of usagePlanKeys) {
    const apiKey = apiKeys.find(({ id, enabled }) => id === keyId && enabled);
    const plan = usagePlans.find(({ id }) => id === usagePlanId);
    if (apiKey === undefined || plan === undefined) continue;
    for (const stage of plan.stages)
      found.set(accessKey(stage.restApiId, stage.stageName, apiKey.value), { apiKey, plan, stage });
  }
  return found;
}

export interface AdmissionOptions {
  /** Milliseconds since the epoch; the clock unless told. */
  readonly now?: () => number;
  /** Whether throttles hold; true unless told. */
  readonly throttle?: boolean;
}

const throttled: Admitted = { failure: { type: 'THROTTLED' } };

/**
 * API keys, usage plans and throttles, in API Gateway's order: first what the caller's plan allows, then what the stage
 * does ("Throttle requests to your REST APIs"). What is counted is kept in memory, so that it begins anew with the process.
 */
export class Admission {
  readonly #accesses: ReadonlyMap<string, Access>;
  readonly #now: () => number;
  readonly #throttles: boolean;
  readonly #ofStages = new Map<RestMethod, TokenBucket | undefined>();
  readonly #ofKeys = new Map<string, TokenBucket>();
  readonly #quotas = new Map<string, QuotaCount>();

  constructor(system: PlannedSystem, { now = Date.now, throttle = true }: AdmissionOptions) {
    this.#accesses = accesses(system);
    this.#now = now;
    this.#throttles = throttle;
  }

  /** `shown` is the key that the request shows, as the API's key source has it. */
  admit(method: RestMethod, shown: string | undefined): Admitted {
    if (!method.apiKeyRequired) return this.#stageTakes(method) ? {} : throttled;
    const { restApiId, stageName } = method.api.spec;
    const access = this.#accesses.get(accessKey(restApiId, stageName, shown ?? ''));
    if (access === undefined) return { failure: { type: 'INVALID_API_KEY' } };
    if (!this.#planTakes(access, method)) return throttled;
    if (!this.#quotaTakes(access)) return { failure: { type: 'QUOTA_EXCEEDED' } };
    return this.#stageTakes(method) ? { apiKey: access.apiKey } : throttled;
  }

  #stageTakes(method: RestMethod): boolean {
    const known = this.#ofStages.get(method);
    if (known !== undefined || this.#ofStages.has(method)) return known?.take(this.#now()) ?? true;
    const throttle = this.#throttles ? stageThrottle(method) : undefined;
    const bucket = throttle && new TokenBucket(throttle, this.#now());
    this.#ofStages.set(method, bucket);
    return bucket?.take(this.#now()) ?? true;
  }

  /** A method that the plan names has a limit of its own there; all others of the stage share that of the plan. */
  #planTakes({ apiKey, plan, stage }: Access, { resourcePath, httpMethod }: RestMethod): boolean {
    const name = `${resourcePath}/${httpMethod}`;
    const own = stage.methodThrottles[name];
    const throttle = own ?? plan.throttle;
    if (throttle === undefined || !this.#throttles) return true;
    const { restApiId, stageName } = stage;
    const id = JSON.stringify([plan.id, apiKey.id, restApiId, stageName, own && name]);
    return this.#bucket(id, throttle).take(this.#now());
  }

  #bucket(id: string, throttle: Throttle): TokenBucket {
    const bucket = this.#ofKeys.get(id) ?? new TokenBucket(throttle, this.#now());
    this.#ofKeys.set(id, bucket);
    return bucket;
  }

  #quotaTakes({ apiKey, plan }: Access): boolean {
    if (plan.quota === undefined) return true;
    const id = JSON.stringify([plan.id, apiKey.id]);
    const count = this.#quotas.get(id) ?? new QuotaCount(plan.quota);
    this.#quotas.set(id, count);
    return count.take(this.#now());
  }
}
