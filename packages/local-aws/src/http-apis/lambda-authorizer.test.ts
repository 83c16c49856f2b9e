import { answered, closeApis, functionArn } from '../gateway/serve-apis.js';
import type { HttpAuthorizerSpec } from '../system.js';
import { httpApi, route, serve } from './serve-http-api.js';

afterEach(closeApis);

const authorizerArn = functionArn.replace(/orders$/, 'auth');
const spec = (more: Partial<Extract<HttpAuthorizerSpec, { kind: 'lambda' }>> = {}): HttpAuthorizerSpec => ({
  ...{ kind: 'lambda', name: 'Auth', functionArn: authorizerArn, simpleResponses: true, resultTtlS: 0 },
  identitySources: [{ from: 'header', name: 'X-Key' }],
  ...more,
});
const gateway = async (authorizer: HttpAuthorizerSpec, answer: unknown, now?: () => number) => {
  const asked: Record<string, unknown>[] = [];
  const served = await serve(
    [httpApi([route('GET /a', { authorizer }), route('GET /b', { authorizer })])],
    async (arn, payload) => {
      if (arn === functionArn) return answered({ statusCode: 200 });
      asked.push(JSON.parse(payload));
      return answer instanceof Error
        ? { ...answered({ errorMessage: answer.message }), functionError: 'Unhandled' as const }
        : answered(answer);
    },
    now,
  );
  const call = (path = '/a', headers: Record<string, string> = { 'x-key': 'k' }) =>
    served.call('GET', path, { headers });
  return { served, asked, call };
};

test('an authorizer of simple responses says yes or no, and what the function should know', async () => {
  const { served, asked, call } = await gateway(spec(), { isAuthorized: true, context: { tenant: 7 } });
  expect((await call()).status).toBe(200);
  expect(served.events.at(-1)?.requestContext).toMatchObject({ authorizer: { lambda: { tenant: 7 } } });
  expect(asked[0]).toMatchObject({
    ...{ version: '2.0', type: 'REQUEST', identitySource: ['k'], routeKey: 'GET /a' },
    routeArn: 'arn:aws:execute-api:eu-west-1:000000000000:abc/$default/GET/a',
  });
  const no = await gateway(spec(), { isAuthorized: false });
  const refused = await no.call();
  expect([refused.status, refused.body.toString()]).toEqual([403, '{"message":"Forbidden"}']);
});

test('an authorizer is not asked where an identity source is missing', async () => {
  const { asked, call } = await gateway(spec(), { isAuthorized: true });
  expect([(await call('/a', {})).status, (await call('/a', { 'x-key': '' })).status]).toEqual([401, 401]);
  expect(asked).toEqual([]);
});

test('an authorizer of policies is held against the route', async () => {
  const Resource = 'arn:aws:execute-api:*:*:abc/*/GET/a';
  const policyDocument = { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource }] };
  const { served, call } = await gateway(spec({ simpleResponses: false }), {
    principalId: 'p',
    policyDocument,
    context: { a: 1 },
  });
  expect([(await call()).status, (await call('/b')).status]).toEqual([200, 403]);
  expect(
    served.events.find((event) => event.routeKey === 'GET /a' && event.type === undefined)?.requestContext,
  ).toMatchObject({
    authorizer: { lambda: { a: '1' } },
  });
});

test.each([new Error('boom'), 'text that is no policy'])(
  'an authorizer that fails is 500: %#',
  async (answer) => {
    const { served, call } = await gateway(spec({ simpleResponses: false }), answer);
    expect((await call()).status).toBe(500);
    expect(served.errors[0]).toContain('the authorizer Auth failed');
  },
);

test('an authorizer is asked once for an identity as long as its answer counts, and each time where it does not', async () => {
  let nowMs = 0;
  const kept = await gateway(spec({ resultTtlS: 10 }), { isAuthorized: true }, () => nowMs);
  await kept.call();
  await kept.call('/b');
  await kept.call('/a', { 'x-key': 'other' });
  expect(kept.asked).toHaveLength(2);
  nowMs = 10_000;
  await kept.call();
  expect(kept.asked).toHaveLength(3);
  const each = await gateway(spec(), { isAuthorized: true });
  await each.call();
  await each.call();
  expect(each.asked).toHaveLength(2);
});
