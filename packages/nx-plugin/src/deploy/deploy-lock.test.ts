import { createServer, type Server } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { DeployLock, type LockRequest } from './deploy-lock.js';

/** Keeps objects and their conditions as S3 does, over real HTTP. */
function objectServer(): Server {
  const objects = new Map<string, string>();
  let writes = 0;
  return createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const path = request.url?.split('?')[0] ?? '';
      const [etag] = (objects.get(path) ?? '').split('\n');
      const answer = (status: number, text = '', headers = {}) =>
        response.writeHead(status, headers).end(text);
      const code = (status: number, name: string) => answer(status, `<Error><Code>${name}</Code></Error>`);
      const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
      if (request.method === 'GET')
        return objects.has(path)
          ? answer(200, objects.get(path)?.split('\n')[1], { etag })
          : code(404, 'NoSuchKey');
      if (request.method === 'DELETE') {
        objects.delete(path);
        return answer(204);
      }
      if (noneMatch === '*' && objects.has(path)) return code(412, 'PreconditionFailed');
      if (match !== undefined && match !== etag)
        return code(objects.has(path) ? 412 : 404, 'PreconditionFailed');
      const written = `"${++writes}"`;
      objects.set(path, `${written}\n${body}`);
      return answer(200, '', { etag: written });
    });
  });
}

let server: Server;
let client: S3Client;
let told: string[];
beforeEach(async () => {
  told = [];
  server = objectServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  client = new S3Client({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
});
afterEach(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function lock(what: string, more: Partial<LockRequest> = {}): DeployLock {
  const tell = (line: string) => void told.push(line);
  return new DeployLock({ client, bucket: 'b', key: 'locks/x.json', what, waitMs: 20_000, tell, ...more });
}

test('the second waits, is told for whom, and goes on when the first has ended', async () => {
  const [first, second] = [lock('deploys orders', { renewMs: 20 }), lock('deploys catalog')];
  await first.take();
  let taken = false;
  const waiting = second.take().then(() => {
    taken = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect([taken, told]).toEqual([
    false,
    [expect.stringMatching(/^waiting: \S+@\S+ deploys orders since 20/)],
  ]);
  await first.release();
  await waiting;
  second.check();
  await second.release();
});

test('who does not want to wait is refused at once, and told who is at work', async () => {
  const first = lock('deploys orders');
  await first.take();
  await expect(lock('deploys catalog', { waitMs: 0 }).take()).rejects.toThrow(
    /deploys orders since .* not been begun/,
  );
  await first.release();
  await lock('deploys catalog', { waitMs: 0 }).take();
});

test('a holder that has died is taken over from, and cannot go on if it was only away', async () => {
  const away = lock('deploys orders', { renewMs: 400 });
  await away.take();
  const next = lock('deploys catalog', { staleMs: 120 });
  await next.take();
  expect(told.at(-1)).toMatch(/has died while it deploys orders: going on/);
  await new Promise((resolve) => setTimeout(resolve, 450));
  expect(() => away.check()).toThrow('another has taken over');
  await away.release();
  await expect(lock('x', { waitMs: 0 }).take()).rejects.toThrow('deploys catalog since');
  await next.release();
});

test('a holder that lives is not taken over from', async () => {
  const first = lock('deploys orders', { renewMs: 20 });
  await first.take();
  await expect(lock('deploys catalog', { staleMs: 400, waitMs: 900 }).take()).rejects.toThrow(
    'still deploys orders',
  );
  first.check();
  await first.release();
});
