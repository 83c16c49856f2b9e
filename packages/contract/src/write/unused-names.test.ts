import { buildGenerated } from './build-generated.js';

const head = 'openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\n';
const anything = `components:
  schemas:
    Anything: true
    Nothing: { type: object, additionalProperties: false }
    Names: { type: object, additionalProperties: false, propertyNames: { maxLength: 2 } }
    Patterns: { type: object, additionalProperties: false, patternProperties: { '^a': true } }
    Open: { type: object, additionalProperties: true, unevaluatedProperties: false }
    Many: { allOf: [true, {}], anyOf: [true, { type: string }] }
`;

test.each([
  ['nothing', 'paths: {}\n'],
  ['schemas alone', anything],
  ['an operation without schemas', 'paths: { /v1/a: { get: { operationId: a, responses: {} } } }\n'],
  [
    'variables that no URL has',
    'servers: [{ url: https://a.example, variables: { a: { default: b } } }, { url: "https://{c}.example", variables: { c: { default: d } } }]\npaths: {}\n',
  ],
  [
    'credentials that no request shows',
    'components: { securitySchemes: { a: { type: mutualTLS } } }\nsecurity: [{ a: [] }]\npaths: { /v1/a: { get: { operationId: a, responses: { "200": { description: It, content: { application/json: { schema: true } } } } } } }\n',
  ],
])('of a contract that has %s, nothing is generated that nothing uses', async (_what, rest) => {
  const built = await buildGenerated(head + rest, 'export {};');
  try {
    expect(built.typeErrors()).toBe('');
  } finally {
    built.remove();
  }
});
