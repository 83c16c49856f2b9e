import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeRun, PythonFixture } from './fixture.js';

const document = (root = '') => `openapi: 3.1.0
info: { title: Lamps, version: 1.0.0 }
${root}paths:
  /v1/lamps:
    put:
      operationId: putLamp
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Lamp' } } } }
      responses:
        '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/Lamp' } } } }
        '409': { description: No, content: { application/problem+json: { schema: { type: object, required: [code], properties: { code: { enum: [1, 2] } } } } } }
components:
  schemas:
    Lamp: { type: object, required: [state], properties: { state: { enum: [on, off, null] }, kind: { const: lamp } } }
`;

const script = `
import json
from unittest import mock
from lamps_api import client, operations
from lamps_api.runtime import call, problem

def ask(request, answer):
    class Handlers:
        def put_lamp(self, _request):
            return answer
    event = {"httpMethod": "PUT", "path": "/v1/lamps", "headers": {"content-type": "application/json"}, "body": json.dumps(request), "isBase64Encoded": False}
    return operations.serve(Handlers())(event, None)["statusCode"]

def read(status, body):
    media_type = "application/json" if status == 200 else "application/problem+json"
    with mock.patch.object(call, "_send", lambda *_: (status, {"content-type": media_type}, json.dumps(body).encode())):
        try:
            return client.put_lamp(client.Client("http://lamps"), {"body": {"state": "on"}})["body"]
        except client.ClientError as error:
            return error.kind

known, newer = {"state": "on"}, {"state": "dimmed"}
print(json.dumps([
    ask(known, {"status": 200, "body": known}), ask(newer, {"status": 200, "body": known}), ask(known, {"status": 200, "body": newer}),
    read(200, known), read(200, newer), read(200, {"state": None}), read(200, {"state": 1}), read(409, {"code": 3}),
]))
`;

const fixture = new PythonFixture();
afterAll(() => fixture.remove());

function told(text: string, options = {}): unknown {
  expect(fixture.generate(text, 'lamps_api', options).told).not.toContain('error');
  const printed = execFileSync('python3', ['-c', script], {
    cwd: fixture.directory,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '');
}

const models = () => readFileSync(join(fixture.directory, 'lamps_api', 'models.py'), 'utf8');

describeRun('a list of values that may grow', () => {
  const open = [
    200,
    400,
    500,
    { state: 'on' },
    { state: 'dimmed' },
    { state: null },
    'undeclared',
    'undeclared',
  ];

  test('is open to who calls, and closed to who is called', () => {
    expect(told(document('x-atoll-open-enums: true\n'))).toEqual(open);
    expect(models()).toContain('class Lamp(TypedDict):\n    state: Literal["on", "off"] | None | str\n');
    expect(models()).toContain('class LampInput(TypedDict):\n    state: Literal["on", "off"] | None\n');
  });

  test('may be asked for of a contract that says nothing of it', () => {
    expect(told(document(), { openEnums: true })).toEqual(open);
  });

  test('is closed to all where nobody asks', () => {
    expect(told(document())).toEqual([
      200,
      400,
      500,
      { state: 'on' },
      'undeclared',
      { state: null },
      'undeclared',
      'undeclared',
    ]);
    expect(models()).not.toContain('LampInput');
  });
});
