import { AwsError, type InvokeResult } from '../parts.js';
import type { Json } from '../system.js';
import {
  answered,
  api,
  closeApis,
  functionArn,
  integrationUri,
  proxy,
  type Sent,
  serveApis,
} from './serve-apis.js';

afterEach(closeApis);

const authorizerArn = 'arn:aws:lambda:eu-west-1:000000000000:function:authorizer';

function policy(effect: string, resource: Json, more: { [key: string]: Json } = {}) {
  return {
    principalId: 'ann',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }],
    },
    ...more,
  };
}

/** An API whose method asks the authorizer, which answers what it is told to. */
async function guarded(
  authorizer: { [key: string]: Json },
  answer: () => InvokeResult,
  header = 'Authorization',
) {
  const scheme = {
    type: 'apiKey',
    name: header,
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': { authorizerUri: integrationUri(authorizerArn), ...authorizer },
  };
  const definition = { components: { securitySchemes: { Guard: scheme } } };
  const paths = {
    '/v1/orders/{id}': {
      get: { ...proxy, security: [{ Guard: [] }] },
      delete: { ...proxy, security: [{ Guard: [] }] },
    },
  };
  const asked: string[] = [];
  const served = await serveApis([api(paths, {}, definition)], async (arn) => {
    asked.push(arn === functionArn ? 'function' : 'authorizer');
    return arn === functionArn ? answered({ statusCode: 200, body: 'ok' }) : answer();
  });
  const get = async (sent: Sent = { headers: { authorization: 'Bearer t' } }, method = 'GET') => {
    const { status, body, headers } = await served.call(method, '/v1/orders/7', sent);
    return [status, body.toString(), headers['x-amzn-errortype']];
  };
  return { served, asked, get };
}

test('a token authorizer gets token and method, and its context reaches the function as texts', async () => {
  const context = { tenant: 'north', age: 7, admin: true };
  const { served, get } = await guarded({ type: 'token' }, () => answered(policy('Allow', '*', { context })));
  expect(await get()).toEqual([200, 'ok', undefined]);
  expect(served.events[0]).toEqual({
    type: 'TOKEN',
    methodArn: 'arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/dev/GET/v1/orders/7',
    authorizationToken: 'Bearer t',
  });
  expect(served.events[1]?.requestContext).toMatchObject({
    authorizer: { tenant: 'north', age: '7', admin: 'true', principalId: 'ann', integrationLatency: 1 },
  });
});

test('a request authorizer gets the event without its body', async () => {
  const { served, get } = await guarded(
    { type: 'request', identitySource: 'method.request.header.X-Tenant, method.request.querystring.q' },
    () => answered(policy('Allow', '*')),
  );
  expect(await get({ headers: { 'X-Tenant': 'north' } })).toEqual([
    401,
    '{"message":"Unauthorized"}',
    'UnauthorizedException',
  ]);
  expect(served.events).toEqual([]);
  await served.call('GET', '/v1/orders/7?q=1', { headers: { 'x-tenant': 'north' } });
  expect(served.events[0]).toMatchObject({
    type: 'REQUEST',
    httpMethod: 'GET',
    pathParameters: { id: '7' },
    queryStringParameters: { q: '1' },
  });
  expect(served.events[0]).not.toHaveProperty('body');
});

test('a missing token and one that the validation does not fit are 401 without asking the function', async () => {
  const { asked, get } = await guarded({ type: 'token', identityValidationExpression: 'Bearer [a-z]' }, () =>
    answered(policy('Allow', '*')),
  );
  expect((await get({}))[0]).toBe(401);
  expect((await get({ headers: { authorization: 'Bearer tt' } }))[0]).toBe(401);
  expect(asked).toEqual([]);
  expect((await get())[0]).toBe(200);
});

const root = 'arn:aws:execute-api:eu-west-1:000000000000:abcdefghij';

test.each([
  ['allows all', policy('Allow', '*'), 200, undefined],
  ['allows the method by wildcard', policy('Allow', `${root}/dev/GET/v1/*`), 200, undefined],
  ['allows by one-character wildcards', policy('Allow', `${root}/dev/GE?/v1/orders/?`), 200, undefined],
  [
    'allows another method',
    policy('Allow', `${root}/dev/PUT/*`),
    403,
    'User is not authorized to access this resource',
  ],
  [
    'denies',
    policy('Deny', '*'),
    403,
    'User is not authorized to access this resource with an explicit deny',
  ],
])('a policy that %s is answered %s', async (_, answer, status, message) => {
  const { get } = await guarded({ type: 'token' }, () => answered(answer));
  const [seen, body, errorType] = await get();
  expect(seen).toBe(status);
  if (message !== undefined)
    expect([body, errorType]).toEqual([JSON.stringify({ Message: message }), 'AccessDeniedException']);
});

test.each([
  ['no principal', { policyDocument: { Statement: [] } }, 'its answer has no principalId'],
  ['no policy', { principalId: 'a' }, 'its answer has no policyDocument with a Statement'],
  ['an unknown effect', policy('Maybe', '*'), 'its policy has the Effect "Maybe"'],
  [
    'a context of objects',
    policy('Allow', '*', { context: { a: {} } }),
    "its context has an object or array under 'a'",
  ],
])('an answer with %s is 500 and the log says why', async (_, answer, why) => {
  const { served, get } = await guarded({ type: 'token' }, () => answered(answer));
  expect((await get()).slice(0, 2)).toEqual([500, '{"message":null}']);
  expect(served.errors).toEqual([`the authorizer Guard: ${why}`]);
});

test("an authorizer that fails with 'Unauthorized' is 401, with anything else 500", async () => {
  let errorMessage = 'Unauthorized';
  const { get } = await guarded({ type: 'token', authorizerResultTtlInSeconds: 0 }, () => ({
    ...answered({ errorMessage }),
    functionError: 'Unhandled',
  }));
  expect((await get())[0]).toBe(401);
  errorMessage = 'Unauthorized tenant';
  expect((await get()).slice(0, 2)).toEqual([500, '{"message":null}']);
});

test('an answer counts for the same identity as long as its time, and its policy is applied to each method', async () => {
  const { asked, get } = await guarded({ type: 'token' }, () =>
    answered(policy('Allow', `${root}/dev/GET/*`)),
  );
  await get();
  await get();
  expect(asked).toEqual(['authorizer', 'function', 'function']);
  expect((await get(undefined, 'DELETE'))[0]).toBe(403);
  await get({ headers: { authorization: 'Bearer other' } });
  await get();
  expect(asked).toEqual(['authorizer', 'function', 'function', 'authorizer', 'function', 'function']);
});

test('without an identity source the header of the scheme has the token', async () => {
  const { served, get } = await guarded({ type: 'token' }, () => answered(policy('Allow', '*')), 'X-Token');
  expect((await get())[0]).toBe(401);
  expect((await get({ headers: { 'x-token': 'abc' } }))[0]).toBe(200);
  expect(served.events[0]).toMatchObject({ authorizationToken: 'abc' });
});

test('stage variables and the context may be identity sources', async () => {
  const identitySource = 'stageVariables.tier, context.identity.sourceIp, context.path';
  const { asked, get } = await guarded({ type: 'request', identitySource }, () =>
    answered(policy('Allow', '*')),
  );
  expect(await get({})).toEqual([401, '{"message":"Unauthorized"}', 'UnauthorizedException']);
  expect(asked).toEqual([]);
  const known = await guarded(
    { type: 'request', identitySource: 'context.identity.sourceIp, context.path' },
    () => answered(policy('Allow', '*')),
  );
  expect((await known.get({}))[0]).toBe(200);
  const absent = await guarded({ type: 'request', identitySource: 'context.identity.user' }, () =>
    answered(null),
  );
  expect((await absent.get({}))[0]).toBe(401);
});

test('a policy may list actions and statements', async () => {
  const policyDocument = {
    Statement: [
      {
        Sid: 'a',
        Effect: 'Allow',
        Action: ['s3:GetObject', 'execute-api:*'],
        Resource: [`${root}/dev/PUT/*`, `${root}/dev/GET/*`],
      },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    ],
  };
  const { get } = await guarded({ type: 'token' }, () => answered({ principalId: 'ann', policyDocument }));
  expect((await get())[0]).toBe(200);
});

test('a policy with a condition is refused, not taken without it', async () => {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: {} };
  const { served, get } = await guarded({ type: 'token' }, () =>
    answered({ principalId: 'a', policyDocument: { Statement: statement } }),
  );
  expect((await get())[0]).toBe(500);
  expect(served.errors).toEqual(['the authorizer Guard: Condition in its policy is not supported']);
});

test.each([
  [undefined, 300],
  [60, 60],
])('with a time to live of %s an answer counts for %s seconds', async (ttl, seconds) => {
  const options = ttl === undefined ? {} : { authorizerResultTtlInSeconds: ttl };
  const { asked, get } = await guarded({ type: 'token', ...options }, () => answered(policy('Allow', '*')));
  const start = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(start);
  try {
    await get();
    clock.mockReturnValue(start + seconds * 1000 - 1);
    await get();
    expect(asked.filter((each) => each === 'authorizer')).toHaveLength(1);
    clock.mockReturnValue(start + seconds * 1000);
    await get();
    expect(asked.filter((each) => each === 'authorizer')).toHaveLength(2);
  } finally {
    clock.mockRestore();
  }
});

test('with a time to live of zero the authorizer is asked each time', async () => {
  const { asked, get } = await guarded({ type: 'token', authorizerResultTtlInSeconds: 0 }, () =>
    answered(policy('Allow', '*')),
  );
  await get();
  await get();
  expect(asked).toEqual(['authorizer', 'function', 'authorizer', 'function']);
});

test('an authorizer that Lambda does not invoke is 500 and the log says why', async () => {
  const { served, get } = await guarded({ type: 'token' }, () => {
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { statusCode: 429 });
  });
  expect(await get()).toEqual([500, '{"message":null}', 'InternalServerErrorException']);
  expect(served.errors).toEqual(['the authorizer Guard: Rate Exceeded.']);
});
