import type { ApiSpec, Json, PlannedStage, UsagePlanSpec } from '../system.js';
import { checkUsagePlans } from './check-usage-plans.js';
import { compileApi } from './compile-api.js';
import { answered, api, closeApis, functionArn, integrationUri, proxy, serveApis } from './serve-apis.js';

afterEach(closeApis);

const place = { file: 'template.yaml', line: 9, column: 3 };
const resource = { place, logicalId: 'Plan', stack: '' };
const apiKey = {
  ...resource,
  logicalId: 'Key',
  id: 'k1',
  name: 'partner',
  value: 'the-value-of-the-key',
  enabled: true,
};
const planned = { ...resource, id: 'p1', name: 'partners' };
const stage: PlannedStage = { restApiId: 'abcdefghij', stageName: 'dev', methodThrottles: {} };
const joined = { ...resource, logicalId: 'PlanKey', keyId: 'k1', usagePlanId: 'p1' };

const keyed = { ...proxy, security: [{ api_key: [] }] };
const schemes: Json = { securitySchemes: { api_key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } };
const feed = (more: Partial<ApiSpec> = {}, definition: { [key: string]: Json } = {}) =>
  api({ '/feed': { get: keyed, post: keyed }, '/open': { get: proxy } }, more, {
    components: schemes,
    ...definition,
  });

interface Caller {
  readonly plan?: Partial<UsagePlanSpec>;
  readonly key?: Partial<typeof apiKey>;
  readonly api?: ApiSpec;
  readonly throttle?: boolean;
}

/** Gives the statuses and messages of calls, one after the other, by the clock that `at` sets. */
async function gateway({ plan = {}, key = {}, api: spec = feed(), throttle = true }: Caller = {}) {
  let nowMs = Date.UTC(2026, 10, 25, 12);
  const usagePlans = [{ ...planned, stages: [stage], ...plan }];
  const apiKeys = [{ ...apiKey, ...key }];
  const served = await serveApis([spec], undefined, {
    apiKeys,
    usagePlans,
    usagePlanKeys: [joined],
    now: () => nowMs,
    throttle,
  });
  const call = async (
    method = 'GET',
    path = '/feed',
    headers: Record<string, string> = { 'X-API-Key': apiKey.value },
  ) => {
    const { status, body, headers: sent } = await served.call(method, path, { headers });
    return [status, status === 200 ? undefined : body.toString(), sent['x-amzn-errortype']];
  };
  return { served, call, pass: (ms: number) => (nowMs += ms) };
}

const ok = [200, undefined, undefined];
const forbidden = [403, '{"message":"Forbidden"}', 'ForbiddenException'];
const throttled = [429, '{"message":"Too Many Requests"}', 'TooManyRequestsException'];
const used = [429, '{"message":"Limit Exceeded"}', 'LimitExceededException'];

test('a key of a usage plan lets its caller in, and the function learns whose it is', async () => {
  const { served, call } = await gateway();
  expect(await call()).toEqual(ok);
  expect(served.events[0]?.requestContext).toMatchObject({
    identity: { apiKey: apiKey.value, apiKeyId: 'k1', user: null },
  });
});

test.each([
  ['without a key', {}, {}],
  ['with another key', { 'x-api-key': 'another-value-of-a-key' }, {}],
  ['with a key that is not enabled', { 'x-api-key': apiKey.value }, { key: { enabled: false } }],
  [
    'with a key whose plan has another stage',
    { 'x-api-key': apiKey.value },
    { plan: { stages: [{ ...stage, stageName: 'prod' }] } },
  ],
  [
    'with a key whose plan has another API',
    { 'x-api-key': apiKey.value },
    { plan: { stages: [{ ...stage, restApiId: 'other' }] } },
  ],
] as const)(
  '%s a method that needs one is forbidden, and the function not asked',
  async (_, headers, caller) => {
    const { served, call } = await gateway(caller);
    expect(await call('GET', '/feed', headers)).toEqual(forbidden);
    expect(served.events).toEqual([]);
  },
);

test('a method that needs no key passes whatever key is shown, and the function learns of none', async () => {
  const { served, call } = await gateway();
  expect(await call('GET', '/open', { 'x-api-key': 'nonsense' })).toEqual(ok);
  expect(await call('GET', '/open')).toEqual(ok);
  for (const { requestContext } of served.events)
    expect(Object.keys((requestContext as { identity: object }).identity)).not.toContain('apiKey');
});

test('the plan throttles a key over all methods of the stage', async () => {
  const { call, pass } = await gateway({ plan: { throttle: { rateLimit: 1, burstLimit: 2 } } });
  expect([await call(), await call('POST'), await call()]).toEqual([ok, ok, throttled]);
  pass(1_000);
  expect([await call('POST'), await call()]).toEqual([ok, throttled]);
});

test('a method with a throttle of its own in the plan has that, and leaves the plan its own', async () => {
  const methodThrottles = { '/feed/GET': { rateLimit: 1, burstLimit: 1 } };
  const { call } = await gateway({
    plan: { stages: [{ ...stage, methodThrottles }], throttle: { rateLimit: 1, burstLimit: 2 } },
  });
  expect([await call(), await call()]).toEqual([ok, throttled]);
  expect([await call('POST'), await call('POST'), await call('POST')]).toEqual([ok, ok, throttled]);
});

test('the quota is used up by what passes, over all stages, until its period ends', async () => {
  const { call, pass } = await gateway({
    plan: { quota: { limit: 2, period: 'DAY' }, throttle: { rateLimit: 1, burstLimit: 1 } },
  });
  expect([await call(), await call()]).toEqual([ok, throttled]);
  pass(1_000);
  expect(await call('POST')).toEqual(ok);
  pass(1_000);
  expect(await call()).toEqual(used);
  pass(12 * 60 * 60 * 1000);
  expect(await call()).toEqual(ok);
});

test("a stage's throttle holds for each method on its own, whoever calls", async () => {
  const methodThrottles = [
    { resourcePath: '/*', httpMethod: '*', rateLimit: 1, burstLimit: 2 },
    { resourcePath: '/feed', httpMethod: 'POST', burstLimit: 1 },
  ];
  const { call, pass } = await gateway({ api: feed({ methodThrottles }) });
  expect([await call('GET', '/open'), await call('GET', '/open'), await call('GET', '/open')]).toEqual([
    ok,
    ok,
    throttled,
  ]);
  expect([await call(), await call(), await call()]).toEqual([ok, ok, throttled]);
  expect([await call('POST'), await call('POST')]).toEqual([ok, throttled]);
  pass(1_000);
  expect([await call(), await call()]).toEqual([ok, throttled]);
});

test('a caller whose quota is used up takes nothing from the stage', async () => {
  const methodThrottles = [{ resourcePath: '/feed', httpMethod: 'GET', rateLimit: 0, burstLimit: 2 }];
  const { call } = await gateway({
    api: feed({ methodThrottles }),
    plan: { quota: { limit: 1, period: 'MONTH' } },
  });
  expect([await call(), await call(), await call()]).toEqual([ok, used, used]);
});

test('-1 takes the throttle of all methods away from one, and what is left out of both is as in a new account', async () => {
  const methodThrottles = [
    { resourcePath: '/*', httpMethod: '*', rateLimit: 0 },
    { resourcePath: '/feed', httpMethod: '*', rateLimit: -1, burstLimit: -1 },
  ];
  const { call } = await gateway({ api: feed({ methodThrottles }) });
  for (let i = 0; i < 3; i++) expect([await call(), await call('GET', '/open')]).toEqual([ok, ok]);
});

test('to measure, throttles can be left out; keys and quotas hold', async () => {
  const limits = { rateLimit: 0, burstLimit: 0 };
  const spec = feed({ methodThrottles: [{ resourcePath: '/*', httpMethod: '*', ...limits }] });
  const plan: Partial<UsagePlanSpec> = { throttle: limits, quota: { limit: 2, period: 'DAY' } };
  const { call } = await gateway({ api: spec, plan, throttle: false });
  expect([await call(), await call(), await call()]).toEqual([ok, ok, used]);
  expect(await call('GET', '/feed', {})).toEqual(forbidden);
});

test('gateway responses of the API take the place of the defaults', async () => {
  const response = {
    statusCode: 404,
    responseTemplates: { 'application/json': '{"no":"$context.error.responseType"}' },
  };
  const definition = {
    'x-amazon-apigateway-gateway-responses': { INVALID_API_KEY: response, QUOTA_EXCEEDED: response },
  };
  const { call } = await gateway({
    api: feed({}, definition),
    plan: { quota: { limit: 0, period: 'WEEK' } },
  });
  expect((await call('GET', '/feed', {})).slice(0, 2)).toEqual([404, '{"no":"INVALID_API_KEY"}']);
  expect((await call()).slice(0, 2)).toEqual([404, '{"no":"QUOTA_EXCEEDED"}']);
});

test('with the key source AUTHORIZER the Lambda authorizer says whose key counts', async () => {
  const authorizer = {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    'x-amazon-apigateway-authorizer': {
      type: 'token',
      authorizerUri: integrationUri(functionArn.replace(/orders$/, 'auth')),
      authorizerResultTtlInSeconds: 0,
    },
  };
  const spec = api(
    { '/feed': { get: { ...proxy, security: [{ auth: [] }, { api_key: [] }] } } },
    {},
    {
      'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
      components: {
        securitySchemes: {
          ...(schemes as { securitySchemes: { [name: string]: Json } }).securitySchemes,
          auth: authorizer,
        },
      },
    },
  );
  const policyDocument = { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] };
  const served = await serveApis(
    [spec],
    async (arn, payload) =>
      arn === functionArn
        ? answered({ statusCode: 200 })
        : answered({
            principalId: 'p',
            policyDocument,
            usageIdentifierKey: JSON.parse(payload).authorizationToken,
          }),
    { apiKeys: [apiKey], usagePlans: [{ ...planned, stages: [stage] }], usagePlanKeys: [joined] },
  );
  const status = async (headers: Record<string, string>) =>
    (await served.call('GET', '/feed', { headers })).status;
  expect(await status({ authorization: apiKey.value })).toBe(200);
  expect(await status({ authorization: 'other', 'x-api-key': apiKey.value })).toBe(403);
  expect(await status({ 'x-api-key': apiKey.value })).toBe(401);
});

test('what API Gateway would not make is told', () => {
  const spec = feed();
  const problems = (more: Partial<UsagePlanSpec>, key: Partial<typeof joined> = {}) =>
    checkUsagePlans(
      {
        apis: [spec],
        apiKeys: [apiKey],
        usagePlans: [{ ...planned, stages: [stage], ...more }],
        usagePlanKeys: [{ ...joined, ...key }],
      },
      compileApi(spec).methods,
    ).map(({ code, what }) => [code, what]);
  const throttle = { rateLimit: 1, burstLimit: 1 };
  expect(problems({})).toEqual([]);
  expect(problems({ stages: [{ ...stage, methodThrottles: { '/feed/GET': throttle } }] })).toEqual([]);
  expect(problems({ stages: [{ ...stage, methodThrottles: { '/feed/PUT': throttle } }] })).toEqual([
    ['unknown-method', 'Plan: the API has no method /feed/PUT'],
  ]);
  expect(problems({ stages: [{ ...stage, stageName: 'prod' }] })).toEqual([
    ['unknown-stage', 'Plan: no API has the id abcdefghij and a stage prod'],
  ]);
  expect(problems({}, { keyId: 'k2', usagePlanId: 'p2' })).toEqual([
    ['unknown-usage-plan-key', 'PlanKey: KeyId k2 is no AWS::ApiGateway::ApiKey of these templates'],
    ['unknown-usage-plan-key', 'PlanKey: UsagePlanId p2 is no AWS::ApiGateway::UsagePlan of these templates'],
  ]);
  const odd = compileApi(
    api({ '/feed': { get: keyed } }, {}, { 'x-amazon-apigateway-api-key-source': 'QUERY' }),
  );
  expect(odd.problems.map(({ what }) => what)).toEqual([
    'OrdersApi: x-amazon-apigateway-api-key-source is "QUERY"',
  ]);
});
