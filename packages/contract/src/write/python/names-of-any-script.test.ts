import { execFileSync } from 'node:child_process';
import { describeRun, PythonFixture } from './fixture.js';

const document = `openapi: 3.1.0
info: { title: Café, version: 1.0.0 }
paths:
  /v1/订单/{编号}:
    get:
      operationId: 获取订单
      parameters: [{ name: 编号, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/Größe' } } } } }
  /v1/a b%2dc/{id}@latest:
    get:
      operationId: größeÄndern
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: Done } }
components:
  schemas:
    Größe: { type: object, required: [länge], properties: { länge: { type: string } } }
`;

const script = `
import json
from shop_api import operations, client
from shop_api.runtime.call import _url

class Handlers:
    def 获取订单(self, request):
        return {"status": 200, "body": {"länge": request["path"]["编号"]}}
    def größe_ändern(self, request):
        return {"status": 204}

handler = operations.serve(Handlers())
def ask(path):
    result = handler({"httpMethod": "GET", "path": path, "headers": {}, "body": None, "isBase64Encoded": False}, None)
    return [result["statusCode"], result["body"]]

paths = ["/v1/%E8%AE%A2%E5%8D%95/%C3%A4", "/v1/%e8%ae%a2%e5%8d%95/%61", "/v1/订单/a%2Fb", "/v1/a%20b-c/1@latest", "/v1/a%20b%2Dc/%31@latest", "/v1/%E8", "/v1/%4"]
caller = client.Client(base_url="http://shop/")
url = _url(caller, operations.OPERATIONS["获取订单"], {"path": {"编号": "ä/{id}"}})
print(json.dumps([[ask(path) for path in paths], url]))
`;

const fixture = new PythonFixture();
afterAll(() => fixture.remove());

describeRun('a contract with names of any script', () => {
  test('is a package whose paths are found however they are encoded', () => {
    expect(fixture.generate(document, 'shop_api').code).toBe(0);
    const told = execFileSync('python3', ['-c', script], { cwd: fixture.directory, encoding: 'utf8' });
    const [answers, url] = JSON.parse(told.trim()) as [[number, string][], string];
    expect(answers.map(([status]) => status)).toEqual([200, 200, 200, 204, 204, 400, 400]);
    expect(answers.slice(0, 3).map(([, body]) => JSON.parse(body))).toEqual([
      { länge: 'ä' },
      { länge: 'a' },
      { länge: 'a/b' },
    ]);
    expect(url).toBe('http://shop/v1/%E8%AE%A2%E5%8D%95/%C3%A4%2F%7Bid%7D');
  });
});
