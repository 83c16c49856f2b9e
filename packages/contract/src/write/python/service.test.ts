import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describeRun, PythonFixture } from './fixture.js';

const fixture = new PythonFixture();
const { directory } = fixture;
beforeAll(() => {
  fixture.generateNotes();
  writeFileSync(join(directory, 'driver.py'), driver);
});
afterAll(() => fixture.remove());

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
    def drop_notes(self, request):
        return {"status": 204}
    def class_(self, request):
        return {"status": 201}
    def add_shape(self, request):
        seen.append(request)
        return {"status": 200, "body": request.get("body"), "headers": {"X-One": 1}}
    def add_pet(self, request):
        return {"status": 204}
    def add_bytes(self, request):
        return {"status": 200, "body": request["body"][::-1], "headers": {"X-Request-Id": "own"}}

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

describeRun('the generated service', () => {
  beforeAll(() => {
    service = spawn('python3', ['driver.py'], { cwd: directory });
    service.stderr.pipe(process.stderr);
    lines = createInterface({ input: service.stdout })[Symbol.asyncIterator]();
  });
  afterAll(async () => {
    service.stdin.end();
    await new Promise((resolve) => service.once('close', resolve));
  });

  test('decodes what a handler gets, and checks what it answers', async () => {
    const { result, seen } = await askOne('GET', '/v1/notes/7', {
      headers: { ...reader, 'x-flag': 'true', cookie: 'a=b; sid=s' },
      multiValueQueryStringParameters: { tag: ['x', 'y'], 'deep[a]': ['3'] },
    });
    expect(seen).toEqual([
      {
        path: { id: 7 },
        query: { tag: ['x', 'y'], deep: { a: 3 }, limit: 20 },
        headers: { 'x-flag': true },
        cookies: { sid: 's' },
        call: {
          operation_id: 'getNote',
          request_id: 'r1',
          traceparent: result.headers.traceparent,
          caller: { sub: 'me', scopes: ['notes:read'] },
        },
      },
    ]);
    expect(result).toEqual({
      statusCode: 200,
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'r1',
        traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
        'access-control-allow-origin': '*',
        'access-control-expose-headers': '*',
      },
      body: '{"text":"a","id":7}',
      isBase64Encoded: false,
    });
  });

  test('refuses unknown paths, methods, types and credentials as problems', async () => {
    expect((await askOne('GET', '/v2')).result.statusCode).toBe(404);
    expect((await askOne('GET', '/v1/notes/%zz')).result.statusCode).toBe(400);
    const method = (await askOne('DELETE', '/v1/notes/1')).result;
    expect([method.statusCode, method.headers.allow, method.headers['content-type']]).toEqual([
      405,
      'GET, HEAD, PUT',
      'application/problem+json',
    ]);
    expect(JSON.parse(method.body).detail).toBe('/v1/notes/1 takes GET, HEAD, PUT, not DELETE');
    const missingToken = (await askOne('GET', '/v1/notes/1')).result;
    expect([missingToken.statusCode, missingToken.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(
      (await askOne('GET', '/v1/notes/1', { headers: { authorization: 'Bearer other' } })).result.statusCode,
    ).toBe(403);
    const wanted = (await askOne('GET', '/v1/notes/1', { headers: { ...reader, accept: 'image/png' } }))
      .result;
    expect([wanted.statusCode, JSON.parse(wanted.body).detail]).toEqual([
      406,
      'the answers of getNote are application/json, text/plain',
    ]);
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

  test('judges a value by the alternative that it names', async () => {
    const pet = async (body: string) => askOne('POST', '/v1/pets', { headers: json, body });
    expect(errorsOf(await pet('{"kind":"dog","a":1,"b":2}'))).toEqual([
      'body /a: string, not 1',
      'body /b: string, not 2',
    ]);
    expect(errorsOf(await pet('{"kind":"cow"}'))).toEqual([
      'body /kind: one of "cat", "dog", "puppy", not "cow"',
    ]);
    expect(errorsOf(await pet('{"lives":9}'))).toEqual([
      'body /kind: one of "cat", "dog", "puppy", not nothing',
    ]);
    expect(errorsOf(await pet('7'))[0]).toBe('body : object, not 7');
    expect((await pet('{"kind":"puppy"}')).result.statusCode).toBe(204);
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
    expect(image.headers['x-request-id']).toBe('own');
    const long = { ...bytes, body: Buffer.alloc(5).toString('base64') };
    const refused = JSON.parse((await askOne('POST', '/v1/bytes', long)).result.body);
    expect(refused).toMatchObject({ status: 413, detail: 'the body has 5 bytes; 4 are taken' });
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

  test('a slash at the end is part of a path, and an empty segment stands for no parameter', async () => {
    const statusOf = async (method: string, path: string) =>
      (await askOne(method, path, { headers: reader })).result.statusCode;
    expect(await statusOf('DELETE', '/v1/notes/')).toBe(204);
    expect(await statusOf('GET', '/v1/notes/')).toBe(405);
    expect(await statusOf('DELETE', '/v1/notes')).toBe(404);
    expect(await statusOf('GET', '/v1/notes/7/')).toBe(404);
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
});
