import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../read/contract.js';
import { checkService } from './service.js';

const directory = mkdtempSync(join(tmpdir(), 'check service '));
afterAll(() => rmSync(directory, { recursive: true }));

function check(method: string, operation: string): string[] {
  const text = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: x-key }
    unused: { type: mutualTLS }
    login: { type: openIdConnect, openIdConnectUrl: 'https://login.example/.well-known/openid-configuration' }
paths:
  /v1/things:
    ${method}: { operationId: useThings, responses: { '204': { description: Done } }, ${operation} }
`;
  return checkText(text);
}

function checkText(text: string): string[] {
  writeFileSync(join(directory, 'openapi.yaml'), text);
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return checkService(contract).map(
    ({ code, severity, place, what }) => `${place.line} ${severity} ${code}: ${what}`,
  );
}

test('what a service can keep passes: bodies of any type, schemes of any kind', () => {
  const body = 'requestBody: { content: { application/json: {}, multipart/form-data: {} } }';
  expect(check('post', `security: [{ bearer: [], key: [] }, { login: [] }, {}], ${body}`)).toEqual([]);
});

test('TRACE is refused, since API Gateway does not take it', () => {
  expect(check('trace', 'tags: []')).toEqual([
    '11 error unsupported: API Gateway takes no TRACE, so /v1/things would never get one',
  ]);
});

test('paths that differ in a slash at their end may share no method, since API Gateway has one resource for both', () => {
  const paths = (first: string, second: string) => `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths:
  /v1/things: { ${first}: { operationId: one, responses: { '204': { description: Done } } } }
  /v1/things/: { ${second}: { operationId: other, responses: { '204': { description: Done } } } }
`;
  expect(checkText(paths('get', 'post'))).toEqual([]);
  expect(checkText(paths('get', 'get'))).toEqual([
    '5 error ambiguous-path: API Gateway takes GET /v1/things/ for that of /v1/things of line 4',
  ]);
});
