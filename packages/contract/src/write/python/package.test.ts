import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodecOptions } from '../../model.js';
import { PythonFixture } from './fixture.js';

const fixture = new PythonFixture();
const { directory } = fixture;
beforeAll(() => fixture.generateNotes());
afterAll(() => fixture.remove());

const textOf = (path: string) => readFileSync(join(directory, 'notes_api', path), 'utf8');

test('types are TypedDicts by the names of the contract, in both directions where these differ', () => {
  const models = textOf('models.py');
  expect(models).toContain('Note = TypedDict(\n    "Note",');
  expect(models).toContain('"class": "NotRequired[Literal[\\"a\\", 1] | None]"');
  expect(models).toContain(
    'class Tree(TypedDict):\n    name: NotRequired[str]\n    children: NotRequired[list[Tree]]\n',
  );
  expect(models).toContain('Prices: TypeAlias = "dict[str, int]"');
  expect(models).toMatch(/Both = TypedDict\([\s\S]*"more": "NotRequired\[bool\]"/);
  expect(models).toMatch(/NoteInput = TypedDict\([\s\S]*?"id": "NotRequired\[int\]"/);
});

test('each operation has its handler in the protocol and its function in the client', () => {
  const operations = textOf('operations.py');
  expect(operations).toContain(
    '    def get_note(self, request: GetNoteInput) -> GetNoteResult:\n        "Get a note\\n\\nGET /v1/notes/{id}"\n        ...\n',
  );
  expect(operations).toContain(
    '    def class_(self, request: Class_Input) -> Class_Result:'.replaceAll('Class_', 'Class'),
  );
  expect(operations).toContain(
    'class GetNoteAnswer404(TypedDict):\n    status: Literal[404]\n    headers: NotRequired[Mapping[str, str]]\n',
  );
  expect(textOf('client.py')).toContain(
    'def put_note(client: Client, request: operations.PutNoteRequest) -> operations.PutNoteResult:',
  );
  expect(textOf('requirements.txt')).toBe('jsonschema==4.26.0\n');
});

test('what Python code could not keep is refused with its place', () => {
  const head = 'openapi: 3.1.0\ninfo: { title: T, version: 1.0.0 }\n';
  const refused = (rest: string) => fixture.generate(head + rest, 'other_api');
  expect(refused("components: { schemas: { A: { pattern: '\\p{L}' } } }\n")).toMatchObject({
    code: 1,
    told: expect.stringContaining(
      'openapi.yaml:3:29 error unsupported: the pattern \\p{L} cannot be written',
    ),
  });
  const header = (of: string) =>
    `paths: { /a: { get: { operationId: a, responses: { '200': { description: It, headers: { X-A: { ${of} } } } } } } }\n`;
  for (const each of ["schema: { pattern: '\\p{L}' }", "content: { a/b: { schema: { pattern: '\\p{L}' } } }"])
    expect(refused(header(each)).told).toContain('error unsupported: the pattern \\p{L} cannot be written');
  const multipart =
    'paths: { /a: { post: { operationId: a, requestBody: { content: { multipart/form-data: {} } }, responses: {} } } }\n';
  expect(refused(multipart).told).toContain('Python code for multipart/form-data is not written');
  const key =
    'components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }\nsecurity: [{ key: [] }]\npaths: { /a: { get: { operationId: a, responses: {} } } }\n';
  expect(refused(key).told).toContain("cannot check the scheme 'key' of type apiKey");
  expect(refused('paths: 1\n').code).toBe(1);
  expect(existsSync(join(directory, 'other_api'))).toBe(false);
  expect(fixture.generate(`${head}paths: {}\n`, 'no-package').code).toBe(2);
});

test.each<[string, CodecOptions, boolean]>([
  ['', {}, true],
  ['', { formats: 'annotate' }, false],
  ['x-atoll-formats: annotate\n', {}, false],
  ['x-atoll-formats: annotate\n', { formats: 'assert' }, true],
])(
  'formats are checked unless the document (%j) or its compiler (%j) makes annotations of them',
  (root, options, isChecked) => {
    const document = `openapi: 3.1.0
info: { title: T, version: 1.0.0 }
${root}paths: { /a: { get: { operationId: a, parameters: [{ name: at, in: query, schema: { type: string, format: date } }], responses: {} } } }
`;
    expect(fixture.generate(document, 'dated_api', options)).toMatchObject({ code: 0 });
    const definitions = readFileSync(join(directory, 'dated_api', 'definitions.py'), 'utf8');
    expect(definitions.includes('\\"format\\"')).toBe(isChecked);
    expect(definitions).toContain('string');
  },
);

test('members that are called as what every object inherits have their shapes', () => {
  const members = ['constructor', '__proto__', 'own'].map((name) => `${name}: { type: integer }`).join(', ');
  const document = `openapi: 3.1.0
info: { title: T, version: 1.0.0 }
paths: { /a: { get: { operationId: a, parameters: [{ name: f, in: query, style: deepObject, schema: { type: object, properties: { ${members} }, additionalProperties: { type: array, items: { type: boolean } } } }], responses: {} } } }
`;
  fixture.generate(document, 'inherited_api');
  const text = readFileSync(join(directory, 'inherited_api', 'operations.py'), 'utf8').replaceAll(
    /\s+/g,
    ' ',
  );
  for (const name of ['constructor', '__proto__', 'own'])
    expect(text).toContain(`"${name}": {"kind": "number"}`);
  expect(text).toContain('"rest": {"kind": "array", "item": {"kind": "boolean"}}');
});
