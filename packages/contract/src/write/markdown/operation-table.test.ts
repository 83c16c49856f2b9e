import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from '../../commands/table.js';

const directory = mkdtempSync(join(tmpdir(), 'table '));
const file = join(directory, 'openapi.yaml');
let output = '';
beforeEach(() => {
  output = '';
  const keep = (text: unknown) => {
    output += String(text);
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(keep);
  jest.spyOn(console, 'error').mockImplementation(keep);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(directory, { recursive: true }));

test('a row tells name, address, who may and what it does, whatever characters they have', () => {
  writeFileSync(
    file,
    `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
components: { securitySchemes: { bearer: { type: http, scheme: bearer }, key: { type: apiKey, in: header, name: K } } }
paths:
  /v1/a|b:
    get: { operationId: getThing, summary: "Get | of\\n <it>", security: [], responses: {} }
    put: { operationId: 'a\`b', deprecated: true, security: [{ bearer: [one, two], key: [] }, { key: [] }, {}], responses: {} }
    post: { operationId: b, summary: Puts it, externalDocs: { url: 'https://a.example/(b)|c', description: 'The [guide] | all' }, responses: {} }
    patch: { operationId: c, externalDocs: { url: 'https://a.example' }, responses: {} }
    delete: { operationId: d, externalDocs: { url: 'javascript:alert(1)' }, responses: {} }
`,
  );
  expect(table(file)).toBe(0);
  expect(output).toBe(`| operation | method path | who may | summary |
|---|---|---|---|
| \`getThing\` | \`GET /v1/a\\|b\` | anybody | Get \\| of &lt;it> |
| \`\` a\`b \`\` | \`PUT /v1/a\\|b\` | bearer with one two and key, or key, or anybody | **Deprecated.**  |
| \`b\` | \`POST /v1/a\\|b\` | anybody | Puts it [The \\[guide\\] \\| all](<https://a.example/(b)%7Cc>) |
| \`d\` | \`DELETE /v1/a\\|b\` | anybody |  |
| \`c\` | \`PATCH /v1/a\\|b\` | anybody | [more](<https://a.example>) |
`);
});

test('a contract with errors has no table', () => {
  writeFileSync(file, 'openapi: 3.1.0\n');
  expect(table(file)).toBe(1);
  expect(output).toContain('missing-field');
});
