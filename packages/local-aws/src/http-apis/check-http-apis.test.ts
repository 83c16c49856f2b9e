import type { HttpAuthorizerSpec } from '../system.js';
import { checkHttpApis } from './check-http-apis.js';
import { httpApi, route } from './serve-http-api.js';

test('what cannot be served is told', () => {
  const lost: HttpAuthorizerSpec = {
    kind: 'lambda',
    name: 'Lost',
    functionArn: 'arn:lost',
    identitySources: [],
    simpleResponses: true,
    resultTtlS: 0,
  };
  const routes = [
    route('GET /a/{b}/x'),
    route('GET /a/{c}/x'),
    route('GET /a-{b}'),
    route('GET /{b+}/x'),
    route('GET /l', { authorizer: lost }),
    route('$default'),
    route('$default'),
  ];
  expect(
    checkHttpApis({ httpApis: [httpApi(routes)], functions: [] }).map(({ code, what }) => `${code} ${what}`),
  ).toEqual([
    'invalid-path Api: GET /a-{b} has a parameter that is not a whole segment',
    'invalid-path Api: GET /{b+}/x has a greedy parameter before its end',
    'unknown-function Api: the authorizer Lost is arn:lost, which no template has',
    'duplicate-route Api: GET /a/{c}/x is a route already (template.yaml:5)',
    'duplicate-route Api: $default is a route already (template.yaml:5)',
  ]);
});
