import { bodyOf, json, useNotes } from './fixture.js';

const notes = useNotes();

describe('a request body', () => {
  const put = (body: string | Uint8Array, type?: string, more: Record<string, string> = {}) =>
    notes.ask('PUT', '/v1/notes/a', {
      body,
      headers: { ...(type !== undefined && { 'Content-Type': type }), ...more },
    });

  test('may be left out where it is optional, and must not where it is required', async () => {
    expect(bodyOf(await notes.ask('PATCH', '/v1/notes/a'))).toEqual({ type: 'undefined', body: null });
    expect(Object.keys(notes.context.seen[0] ?? {})).not.toContain('body');
    expect(bodyOf(await notes.ask('PUT', '/v1/notes/a')).errors).toEqual([
      { in: 'body', pointer: '', expected: 'a body', received: 'nothing' },
    ]);
  });

  test('may be empty where its type allows that, and is none where it has no type', async () => {
    const told = async (type: string) => (await put('', type)).statusCode;
    expect(await told('text/plain')).toBe(200);
    expect(notes.context.seen.at(-1)).toMatchObject({ body: '', contentType: 'text/plain' });
    expect(await told('application/octet-stream')).toBe(200);
    expect(notes.context.seen.at(-1)).toMatchObject({ body: new Uint8Array() });
    const form = await put('', 'application/x-www-form-urlencoded');
    expect(bodyOf(form).errors).toEqual([
      expect.objectContaining({ pointer: '', expected: 'the property "amount"' }),
    ]);
    expect(bodyOf(await put('', 'application/json')).errors).toMatchObject([{ expected: 'a body' }]);
    const optional = await notes.ask('PATCH', '/v1/notes/a', {
      body: '',
      headers: { 'content-type': 'text/plain' },
    });
    expect(bodyOf(optional)).toEqual({ type: 'undefined', body: null });
  });

  test('without a type is JSON where that is the only one, else 415', async () => {
    expect((await notes.ask('PATCH', '/v1/notes/a', { body: '{"text":"a"}' })).statusCode).toBe(200);
    const result = await put('{"text":"a"}');
    expect(result).toMatchObject({
      statusCode: 415,
      headers: {
        accept: 'application/json, text/plain, application/octet-stream, application/x-www-form-urlencoded',
      },
    });
  });

  test.each([
    ['application/json; charset=utf-8', 200],
    ['application/json; charset="UTF-8"', 200],
    ['application/json;charset=latin1', 415],
    ['text/plain; charset=utf-16', 415],
    ['application/xml', 415],
    ['multipart/form-data; boundary=a', 415],
  ])('of %s is %i', async (type, status) => {
    expect((await put('{"text":"a"}', type)).statusCode).toBe(status);
  });

  test('that is compressed is 415', async () => {
    expect((await put('{"text":"a"}', 'application/json', { 'content-encoding': 'gzip' })).statusCode).toBe(
      415,
    );
    expect(
      (await put('{"text":"a"}', 'application/json', { 'content-encoding': 'identity' })).statusCode,
    ).toBe(200);
  });

  test('in UTF-8 is read as such, with or without a byte order mark; other bytes are refused', async () => {
    const bytes = Buffer.from('\ufeff{"text":"é"}');
    expect(bodyOf(await put(bytes, 'application/json')).body).toEqual({ text: 'é' });
    expect(bodyOf(await put(new Uint8Array([0x22, 0xff, 0x22]), 'application/json')).errors).toMatchObject([
      { in: 'body', received: 'bytes that are no UTF-8' },
    ]);
  });

  test('tells its type to the handler where there are several', async () => {
    await put('a', 'Text/Plain; charset=utf-8');
    await notes.ask('PATCH', '/v1/notes/a', { headers: json, body: '{"text":"a"}' });
    expect(notes.context.seen.map(({ contentType }) => contentType)).toEqual(['text/plain', undefined]);
  });

  test('of another type is given as bytes', async () => {
    expect(bodyOf(await put(new Uint8Array([0, 255]), 'application/octet-stream'))).toEqual({
      type: 'object',
      body: [0, 255],
    });
  });

  test('of 1 MiB is taken, one byte more is 413', async () => {
    expect((await put('x'.repeat(1024 * 1024), 'text/plain')).statusCode).toBe(200);
    expect((await put('x'.repeat(1024 * 1024 + 1), 'text/plain')).statusCode).toBe(413);
  });

  test('that is a form is read by its schema, and refused by it', async () => {
    const form = 'application/x-www-form-urlencoded';
    expect(bodyOf(await put('amount=5&tags=a&tags=b&metadata[x]=1', form)).body).toEqual({
      amount: 5,
      tags: ['a', 'b'],
      metadata: { x: '1' },
    });
    expect(bodyOf(await put('amount=many&other=1', form)).errors).toMatchObject([
      { in: 'body', pointer: '/amount', expected: 'integer' },
      { in: 'body', pointer: '/other' },
    ]);
  });

  test('that is a form is written by the generated client as the service reads it', async () => {
    const body = { amount: 5, tags: ['a b', 'c&d'], metadata: { 'x y': '1', z: '[]' } };
    const fetcher: typeof fetch = async (url, init) => {
      const sent = { headers: { ...(init?.headers as Record<string, string>) }, body: String(init?.body) };
      const { statusCode, headers, body: text } = await notes.ask('PUT', new URL(String(url)).pathname, sent);
      return new Response(text, { status: statusCode, headers });
    };
    expect((await notes.built.module.send(fetcher, body)).body).toEqual({ type: 'object', body });
  });

  test('and parameters are refused together', async () => {
    const asked = { query: { size: 'x' }, headers: json, body: '{"text":1}' };
    expect(bodyOf(await notes.ask('PATCH', '/v1/notes/a', asked)).errors).toMatchObject([
      { in: 'query', pointer: '/size' },
      { in: 'body', pointer: '/text' },
    ]);
  });
});
