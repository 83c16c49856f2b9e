import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from './contract.js';

const directory = mkdtempSync(join(tmpdir(), 'security '));
afterAll(() => rmSync(directory, { recursive: true }));

function read(text: string) {
  writeFileSync(join(directory, 'openapi.yaml'), text);
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  const told = diagnostics.map(
    ({ place, severity, code, what }) => `${place.line}:${place.column} ${severity} ${code}: ${what}`,
  );
  return { contract, told };
}

const head = 'openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\n';

test.each<[string, string, string]>([
  [
    'a requirement that is no object',
    `${head}security: [bearer]\npaths: {}\n`,
    '3:12 error wrong-type: a security requirement is an object, not a string; write `{ bearer: [] }`',
  ],
  [
    'a misspelt scheme',
    `${head}security: [{ baerer: [] }]\npaths: {}\ncomponents: { securitySchemes: { bearer: { type: http, scheme: bearer } } }\n`,
    "3:14 error undefined-security-scheme: there is no security scheme 'baerer' (did you mean 'bearer'?)",
  ],
  [
    'a type of a scheme that is none',
    `${head}components: { securitySchemes: { a: { type: jwt } } }\n`,
    "3:45 error invalid-keyword: 'type' is apiKey, http, oauth2, openIdConnect, mutualTLS, not 'jwt'",
  ],
  [
    'an API key that is nowhere',
    `${head}components: { securitySchemes: { a: { type: apiKey, name: a, in: body } } }\n`,
    "3:66 error invalid-keyword: an API key is in query, header or cookie, not 'body'",
  ],
  ...(
    [
      ['apiKey, in: header', 'name'],
      ['apiKey, name: a', 'in'],
      ['http', 'scheme'],
      ['oauth2', 'flows'],
      ['openIdConnect', 'openIdConnectUrl'],
    ] as const
  ).map(([type, field]): [string, string, string] => [
    `a scheme of the type ${type} without ${field}`,
    `${head}components: { securitySchemes: { a: { type: ${type} } } }\n`,
    `3:37 error missing-field: the field '${field}' is missing`,
  ]),
])('%s is told once, where it is', (_name, text, expected) => {
  expect(read(text).told).toEqual([expected]);
});

test('an operation whose security has no value asks for the credentials of the document', () => {
  const text = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
security: [{ bearer: [] }]
paths:
  /v1/things:
    delete: { operationId: a, security: , responses: {} }
    put: { operationId: b, security: [], responses: {} }
components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }
`;
  const { contract, told } = read(text);
  expect(told).toEqual(["6:41 warning wrong-type: 'security' takes an array, not null; it is ignored"]);
  const security = contract?.operations.map((each) => [
    each.operationId,
    [...(each.security[0]?.keys() ?? [])],
  ]);
  expect(security).toEqual([
    ['b', []],
    ['a', ['bearer']],
  ]);
});
