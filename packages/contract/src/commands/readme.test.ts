import { Workspace } from '../changeset/workspace-fixture.js';
import { main } from '../cli.js';

const file = 'packages/lending-desk-client/openapi.yaml';
const before = process.cwd();
let workspace: Workspace;
let printed: string;

beforeEach(() => {
  workspace = new Workspace();
  workspace.manifest('packages/lending-desk-client', '@atoll/lending-desk-client');
  process.chdir(workspace.root);
  printed = '';
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  process.chdir(before);
  jest.restoreAllMocks();
  workspace.remove();
});

const operation = (rest: string) =>
  `{ summary: One | two, responses: { '200': { description: x, content: { application/json: { schema: { type: object } } } } }, ${rest} }`;

async function readme(paths: string, rest = ''): Promise<string> {
  workspace.write(
    file,
    `openapi: 3.1.0\ninfo: { title: x, version: 1.0.0, description: Lends things. }\n${rest}paths:\n${paths}`,
  );
  expect(await main(['readme', 'packages/lending-desk-client'])).toBe(0);
  return printed;
}

test('the first call asks for least, the second sends the smallest body that the contract takes', async () => {
  const text = await readme(`  /v1/loans/{loanId}:
    get: ${operation('operationId: getLoan, parameters: [{ name: loanId, in: path, required: true, schema: { type: string, format: uuid } }]')}
  /v1/loans:
    get: ${operation('operationId: listLoans, parameters: [{ name: limit, in: query, schema: { type: integer } }]')}
    post: ${operation(`operationId: lend, parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }], requestBody: { required: true, content: { application/json: { schema: { type: object, required: [id, items, until, note, price, kind, flag, part, whole], properties: {
      id: { type: string, readOnly: true }, items: { type: array, items: { type: integer, minimum: 3 } }, until: { type: string, format: date }, note: { type: string, minLength: 6 },
      price: { type: number, exclusiveMinimum: 1, multipleOf: 0.5 }, kind: { enum: [book, "it's"] }, flag: { type: boolean }, part: { oneOf: [{ type: object, required: [a-b], properties: { a-b: { const: 1 } } }, { type: string }] },
      whole: { allOf: [{ type: object, required: [x], properties: { x: { type: integer, maximum: -2 } } }, { type: object, required: [y], properties: { y: { default: [null] } } }] }, left: { type: string } } } } } }`)}
`);
  expect(text).toContain("```ts\nimport { lendingDeskClient } from '@atoll/lending-desk-client';\n\n");
  expect(text).toContain(`
const lendingDesk = lendingDeskClient({ baseUrl: 'https://api.example.com' });

const listLoansResult = await lendingDesk.listLoans();
if (listLoansResult.status === 200) console.log(listLoansResult.body);

const lendResult = await lendingDesk.lend({
  headers: { 'idempotency-key': crypto.randomUUID() },
  body: { items: [3], until: '2030-01-31', note: 'text..', price: 1.5, kind: 'book', flag: true, part: { "a-b": 1 }, whole: { x: -2, y: [null] } },
});
`);
});

test('tables list operations with what they need, and events with where they are imported from', async () => {
  const text = await readme(
    `  /v1/loans: { delete: ${operation("operationId: end, deprecated: true, x-sunset: '2031-01-01', security: [{ bearer: ['loans:write'] }]")} }\n`,
    `components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }
servers: [{ url: https://lending.example }]
webhooks: { LoanEnded: { post: { operationId: loanEnded, summary: It ended, requestBody: { content: { application/json: { schema: { type: object } } } }, responses: { '204': { description: x } } } } }
`,
  );
  expect(text).toContain(
    '| `end` | `DELETE /v1/loans` | `loans:write` | deprecated until 2031-01-01: One \\| two |',
  );
  expect(text).toContain("const token = 'an access token';");
  expect(text).toContain("lendingDeskClient({ baseUrl: 'https://lending.example', auth: () => token });");
  expect(text).toContain('From `@atoll/lending-desk-client/events`');
  expect(text).toContain('| `LoanEnded` | It ended |');
  expect(text).toContain('# @atoll/lending-desk-client\n\nLends things.\n');
});

test('further reading is linked from the whole and from its operations', async () => {
  const text = await readme(
    `  /v1/loans: { get: ${operation("operationId: listLoans, externalDocs: { url: 'https://docs.example/loans', description: 'On | loans' }")} }\n`,
    "externalDocs: { url: 'https://docs.example' }\n",
  );
  expect(text).toContain('Lends things.\n\n[more](<https://docs.example>)\n\nThe typed client');
  expect(text).toContain('| One \\| two [On \\| loans](<https://docs.example/loans>) |\n');
});

test('a contract with errors has no README', async () => {
  workspace.write(file, 'openapi: 3.1.0\n');
  expect(await main(['readme'])).toBe(1);
  expect(printed).toBe('');
});
