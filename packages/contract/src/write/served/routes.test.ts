import { bodyOf, useNotes } from './fixture.js';

const notes = useNotes();

test('the generated code passes the strictest checks', () => {
  expect(notes.built.typeErrors()).toBe('');
});

describe('routes', () => {
  test.each([
    ['/v1/notes/', 404],
    ['/v1/notes//a', 404],
    ['//v1/notes/a', 404],
    ['/v1/notes/a/', 404],
    ['/', 404],
    ['/v1/notes/%zz', 400],
    ['/v1/notes/%c3', 400],
    ['/v1/notes/a/report.', 404],
    ['/v1/notes/a/reportXpdf', 404],
  ])('%s is %i', async (path, status) => {
    expect((await notes.ask('GET', path)).statusCode).toBe(status);
    expect(notes.context.seen).toEqual([]);
  });

  test('a segment may be text and parameters mixed', async () => {
    const result = await notes.ask('GET', '/v1/notes/a/report.p%20f');
    expect(bodyOf(result)).toMatchObject({ id: 'a', format: 'p f' });
  });

  test('HEAD is GET without its body, and 405 names both', async () => {
    const got = await notes.ask('GET', '/v1/notes/a');
    const head = await notes.ask('HEAD', '/v1/notes/a');
    expect(got.body).toBe('text');
    expect(head).toMatchObject({ statusCode: 200, body: '', headers: { 'content-type': 'text/plain' } });
    const other = await notes.ask('POST', '/v1/notes/a');
    expect(other.headers.allow?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PATCH', 'PUT']);
    expect((await notes.ask('HEAD', '/v1/nothing')).body).toBe('');
  });
});

test('credentials that may be left out are checked when they are given', async () => {
  expect(bodyOf(await notes.ask('GET', '/v1/notes/a/report.pdf')).caller).toBeNull();
  const headers = { authorization: 'ann' };
  expect(bodyOf(await notes.ask('GET', '/v1/notes/a/report.pdf', { headers })).caller).toMatchObject({
    sub: 'ann',
  });
});

test('after the deadline the answer is 503, and the handler does not run', async () => {
  notes.remainingMs = 200;
  const result = await notes.ask('GET', '/v1/notes/a');
  expect(result).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  expect(notes.context.seen).toEqual([]);
  notes.remainingMs = 400;
  expect((await notes.ask('GET', '/v1/notes/a')).statusCode).toBe(200);
});

test.each([
  [1200, 200],
  [1199, 503],
])(
  'where %i ms are left when a request comes, and none when it is read, the answer is %i',
  async (left, status) => {
    jest
      .spyOn(Date, 'now')
      .mockReturnValueOnce(1_000_000)
      .mockReturnValue(1_000_000 + left);
    notes.remainingMs = left;
    const { statusCode } = await notes.ask('GET', '/v1/notes/a');
    jest.restoreAllMocks();
    expect([statusCode, notes.context.seen.length]).toEqual([status, status === 200 ? 1 : 0]);
  },
);

test('the time that it takes to know the caller counts', async () => {
  jest
    .spyOn(Date, 'now')
    .mockReturnValueOnce(1_000_000)
    .mockReturnValue(1_000_000 + 2800);
  const answers = [await notes.ask('GET', '/v1/notes/a/report.pdf')];
  notes.remainingMs = 3001;
  jest.spyOn(Date, 'now').mockReturnValueOnce(1_000_000);
  answers.push(await notes.ask('GET', '/v1/notes/a/report.pdf'));
  jest.restoreAllMocks();
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([503, 200]);
});

test('nobody waits longer than API Gateway does', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  for (notes.remainingMs of [29_001, 28_999]) await notes.ask('GET', '/v1/notes/a');
  jest.restoreAllMocks();
  const deadlines = notes.context.seen.map(({ call }) => (call as { deadline: number }).deadline);
  expect(deadlines).toEqual([1_000_000 + 28_800, 1_000_000 + 28_799]);
});
