import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchKeys } from './fetch-keys.js';

let server: Server;
let listener: RequestListener;
let issuer: string;

beforeAll(async () => {
  server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pool`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test('keys are read from below the issuer', async () => {
  listener = ({ url, headers }, response) =>
    void response.end(JSON.stringify({ keys: [{ kty: 'RSA', kid: url, alg: headers.accept }] }));
  const expected = { keys: [{ kty: 'RSA', kid: '/pool/.well-known/jwks.json', alg: 'application/json' }] };
  expect(await fetchKeys(issuer, 1000)()).toEqual(expected);
  expect(await fetchKeys(`${issuer}/`, 1000)()).toEqual(expected);
});

test.each<[string, RequestListener, string, number?]>([
  ['another status', (_, response) => void response.writeHead(503).end('{"keys":[]}'), 'the answer is 503'],
  ['no keys', (_, response) => void response.end('{}'), 'does not answer with a JWK Set'],
  ['no JSON', (_, response) => void response.end('<html>'), 'does not answer with JSON'],
  ['no end', (_, response) => void response.end('x'.repeat(300_000)), 'larger than 262144 bytes'],
  ['a broken connection', (request) => void request.socket.destroy(), 'socket hang up'],
  ['silence', () => undefined, 'no answer within 50 ms', 50],
])('%s is told with the address', async (_name, answer, reason, timeoutMs = 10_000) => {
  listener = answer;
  const failure = await fetchKeys(issuer, timeoutMs)().catch((error: Error) => error.message);
  expect(failure).toContain(reason);
  expect(failure).toContain(`${issuer}/.well-known/jwks.json`);
});
