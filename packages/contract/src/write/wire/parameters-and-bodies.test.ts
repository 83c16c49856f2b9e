import { useWire } from './fixture.js';

const wire = useWire();
const at = { path: { id: 'a.b', size: [1, 2] } };
const bytes = (...values: number[]) => new Uint8Array(values);

test('the generated code passes the strictest checks', () => {
  expect(wire.built.typeErrors()).toBe('');
});

test('a wrong part, header, status or credential does not compile', () => {
  const wrong = `import { wireClient, type UploadRequest } from './client/index.js';
const client = wireClient({ baseUrl: '', auth: { bearr: () => '' } });
const noFile: UploadRequest = { body: { meta: { id: 'a' } } };
const noRank: UploadRequest = { body: { meta: { id: 'a' }, file: new Blob([]), signed: { value: 'a', headers: {} } } };
export const rank = async (): Promise<string> => (await client.getBlob()).headers['x-rank'];
export const other = async (): Promise<404> => {
  const result = await client.listThings();
  if (result.status === 200) return result.body.things.length === 0 ? 404 : 404;
  return result.status === 404 ? result.status : 404;
};
export const page = async (): Promise<number> => {
  const result = await client.listThings();
  return result.status === 200 ? result.body.things.length : 0;
};
void [noFile, noRank];
`;
  const lines = wire.built.typeErrors(wrong).match(/more\.ts\((\d+)/g);
  expect([...new Set(lines)]).toEqual(['more.ts(2', 'more.ts(3', 'more.ts(4', 'more.ts(5']);
});

test('every parameter arrives as it was given', async () => {
  const request = {
    ...at,
    query: { limit: 3, filter: { ids: [4, 5] }, any: { x: 'y&z' }, json: { id: 'j "q"' }, plain: 'p+q' },
    headers: { 'x-list': [6, 7] },
    cookies: { theme: 'a; b=c' },
  };
  await wire.client().echo(request);
  expect(wire.seen).toEqual([request]);
});

test('a parameter that is left out has its default', async () => {
  expect(await wire.client().echo(at)).toMatchObject({ status: 200, body: { limit: 20 } });
  expect(wire.seen).toEqual([{ ...at, query: { limit: 20 }, headers: {}, cookies: { theme: 'light' } }]);
});

test('a path segment that URLs would resolve away is not sent', async () => {
  const client = wire.client();
  await expect(client.oldThing({ path: { id: '..' } })).rejects.toThrow(TypeError);
  await expect(client.oldThing({ path: { id: '.' } })).rejects.toThrow("'.' cannot be a path segment");
});

test.each([
  [{ body: { id: 'a' } }, { id: 'a' }, 'application/vnd.wire+json'],
  [{ body: 'a,b', contentType: 'text/csv' }, 'a,b', 'text/csv'],
  [{ body: 'a', contentType: 'text/*' }, 'a', 'text/plain'],
  [{ body: bytes(1, 2), contentType: 'image/png' }, bytes(1, 2), 'image/png'],
  [{ body: new Blob([bytes(3)], { type: 'image/gif' }), contentType: 'image/*' }, bytes(3), 'image/gif'],
  [{ body: '<a/>', contentType: 'application/xml' }, '<a/>', 'application/xml'],
])('a body arrives with its own type: %j', async (sent, body, contentType) => {
  await wire.client().echo({ ...at, ...sent });
  expect(wire.seen[0]).toMatchObject({ body, contentType });
});

test('parts of a multipart body arrive with names, types and headers', async () => {
  const { body } = await wire.client().upload({
    body: {
      meta: { id: 'é' },
      file: new Blob([bytes(0, 13, 10, 45, 45)], { type: 'image/png' }),
      more: [new File([bytes(1)], 'a "b".bin'), { bytes: bytes(2), filename: 'c', contentType: 'text/x' }],
      tags: ['x', 'y'],
      count: 3,
      signed: { value: 'text', headers: { 'x-rank': 9 } },
    },
  });
  expect(body).toEqual({ size: 5, rank: 9 });
  expect(wire.seen[0]).toEqual({
    meta: { id: 'é' },
    file: { bytes: bytes(0, 13, 10, 45, 45), filename: 'file', contentType: 'image/png' },
    more: [
      { bytes: bytes(1), filename: 'a "b".bin', contentType: 'application/octet-stream' },
      { bytes: bytes(2), filename: 'c', contentType: 'text/x' },
    ],
    tags: ['x', 'y'],
    count: 3,
    signed: { value: 'text', headers: { 'x-rank': 9 } },
    first: 'a "b".bin',
    tag: 'x',
  });
});

test('FormData is sent as it is', async () => {
  const form = new FormData();
  form.set('meta', '{"id":"a"}');
  form.set('file', new Blob([bytes(7)], { type: 'image/jpeg' }), 'f.jpg');
  expect(await wire.client().upload({ body: form })).toMatchObject({ status: 200, body: { size: 1 } });
});

async function post(contentType: string, body: string) {
  const init = { method: 'POST', headers: { 'content-type': contentType }, body };
  const response = await fetch(`${wire.baseUrl}/v1/uploads`, init);
  const { errors, detail } = (await response.json()) as { errors?: { pointer: string }[]; detail?: string };
  return { status: response.status, pointers: errors?.map(({ pointer }) => pointer), detail };
}

const part = (name: string, value: string, type = '') =>
  `--x\r\ncontent-disposition: form-data; name="${name}"${type === '' ? '' : `\r\ncontent-type: ${type}`}\r\n\r\n${value}\r\n`;

test('what breaks the contract of a multipart body is told with its part', async () => {
  const parts = [part('meta', '{'), part('file', 'a', 'text/plain'), part('count', '0'), part('other', '')];
  const body = `${[...parts, part('signed', 'a'), part('count', '2')].join('')}--x--`;
  expect(await post('multipart/form-data; boundary=x', body)).toMatchObject({
    status: 400,
    pointers: ['/meta', '/file', '/count', '/count', '/signed/headers/x-rank', '/other'],
  });
  expect(await post('multipart/form-data; boundary="x"', '--x--\r\n')).toMatchObject({
    status: 400,
    pointers: ['/meta', '/file'],
  });
});

test.each([
  ['multipart/form-data', '--x--', 'boundary'],
  ['multipart/form-data; boundary=y', '--x--', 'does not have the boundary'],
  ['multipart/form-data; boundary=x', '--x\r\ncontent-type: a\r\n\r\nb\r\n--x--', 'no name'],
  ['multipart/form-data; boundary=x', part('file', 'a'), 'ends within a part'],
  ['multipart/form-data; boundary=x', '--x\r\nno end\r\n--x--', 'do not end'],
])('a body that is no multipart is refused: %s %j', async (type, body, reason) => {
  const answer = await post(type, body);
  expect(answer.status).toBe(400);
  expect(answer.detail).toContain(reason);
});

test('parts, their headers and the whole body have limits', async () => {
  const many = `${part('tags', 'a').repeat(1001)}--x--`;
  expect((await post('multipart/form-data; boundary=x', many)).detail).toContain('more than 1000 parts');
  const headed = `--x\r\nx-long: ${'a'.repeat(9000)}\r\n\r\nb\r\n--x--`;
  expect((await post('multipart/form-data; boundary=x', headed)).status).toBe(413);
  expect((await post('multipart/form-data; boundary=x', 'a'.repeat(100_001))).status).toBe(413);
});

test('bytes are sent from an array, a Blob or a stream', async () => {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes(1, 2));
      controller.enqueue(bytes(3));
      controller.close();
    },
  });
  for (const body of [bytes(1, 2, 3), new Blob([bytes(1, 2, 3)]), bytes(1, 2, 3).buffer, stream])
    expect((await wire.client().putBlob({ body })).body).toEqual({ size: 3 });
});

test('the URL of a server is made of its variables and their defaults', () => {
  const { serverUrl } = wire.built.module;
  expect(serverUrl()).toBe('https://eu.example.com/v1');
  expect(serverUrl({ region: 'us' })).toBe('https://us.example.com/v1');
  expect(serverUrl({}, 1)).toBe('https://backup.example.com');
  expect(() => serverUrl({}, 2)).toThrow(RangeError);
});
