import { type Fields, useWire } from './fixture.js';

const wire = useWire();

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test('declared headers of an answer are read as what they are', async () => {
  const { headers, body } = await wire.client().getBlob();
  expect(headers).toMatchObject({
    'x-rank': 7,
    'x-tags': ['a', 'b'],
    'content-type': 'application/octet-stream',
  });
  expect(body).toEqual(new Uint8Array([0, 255, 1]));
});

test('an answer without a required header is undeclared', async () => {
  wire.answer = (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end();
  await expect(wire.client().getBlob()).rejects.toMatchObject({ kind: 'undeclared', status: 200 });
});

test('Set-Cookie stands as often as the handler says', async () => {
  expect((await wire.client().login()).headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2']);
});

test('bytes come as a stream where that is asked for, past the time limit of a call', async () => {
  wire.answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'x-rank': '1' }).write('a');
    setTimeout(() => response.end('b'), 150);
  };
  const { body } = await wire.client({ timeoutMs: 100 }).getBlobStream();
  expect(await new Response(body).text()).toBe('ab');
  await expect(wire.client({ timeoutMs: 100 }).getBlob()).rejects.toMatchObject({ kind: 'timeout' });
});

test('server-sent events come one by one, up to the end that they tell', async () => {
  const { body } = await wire.client().watch();
  expect(await all(body)).toEqual([{ id: 'a' }, { id: 'b' }]);
});

test('events are put together from whatever pieces they come in', async () => {
  const text = 'data: {"id":"é"}\r\n\r\ndata: {"id":1}\n\n';
  wire.answer = async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const byte of Buffer.from(text)) {
      response.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };
  const { body } = await wire.client().watch();
  const found: unknown[] = [];
  const read = async () => {
    for await (const item of body) found.push(item);
  };
  await expect(read()).rejects.toMatchObject({ kind: 'undeclared' });
  expect(found).toEqual([{ id: 'é' }]);
});

const mark = '\u{feff}';

test.each<[string, string, Fields[]]>([
  ['lines end by CR', 'data: a\rdata: b\r\rdata: c\r\r', [{ data: 'a\nb' }, { data: 'c' }]],
  ['a byte order mark begins the stream', `${mark}data: a\n\n`, [{ data: 'a' }]],
  ['a mark is text elsewhere', `data: ${mark}a\n\n`, [{ data: `${mark}a` }]],
  ['comments and unknown fields say nothing', ': a\n\ndata: a\nother: b\n\n', [{ data: 'a' }]],
  [
    'one space alone goes with the colon',
    'data:a\n\ndata:  a\n\ndata\n\n',
    [{ data: 'a' }, { data: ' a' }, { data: '' }],
  ],
  [
    'an id stays until there is another',
    'id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n',
    [
      { data: 'a', id: '1' },
      { data: 'b', id: '1' },
      { data: 'c', id: '' },
    ],
  ],
  ['an id with NUL is none', 'id: a\0b\ndata: a\n\n', [{ data: 'a' }]],
  [
    'a retry is digits alone',
    'retry: 10\ndata: a\n\nretry: 1s\ndata: b\n\n',
    [{ data: 'a', retry: 10 }, { data: 'b' }],
  ],
  ['an event without data is none', 'event: x\n\ndata: a\n\n', [{ data: 'a' }]],
  ['an empty event is a message', 'event:\ndata: a\n\n', [{ data: 'a' }]],
  ['an event that is not ended is none', 'data: a\n\ndata: b\n', [{ data: 'a' }]],
])('of server-sent events, %s', async (_name, text, expected) => {
  wire.answer = (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end(text);
  const { body } = await wire.client().feed();
  expect(await all(body)).toEqual(expected.map((each) => ({ event: 'message', ...each })));
});

test('lines of JSON come one by one', async () => {
  const { body } = await wire.client().lines();
  expect(await all(body)).toEqual([{ id: 'a' }, { id: 'b' }]);
});

test('lines that the contract calls a string come as that text', async () => {
  expect((await wire.client().exportLines()).body).toBe('{"id":"a"}\n{"id":"b"}\n');
});

test('pages follow their cursors, items follow their pages', async () => {
  const pages = (await all(wire.client().listThingsPages())) as Fields[];
  expect(pages.map(({ body }) => body)).toEqual([
    { things: [{ id: '0' }, { id: '1' }], nextCursor: '2' },
    { things: [{ id: '2' }, { id: '3' }], nextCursor: '4' },
    { things: [{ id: '4' }, { id: '5' }] },
  ]);
  const items = await all(wire.client().listThingsItems({ query: { cursor: '3', limit: 1 } }));
  expect(items).toEqual([{ id: '3' }, { id: '4' }]);
});

test('a page that is answered by another status ends them', async () => {
  await expect(all(wire.client().listThingsPages({ query: { cursor: '11' } }))).rejects.toMatchObject({
    kind: 'refused',
    status: 404,
  });
});

test('an answer to HEAD has no body', async () => {
  expect(Object.keys(await wire.client().checkThing({ path: { id: 'a' } }))).toEqual(['status', 'headers']);
});

test('a deprecated operation is told once for each client', async () => {
  const told: string[] = [];
  const client = wire.client({ warn: (message: string) => told.push(message) });
  await client.oldThing({ path: { id: 'a' } });
  await client.oldThing({ path: { id: 'b' } });
  expect(told).toEqual(['oldThing is deprecated']);
  await wire.client({ warn: (message: string) => told.push(message) }).oldThing({ path: { id: 'a' } });
  expect(told).toHaveLength(2);
});

test.each<[string, Record<string, string>, string[]]>([
  ['nothing of it', {}, []],
  ['that it is deprecated', { deprecation: '@1764547200' }, ['checkThing is deprecated']],
  [
    'when it ends',
    { sunset: 'Mon, 01 Jun 2026 00:00:00 GMT' },
    ['checkThing is deprecated; it ends at Mon, 01 Jun 2026 00:00:00 GMT'],
  ],
])('an answer of a newer server that tells %s is heard', async (_what, headers, expected) => {
  wire.answer = (_request, response) => void response.writeHead(200, headers).end();
  const told: string[] = [];
  await wire.client({ warn: (message: string) => told.push(message) }).checkThing({ path: { id: 'a' } });
  expect(told).toEqual(expected);
});

test('a fallback answers for a service that does not', async () => {
  const errors: unknown[] = [];
  const oldThing = (request: Fields, error: { kind: string }) => {
    errors.push(error.kind);
    return { status: 200, headers: {}, body: request.path };
  };
  const client = wire.client({ baseUrl: 'http://127.0.0.1:1', fallbacks: { oldThing } });
  expect(await client.oldThing({ path: { id: 'a' } })).toEqual({
    status: 200,
    headers: {},
    body: { id: 'a' },
  });
  await expect(client.listThings()).rejects.toMatchObject({ kind: 'network' });
  await expect(client.oldThing({ path: { id: '..' } })).rejects.toThrow(TypeError);
  expect(errors).toEqual(['network']);
});

const good = () => 'good & key';

test.each<[string, object, object]>([
  [
    'all schemes of one alternative',
    { bearer: () => 't', header: good },
    { sub: 'Bearer t', scopes: ['a:read', 'k'] },
  ],
  [
    'a name and a password',
    { basic: () => ({ username: 'ann', password: 'pä:ss' }) },
    { sub: 'ann', scopes: [] },
  ],
  ['a key in the query', { query: good }, { sub: 'key', scopes: ['k'] }],
  ['a key in a cookie', { cookie: good }, { sub: 'key', scopes: ['k'] }],
  ['another scheme of the header', { custom: () => 'abc' }, { sub: 'Signature abc', scopes: ['a:read'] }],
  ['a token of OAuth', { login: async () => 'o' }, { sub: 'Bearer o', scopes: ['a:read'] }],
])('a call is let in by %s', async (_name, auth, caller) => {
  expect(await wire.client({ auth }).secured()).toMatchObject({ status: 200, body: caller });
});

test.each<[string, Record<string, string>, string, number]>([
  ['nothing', {}, '', 401],
  ['half of an alternative', { 'x-key': 'good & key' }, '', 401],
  ['a wrong key', {}, '?api%20key=bad', 401],
  ['a wrong password', { authorization: `Basic ${btoa('ann:no')}` }, '', 401],
  ['a token that lacks the scope', { authorization: 'Bearer lacking' }, '', 403],
  [
    'a token that lacks the scope, and a good key',
    { authorization: 'Bearer lacking' },
    '?api%20key=good%20%26%20key',
    200,
  ],
])('a request with %s is answered rightly', async (_name, headers, query, status) => {
  const response = await fetch(`${wire.baseUrl}/v1/secured${query}`, { headers });
  expect(response.status).toBe(status);
});

test('providers are asked for the scopes that the operation needs', async () => {
  const asked: unknown[] = [];
  const login = (scopes: readonly string[]) => {
    asked.push(scopes);
    return 'token';
  };
  await wire.client({ auth: { login } }).secured();
  expect(asked).toEqual([['a:read']]);
});

test('a callback goes to the URL that the caller gave, and its answer is told apart', async () => {
  const asked: unknown[] = [];
  wire.answer = (request, response) => {
    asked.push([request.method, request.url, request.headers['x-rank']]);
    response.writeHead(asked.length === 1 ? 200 : 410, { 'content-type': 'application/json' });
    response.end(asked.length === 1 ? '{"id":"b"}' : '');
  };
  expect(await wire.built.module.tell(`${wire.baseUrl}/here?token=1`)).toBe(200);
  expect(await wire.built.module.tell(`${wire.baseUrl}/here?token=1`)).toBe(410);
  expect(asked[0]).toEqual(['POST', '/here?token=1', '3']);
});

test('a caller may ask for one type of answer', async () => {
  let accept: unknown;
  wire.answer = (request, response) => {
    accept = request.headers.accept;
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end();
  };
  await wire.client().lines({}, { accept: 'application/x-ndjson;q=0.5' });
  expect(accept).toBe('application/x-ndjson;q=0.5');
});
