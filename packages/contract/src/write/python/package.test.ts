import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { python } from '../../commands/python.js';

const directory = mkdtempSync(join(tmpdir(), 'python package '));
afterAll(() => rmSync(directory, { recursive: true }));

/** Why the generated code cannot be run here; undefined where it can. */
function missing(): string | undefined {
  const needed =
    'import sys, importlib.metadata; assert sys.version_info >= (3, 11); importlib.metadata.version("jsonschema")';
  try {
    execFileSync('python3', ['-c', needed], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'python3 of at least 3.11 with jsonschema is not here';
  }
}

const reason = missing();
const run = reason === undefined ? describe : describe.skip;

const document = `openapi: 3.1.0
info: { title: Notes, version: 1.0.0 }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Note:
      description: A "note" with \\ and """
      type: object
      required: [text, id]
      additionalProperties: false
      properties:
        text: { type: string, minLength: 1, maxLength: 5, pattern: '^[a-z😀]+$' }
        id: { type: integer, readOnly: true }
        price: { type: number, multipleOf: 0.1 }
        huge: { type: number, multipleOf: 0.123456789 }
        never: { anyOf: [false, false] }
        class: { enum: [a, 1, null] }
        at: { type: string, format: date-time }
    Shape: { oneOf: [{ type: object, required: [r], properties: { r: { type: number } } }, { type: object, required: [w, h], properties: { w: { type: number }, h: { type: number } } }] }
    Tree: { type: object, properties: { name: { type: string }, children: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }
    Both: { allOf: [{ $ref: '#/components/schemas/Note' }, { type: object, properties: { more: { type: boolean } } }] }
    Prices: { type: object, additionalProperties: { type: integer } }
paths:
  /v1/notes/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }]
    get:
      operationId: getNote
      summary: Get a note
      security: [{ bearer: ['notes:read'] }]
      parameters:
        - { name: tag, in: query, schema: { type: array, items: { type: string } } }
        - { name: deep, in: query, style: deepObject, schema: { type: object, properties: { a: { type: integer } } } }
        - { name: X-Flag, in: header, schema: { type: boolean } }
        - { name: sid, in: cookie, schema: { type: string } }
      responses:
        '200':
          description: It
          content:
            application/json: { schema: { $ref: '#/components/schemas/Note' } }
            text/plain: { schema: { type: string } }
        '404': { description: No, content: { application/problem+json: { schema: { type: object } } } }
    put:
      operationId: putNote
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '204': { description: Done } }
  /v1/notes/special:
    get: { operationId: class, responses: { 2XX: { description: Any } } }
  /v1/shapes:
    post:
      operationId: addShape
      deprecated: true
      x-sunset: '2027-01-31'
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Shape' } }, application/x-www-form-urlencoded: { schema: { type: object, properties: { r: { type: number }, tags: { type: array, items: { type: string } }, meta: { type: object, additionalProperties: { type: string } } } } } } }
      responses: { '200': { description: It, content: { application/json: {} } } }
  /v1/bytes:
    post:
      operationId: addBytes
      requestBody: { content: { image/png: {} } }
      responses: { '200': { description: It, content: { image/png: {} } } }
`;

const driver = `import json, sys, logging
from notes_api import operations, client
from notes_api.runtime.problem import ProblemError, problem

logging.disable(logging.CRITICAL)
seen = []
answers = {}

class Notes:
    def get_note(self, request):
        seen.append(request)
        return answers.get("get_note", {"status": 200, "body": {"text": "a", "id": request["path"]["id"]}})
    def put_note(self, request):
        seen.append(request)
        return {"status": 204}
    def class_(self, request):
        return {"status": 201}
    def add_shape(self, request):
        seen.append(request)
        return {"status": 200, "body": request.get("body"), "headers": {"X-One": 1}}
    def add_bytes(self, request):
        return {"status": 200, "body": request["body"][::-1]}

def authenticate(authorization):
    if authorization is None:
        raise ProblemError(problem(401, "no token"), {"www-authenticate": "Bearer"})
    return {"sub": "me", "scopes": authorization.split()[1:]}

handler = operations.serve(Notes(), authenticate=authenticate)

class Context:
    aws_request_id = "lambda-1"

def run(case):
    seen.clear()
    answers.clear()
    answers.update(case.get("answers", {}))
    event = {"headers": {}, "body": None, "isBase64Encoded": False, "requestContext": {"requestId": "r1"}, **case["event"]}
    return {"result": handler(event, Context()), "seen": list(seen)}

for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
`;

interface Outcome {
  readonly result: {
    readonly statusCode: number;
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly isBase64Encoded: boolean;
  };
  readonly seen: readonly Record<string, unknown>[];
}

interface Case {
  readonly event: Record<string, unknown>;
  readonly answers?: Record<string, unknown>;
}

/** The driver runs as long as the tests do: to start Python for each question would take most of their time. */
let service: ChildProcessWithoutNullStreams;
let lines: AsyncIterator<string>;

async function askOne(
  method: string,
  path: string,
  more: Record<string, unknown> = {},
  answers = {},
): Promise<Outcome> {
  const asked: Case = { event: { httpMethod: method, path, ...more }, answers };
  service.stdin.write(`${JSON.stringify(asked)}\n`);
  const { value, done } = await lines.next();
  if (done === true) throw new Error('the driver has ended');
  return JSON.parse(value) as Outcome;
}

const json = { 'Content-Type': 'application/json' };
const reader = { authorization: 'Bearer notes:read' };
const errorsOf = ({ result }: Outcome) =>
  (JSON.parse(result.body).errors as Record<string, string>[]).map(
    (each) => `${each.in} ${each.pointer}: ${each.expected}, not ${each.received}`,
  );

function generate(text: string, out: string): { code: number; told: string } {
  const told: string[] = [];
  const keep = (line: unknown) => void told.push(String(line));
  const spies = [
    jest.spyOn(console, 'log').mockImplementation(keep),
    jest.spyOn(console, 'error').mockImplementation(keep),
  ];
  writeFileSync(join(directory, 'openapi.yaml'), text);
  const code = python(join(directory, 'openapi.yaml'), join(directory, out));
  for (const spy of spies) spy.mockRestore();
  return { code, told: told.join('\n') };
}

beforeAll(() => {
  expect(generate(document, 'notes_api').code).toBe(0);
  writeFileSync(join(directory, 'driver.py'), driver);
});

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
  const refused = (rest: string) => generate(head + rest, 'other_api');
  expect(refused("components: { schemas: { A: { pattern: '\\p{L}' } } }\n")).toMatchObject({
    code: 1,
    told: expect.stringContaining(
      'openapi.yaml:3:29 error unsupported: the pattern \\p{L} cannot be written',
    ),
  });
  const multipart =
    'paths: { /a: { post: { operationId: a, requestBody: { content: { multipart/form-data: {} } }, responses: {} } } }\n';
  expect(refused(multipart).told).toContain('Python code for multipart/form-data is not written');
  const key =
    'components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }\nsecurity: [{ key: [] }]\npaths: { /a: { get: { operationId: a, responses: {} } } }\n';
  expect(refused(key).told).toContain("cannot check the scheme 'key' of type apiKey");
  expect(refused('paths: 1\n').code).toBe(1);
  expect(existsSync(join(directory, 'other_api'))).toBe(false);
  expect(generate(`${head}paths: {}\n`, 'no-package').code).toBe(2);
});

run(reason === undefined ? 'the generated package' : `the generated package (skipped: ${reason})`, () => {
  beforeAll(() => {
    service = spawn('python3', ['driver.py'], { cwd: directory });
    service.stderr.pipe(process.stderr);
    lines = createInterface({ input: service.stdout })[Symbol.asyncIterator]();
  });
  afterAll(async () => {
    service.stdin.end();
    await new Promise((resolve) => service.once('close', resolve));
  });

  test('compiles', () => {
    const files = ['operations', 'client', 'models', 'definitions', 'runtime/serve', 'runtime/call'].map(
      (name) => join('notes_api', `${name}.py`),
    );
    execFileSync('python3', ['-W', 'error', '-m', 'py_compile', ...files], { cwd: directory });
  });

  test('decodes what a handler gets, and checks what it answers', async () => {
    const { result, seen } = await askOne('GET', '/v1/notes/7', {
      headers: { ...reader, 'x-flag': 'true', cookie: 'a=b; sid=s' },
      multiValueQueryStringParameters: { tag: ['x', 'y'], 'deep[a]': ['3'] },
    });
    expect(seen).toEqual([
      {
        path: { id: 7 },
        query: { tag: ['x', 'y'], deep: { a: 3 } },
        headers: { 'x-flag': true },
        cookies: { sid: 's' },
        call: { operation_id: 'getNote', request_id: 'r1', caller: { sub: 'me', scopes: ['notes:read'] } },
      },
    ]);
    expect(result).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'x-request-id': 'r1' },
      body: '{"text":"a","id":7}',
      isBase64Encoded: false,
    });
  });

  test('refuses unknown paths, methods, types and credentials as problems', async () => {
    expect((await askOne('GET', '/v2')).result.statusCode).toBe(404);
    expect((await askOne('GET', '/v1/notes/')).result.statusCode).toBe(404);
    expect((await askOne('GET', '/v1/notes/%zz')).result.statusCode).toBe(400);
    const method = (await askOne('DELETE', '/v1/notes/1')).result;
    expect([method.statusCode, method.headers.allow, method.headers['content-type']]).toEqual([
      405,
      'GET, PUT, HEAD',
      'application/problem+json',
    ]);
    const missingToken = (await askOne('GET', '/v1/notes/1')).result;
    expect([missingToken.statusCode, missingToken.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(
      (await askOne('GET', '/v1/notes/1', { headers: { authorization: 'Bearer other' } })).result.statusCode,
    ).toBe(403);
    expect(
      (await askOne('GET', '/v1/notes/1', { headers: { ...reader, accept: 'image/png' } })).result.statusCode,
    ).toBe(406);
    expect(
      (await askOne('PUT', '/v1/notes/1', { headers: { 'content-type': 'text/plain' }, body: 'x' })).result
        .statusCode,
    ).toBe(415);
    const large = { headers: json, body: `"${'x'.repeat(1024 * 1024)}"` };
    expect((await askOne('PUT', '/v1/notes/1', large)).result.statusCode).toBe(413);
  });

  test('tells every reason of a refusal at its pointer', async () => {
    const body = '{"text":"TOO LONG\\n","price":0.25,"class":2,"huge":1e308,"never":1,"at":"now","more":1}';
    const wrong = await askOne('PUT', '/v1/notes/0', { headers: json, body });
    expect(wrong.result.statusCode).toBe(400);
    expect(errorsOf(wrong).sort()).toEqual([
      'body /at: a string in the format date-time, not "now"',
      'body /class: one of "a", 1, null, not 2',
      'body /huge: a multiple of 0.123456789, not 1e+308',
      'body /more: no such property, not 1',
      'body /never: no value, not 1',
      'body /price: a multiple of 0.1, not 0.25',
      'body /text: a string of at most 5 characters, not "TOO LONG\\n"',
      'body /text: a string that matches ^[a-z😀]+$, not "TOO LONG\\n"',
      'path /id: a number from 1, not 0',
    ]);
    expect(errorsOf(await askOne('PUT', '/v1/notes/1', { headers: json, body: '{}' }))).toEqual([
      'body : the property "text", not {}',
    ]);
    expect(errorsOf(await askOne('PUT', '/v1/notes/1', { headers: json, body: '{"text":"a\\n"}' }))).toEqual([
      'body /text: a string that matches ^[a-z😀]+$, not "a\\n"',
    ]);
    expect(errorsOf(await askOne('PUT', '/v1/notes/1', { headers: json }))).toEqual([
      'body : a body, not nothing',
    ]);
    expect(errorsOf(await askOne('PUT', '/v1/notes/1', { headers: json, body: 'NaN' }))[0]).toMatch(
      /^body : JSON, not NaN is no JSON/,
    );
    expect(errorsOf(await askOne('POST', '/v1/shapes', { headers: json, body: '{"w":1,"r":"x"}' }))[0]).toBe(
      'body /r: number, not "x"',
    );
    const deep = { headers: json, body: '['.repeat(100_000) + ']'.repeat(100_000) };
    expect((await askOne('PUT', '/v1/notes/1', deep)).result.statusCode).toBe(400);
  });

  test('takes what is right: read only properties may be left out, decimals count as decimals', async () => {
    const right = await askOne('PUT', '/v1/notes/1', {
      headers: json,
      body: '{"text":"ab😀","price":0.3,"class":null}',
    });
    expect([right.result.statusCode, right.result.body]).toEqual([204, '']);
    const form = {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'r=1.5&tags=a&tags=b+c&meta[x]=%26',
    };
    const shape = await askOne('POST', '/v1/shapes', form);
    expect(shape.seen[0]).toMatchObject({
      body: { r: 1.5, tags: ['a', 'b c'], meta: { x: '&' } },
      content_type: 'application/x-www-form-urlencoded',
    });
    expect(shape.result.headers).toMatchObject({
      deprecation: '@0',
      sunset: 'Sun, 31 Jan 2027 00:00:00 GMT',
      'x-one': '1',
    });
  });

  test('answers ranges, HEAD, bytes and fixed segments before parameters', async () => {
    expect((await askOne('GET', '/v1/notes/special')).result.statusCode).toBe(201);
    const head = (await askOne('HEAD', '/v1/notes/7', { headers: reader })).result;
    expect([head.statusCode, head.body]).toEqual([200, '']);
    const bytes = {
      headers: { 'content-type': 'image/png' },
      body: Buffer.from([1, 2, 255]).toString('base64'),
      isBase64Encoded: true,
    };
    const image = (await askOne('POST', '/v1/bytes', bytes)).result;
    expect([...Buffer.from(image.body, 'base64')]).toEqual([255, 2, 1]);
    expect(image.isBase64Encoded).toBe(true);
  });

  test.each([
    [{ status: 418 }],
    [{ status: 200 }],
    [{ status: 200, body: { text: 'a' } }],
    [{ status: 200, body: { text: 'a', id: 1 }, headers: { x: 'a\nb' } }],
    [{ status: 200, body: { text: 'a', id: 1 }, content_type: 'image/png' }],
  ])('an answer that is not declared, %j, is answered 500 without a word of it', async (answer) => {
    const { result } = await askOne('GET', '/v1/notes/7', { headers: reader }, { get_note: answer });
    expect(result.statusCode).toBe(500);
    expect(JSON.parse(result.body)).toMatchObject({
      requestId: 'r1',
      detail: 'the failure has been logged under this request',
    });
  });

  test('the caller gets the media type that it likes best', async () => {
    const text = { status: 200, body: 'plain' };
    const { result } = await askOne(
      'GET',
      '/v1/notes/7',
      { headers: { ...reader, accept: 'text/*' } },
      { get_note: text },
    );
    expect([result.headers['content-type'], result.body]).toEqual(['text/plain', 'plain']);
  });

  describe('its client', () => {
    interface Sent {
      readonly request: IncomingMessage;
      readonly body: string;
    }

    /** Runs a line of Python against a server that answers one thing; prints what the line says. */
    async function call(
      line: string,
      answer: { status?: number; type?: string; body?: string } = {},
    ): Promise<{ printed: string; sent: Sent[] }> {
      const sent: Sent[] = [];
      const server = createServer(async (request, response) => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        sent.push({ request, body });
        response.writeHead(
          answer.status ?? 200,
          answer.type === undefined ? {} : { 'content-type': answer.type },
        );
        response.end(answer.body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const code = `import json\nfrom notes_api.client import *\nclient = Client("http://127.0.0.1:${port}/", auth=lambda: "t")\ntry:\n    result = ${line}\n    result.pop("headers")\n    print(json.dumps(result))\nexcept ClientError as error:\n    print(error.kind, error)\n`;
      const child = spawn('python3', ['-c', code], { cwd: directory });
      let printed = '';
      child.stdout.on('data', (chunk) => {
        printed += String(chunk);
      });
      child.stderr.on('data', (chunk) => {
        printed += String(chunk);
      });
      await new Promise((resolve) => child.once('close', resolve));
      await new Promise((resolve) => server.close(resolve));
      return { printed: printed.trim(), sent };
    }

    test('writes parameters by their styles and gives the declared answer', async () => {
      const line =
        'get_note(client, {"path": {"id": 7}, "query": {"tag": ["a b", "c"], "deep": {"a": 1}}, "headers": {"x-flag": True}, "cookies": {"sid": "s"}})';
      const { printed, sent } = await call(line, {
        type: 'application/json; charset=utf-8',
        body: '{"text":"a","id":7}',
      });
      expect(printed).toBe('{"status": 200, "body": {"text": "a", "id": 7}}');
      expect(sent[0]?.request.url).toBe('/v1/notes/7?tag=a%20b&tag=c&deep%5Ba%5D=1');
      expect(sent[0]?.request.headers).toMatchObject({
        'x-flag': 'true',
        cookie: 'sid=s',
        authorization: 'Bearer t',
        accept: 'application/json, text/plain, application/problem+json',
      });
    });

    test('sends JSON and forms', async () => {
      const put = await call('put_note(client, {"path": {"id": 1}, "body": {"text": "ü"}})', { status: 204 });
      expect([put.printed, put.sent[0]?.request.method, put.sent[0]?.body]).toEqual([
        '{"status": 204}',
        'PUT',
        '{"text":"ü"}',
      ]);
      const form = await call(
        'add_shape(client, {"content_type": "application/x-www-form-urlencoded", "body": {"r": 1, "tags": ["a", "b"], "meta": {"x": "&"}}})',
        { type: 'application/json', body: '1' },
      );
      expect(form.sent[0]?.body).toBe('r=1&tags=a&tags=b&meta%5Bx%5D=%26');
    });

    test.each([
      [{ status: 418 }, 'undeclared getNote: the contract has no answer 418'],
      [{ status: 302 }, 'undeclared getNote: the contract has no answer 302'],
      [
        { type: 'text/html', body: 'x' },
        'undeclared getNote: the answer 200 is text/html, not application/json, text/plain',
      ],
      [{ type: 'application/json', body: '{' }, 'undeclared getNote: the body of 200 cannot be read'],
      [
        { type: 'application/json', body: '{"text":"a","id":"x"}' },
        'undeclared getNote: the body of 200 breaks the contract at \'/id\': expected integer, received "x"',
      ],
    ])('an answer that is not declared, %j, is an error', async (answer, told) => {
      expect((await call('get_note(client, {"path": {"id": 7}})', answer)).printed).toContain(told);
    });

    test('a service that cannot be reached is an error of its own', async () => {
      const { printed } = await call('class_(Client("http://127.0.0.1:1"), {})');
      expect(printed).toMatch(/^network http:\/\/127\.0\.0\.1:1\/v1\/notes\/special cannot be reached/);
    });
  });
});
