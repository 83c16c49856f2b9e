import { bodyOf, useNotes } from './fixture.js';

const notes = useNotes();

describe('the type of the answer', () => {
  const note = { text: 'a' };
  test.each([
    [undefined, note, 'application/json'],
    ['*/*', note, 'application/json'],
    ['*/*', 'a', 'text/plain'],
    ['text/*', 'a', 'text/plain'],
    ['application/json;q=0.5, text/plain', 'a', 'text/plain'],
    ['text/plain;q=0, */*', note, 'application/json'],
    ['TEXT/PLAIN', 'a', 'text/plain'],
    ['image/*, application/json', note, 'application/json'],
    ['not a range', note, 'application/json'],
  ])('to Accept %s with %j is %s', async (accept, body, expected) => {
    notes.context.answer = { body };
    const result = await notes.ask('GET', '/v1/notes/a', {
      headers: accept === undefined ? {} : { Accept: accept },
    });
    expect([result.statusCode, result.headers['content-type']]).toEqual([200, expected]);
  });

  test.each([
    'application/xml',
    'application/json;q=0, text/plain;q=0.0, image/png;q=0',
    'video/*',
    'application/problem+json',
  ])('that is accepted being %s, there is none: 406 before the handler runs', async (accept) => {
    const result = await notes.ask('GET', '/v1/notes/a', { headers: { accept } });
    expect(result).toMatchObject({
      statusCode: 406,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(bodyOf(result).detail).toBe('the answers of getNote are application/json, text/plain, image/png');
    expect(notes.context.seen).toEqual([]);
  });

  test('a success without a body suits every Accept, and so does a problem', async () => {
    expect((await notes.ask('DELETE', '/v1/notes/a', { headers: { accept: 'image/png' } })).statusCode).toBe(
      204,
    );
    notes.context.answer = { status: 404, body: { title: 'No' } };
    const result = await notes.ask('GET', '/v1/notes/a', { headers: { accept: 'text/plain' } });
    expect([result.statusCode, result.headers['content-type']]).toEqual([404, 'application/problem+json']);
  });

  test('the handler learns what is liked best, and may choose', async () => {
    notes.context.answer = { body: 'a', contentType: 'image/png' };
    const accept = 'text/plain, image/png;q=0.1';
    const result = await notes.ask('GET', '/v1/notes/a', { headers: { accept } });
    expect(notes.context.seen).toMatchObject([{ call: { accepted: 'text/plain' } }]);
    expect(result.headers['content-type']).toBe('image/png');
  });

  test('bytes are answered as bytes', async () => {
    notes.context.answer = { body: new Uint8Array([1, 2, 255]).subarray(1) };
    expect(await notes.ask('GET', '/v1/notes/a')).toMatchObject({
      headers: { 'content-type': 'image/png' },
      body: Buffer.from([2, 255]).toString('base64'),
      isBase64Encoded: true,
    });
  });
});

describe('an answer that is not declared', () => {
  test.each([
    [{ status: 418 }, 'the contract has no answer 418'],
    [{ body: { text: 1 } }, "the body of 200 breaks the contract at '/text': expected string, received 1"],
    [{ body: undefined }, '200 needs a body'],
    [{ body: 'a', contentType: 'text/html' }, 'the contract has no text/html for 200'],
    [{ body: 'a', headers: { 'x-a': 'b\r\nset-cookie: c' } }, 'the header x-a has a line break'],
  ])('is told: %j', async (answer, reason) => {
    notes.context.answer = answer;
    expect((await notes.ask('GET', '/v1/notes/a')).statusCode).toBe(500);
    expect(notes.lines[0]?.error).toContain(reason);
    await expect(notes.ask('GET', '/v1/notes/a', { strict: true })).rejects.toThrow(reason);
  });

  test('is a body where none is declared', async () => {
    notes.context.answer = { body: {} };
    expect((await notes.ask('DELETE', '/v1/notes/a')).statusCode).toBe(500);
    expect(notes.lines[0]?.error).toContain('the contract has no body for 204');
  });

  test('a range declares every status in it', async () => {
    notes.context.answer = { status: 299 };
    expect((await notes.ask('DELETE', '/v1/notes/a')).statusCode).toBe(299);
  });
});
