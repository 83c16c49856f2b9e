import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeRun, PythonFixture } from './fixture.js';

const fixture = new PythonFixture();
const { directory } = fixture;
beforeAll(() => fixture.generateNotes());
afterAll(() => fixture.remove());

describeRun('the generated client', () => {
  interface Sent {
    readonly request: IncomingMessage;
    readonly body: string;
  }

  /** Runs a line of Python against a server that answers one thing; prints what the line says. */
  async function call(
    line: string,
    answer: { status?: number; type?: string; body?: string; headers?: OutgoingHttpHeaders } = {},
  ): Promise<{ printed: string; sent: Sent[] }> {
    const sent: Sent[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      sent.push({ request, body });
      response.writeHead(answer.status ?? 200, {
        ...(answer.type !== undefined && { 'content-type': answer.type }),
        ...answer.headers,
      });
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
    expect(form.sent[0]?.body).toBe('r=1&tags=a&tags=b&meta=%7B%22x%22%3A%22%26%22%7D');
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

  test('headers that stand several times are joined, but cookies', async () => {
    const line = '{"headers": 0, "read": class_(client, {})["headers"]}';
    const headers = { 'X-Many': ['a', 'b'], 'Set-Cookie': ['c=d', 'e=f'] };
    const { printed, sent } = await call(line, { status: 204, headers });
    expect(JSON.parse(printed).read).toMatchObject({ 'x-many': 'a, b', 'set-cookie': 'e=f' });
    // The client has a token, and the operation needs none.
    expect(sent[0]?.request.headers.authorization).toBeUndefined();
  });

  test('headers of the client go with every call, in whatever case they are named', async () => {
    const line = 'class_(Client(client.base_url, headers={"ACCEPT": "a/b", "X-Own": "c"}), {})';
    const { sent } = await call(line, { status: 204 });
    expect(sent[0]?.request.headers).toMatchObject({ accept: 'a/b', 'x-own': 'c' });
  });

  test('a body that breaks off is an error of the network', async () => {
    const cut = {
      type: 'application/json',
      body: '{}',
      headers: { 'content-length': '9', connection: 'close' },
    };
    const { printed } = await call('get_note(client, {"path": {"id": 7}})', cut);
    expect(printed).toMatch(/^network http:.* cannot be reached: IncompleteRead/);
  });

  test('an answer that is not modified is one as others are', async () => {
    const { printed } = await call('class_(client, {})', { status: 304 });
    expect(printed).toBe('undeclared class: the contract has no answer 304:');
  });

  test('a service that cannot be reached is an error of its own', async () => {
    const { printed } = await call('class_(Client("http://127.0.0.1:1"), {})');
    expect(printed).toMatch(/^network http:\/\/127\.0\.0\.1:1\/v1\/notes\/special cannot be reached/);
  });
});
