import { AwsError, type RestRequest, type RestResponse } from '../parts.js';
import type { ApiKeySpec } from '../system.js';
import type { PlannedSystem } from './admission.js';

/** Reads of API Gateway's own REST API, as `aws apigateway` asks them. */
export interface ApiKeyActions {
  /** Errors: AwsError NotFoundException (404). */
  call(request: Pick<RestRequest, 'method' | 'url'>): Promise<RestResponse>;
}

function stageKeys({ usagePlans, usagePlanKeys }: PlannedSystem, keyId: string): string[] {
  const plans = usagePlanKeys.filter((each) => each.keyId === keyId).map(({ usagePlanId }) => usagePlanId);
  return usagePlans
    .filter(({ id }) => plans.includes(id))
    .flatMap(({ stages }) => stages.map(({ restApiId, stageName }) => `${restApiId}/${stageName}`));
}

function shown(keys: PlannedSystem, { id, name, value, enabled }: ApiKeySpec, withValue: boolean) {
  return { id, name, enabled, stageKeys: stageKeys(keys, id), ...(withValue && { value }) };
}

function json(value: unknown): RestResponse {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  };
}

/** Whether a path is one of those that are answered here. */
export function isApiKeyPath(path: string): boolean {
  return /^\/apikeys(\/[^/]+)?$/.test(path);
}

/** GetApiKeys and GetApiKey: how a caller gets to know the value of a key, here as on AWS. */
export function createApiKeyActions(keys: PlannedSystem): ApiKeyActions {
  return {
    async call({ method, url: written }) {
      const url = new URL(written, 'http://apigateway');
      if (method !== 'GET')
        throw new AwsError('BadRequestException', 'API keys come from the templates: change them there.');
      const [, , id] = url.pathname.split('/');
      if (id === undefined) {
        const name = url.searchParams.get('name') ?? '';
        const withValues = url.searchParams.get('includeValues') === 'true';
        const found = keys.apiKeys.filter((each) => each.name.startsWith(name));
        return json({ item: found.map((each) => shown(keys, each, withValues)) });
      }
      const key = keys.apiKeys.find((each) => each.id === decodeURIComponent(id));
      if (key === undefined)
        throw new AwsError('NotFoundException', 'Invalid API Key identifier specified', { statusCode: 404 });
      return json(shown(keys, key, url.searchParams.get('includeValue') === 'true'));
    },
  };
}
