import { useWire } from './fixture.js';

const wire = useWire();
const request = { path: { id: 'a' } };
let asked = 0;
beforeEach(() => {
  asked = 0;
});

/** Answers one status after another, the last for ever. */
function answers(...all: readonly (readonly [status: number, headers?: Record<string, string>])[]): void {
  wire.answer = (_request, response) => {
    const [status, headers = {}] = all[Math.min(asked, all.length - 1)] ?? [500];
    asked += 1;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(status === 200 ? '{"id":"a"}' : '');
  };
}

const warn = () => undefined;

test('a retry waits as long as the answer asks, by seconds or by a date', async () => {
  const client = wire.client({ warn, retries: { max: 1, baseDelayMs: 0 } });
  for (const after of [() => '1', () => new Date(Date.now() + 2000).toUTCString()]) {
    asked = 0;
    answers([503, { 'retry-after': after() }], [200]);
    const started = performance.now();
    expect(await client.oldThing(request)).toMatchObject({ status: 200 });
    expect(performance.now() - started).toBeGreaterThan(900);
    expect(asked).toBe(2);
  }
});

test('an answer that asks for more time than a call has is not waited for', async () => {
  answers([503, { 'retry-after': '6' }], [200]);
  const client = wire.client({ warn, retries: { max: 1 } });
  await expect(client.oldThing(request)).rejects.toMatchObject({ kind: 'undeclared', status: 503 });
  expect(asked).toBe(1);
});

test('what aborts a call ends it as it is: while it waits for another attempt, and while its body comes', async () => {
  answers([503, { 'retry-after': '4' }], [200]);
  const client = wire.client({ warn, retries: { max: 1 }, breaker: { failures: 1, openMs: 60_000 } });
  const reason = new Error('given up');
  const aborted = new AbortController();
  const call = client.oldThing(request, { signal: aborted.signal });
  while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  aborted.abort(reason);
  await expect(call).rejects.toBe(reason);
  expect(asked).toBe(1);

  wire.answer = (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).write('{');
  const second = new AbortController();
  const slow = client.oldThing(request, { signal: second.signal });
  setTimeout(() => second.abort(reason), 100);
  await expect(slow).rejects.toBe(reason);
  answers([200]);
  expect(await client.oldThing(request)).toMatchObject({ status: 200 });
});

test('a stream is sent once, whatever the answer', async () => {
  answers([503]);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array([1]));
      controller.close();
    },
  });
  const client = wire.client({ retries: { max: 2, baseDelayMs: 0 } });
  await expect(client.putBlob({ body })).rejects.toMatchObject({ status: 503 });
  expect(asked).toBe(1);
  await expect(client.putBlob({ body: new Uint8Array([1]) })).rejects.toMatchObject({ status: 503 });
  expect(asked).toBe(4);
});

test('a circuit whose time is over lets one call through, and closes when it is answered', async () => {
  const client = wire.client({ warn, breaker: { failures: 1, openMs: 50 } });
  answers([500], [200]);
  await expect(client.oldThing(request)).rejects.toMatchObject({ status: 500 });
  await expect(client.oldThing(request)).rejects.toMatchObject({ kind: 'open' });
  await new Promise((resolve) => setTimeout(resolve, 80));
  const [first, second] = await Promise.allSettled([client.oldThing(request), client.oldThing(request)]);
  expect(first).toMatchObject({ status: 'fulfilled' });
  expect(second).toMatchObject({ status: 'rejected', reason: { kind: 'open' } });
  expect(await client.oldThing(request)).toMatchObject({ status: 200 });
});
