import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkPublicHost, listen, PortError } from './late-server.js';

const free = { port: 0, host: '127.0.0.1', purpose: 'API gateway', option: '--port' };

test('a server has its URL at once and answers 503 until it is told who answers', async () => {
  const server = await listen(free);
  try {
    const early = await fetch(server.url);
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1']);
    server.serve((_, response) => response.end('here'));
    expect(await (await fetch(server.url)).text()).toBe('here');
  } finally {
    await server.close();
  }
});

test('a port that is taken is named with the option that chooses another', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const failed = listen({ ...free, port });
  await expect(failed).rejects.toThrow(
    `port ${port} (API gateway) is in use: stop what listens there, or choose another by --port PORT`,
  );
  await expect(failed).rejects.toBeInstanceOf(PortError);
  await new Promise((resolve) => other.close(resolve));
});

test('a server on all addresses is reached by the loopback', async () => {
  const server = await listen({ ...free, host: '0.0.0.0' });
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await server.close();
});

test('a server is named by its public host, which must be a name that is known here', async () => {
  await checkPublicHost('localhost');
  const server = await listen({ ...free, host: '0.0.0.0', publicHost: 'localhost' });
  expect(server.url).toMatch(/^http:\/\/localhost:\d+$/);
  await server.close();
  await expect(checkPublicHost('no-such-host.invalid')).rejects.toThrow(
    /^--public-host no-such-host\.invalid is no name that this machine knows \(.*ENOTFOUND|EAI_AGAIN/,
  );
});

test('closing does not wait for a request that gets no answer', async () => {
  const server = await listen(free);
  server.serve(() => undefined);
  const hanging = fetch(server.url).catch((error: Error) => error.message);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await server.close();
  expect(await hanging).toBe('fetch failed');
});
