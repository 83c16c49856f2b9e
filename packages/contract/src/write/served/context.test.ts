import type { ProxyEvent } from '../../runtime/server/event.js';
import { useNotes } from './fixture.js';

const notes = useNotes();

const event: ProxyEvent = {
  httpMethod: 'GET',
  path: '/v1/notes/a',
  headers: null,
  body: null,
  isBase64Encoded: false,
  requestContext: {},
};
const lambda = { awsRequestId: 'x', getRemainingTimeInMillis: () => 3000 };

test('the context is asked for until there is one, which serves all requests from then on', async () => {
  let asked = 0;
  const handler = notes.built.module.makeBy(async () => {
    asked += 1;
    if (asked === 1) throw new Error('the table is away');
    return { context: notes.context, options: { log: () => undefined } };
  });
  await expect(handler(event, lambda)).rejects.toThrow('the table is away');
  const answers = [await handler(event, lambda), await handler(event, lambda)];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect([asked, notes.context.seen.length]).toEqual([2, 2]);
});

test('what is no event of API Gateway fails the invocation, the first and every later one', async () => {
  const handler = notes.built.module.make(notes.context, { log: () => undefined });
  for (const each of ['first', 'second']) {
    const { requestContext: _, ...other } = { ...event, path: each };
    await expect(handler(other as ProxyEvent, lambda)).rejects.toThrow(TypeError);
  }
});

test.each(['/v1/notes/a', '/v1/notes/a/report.pdf'])(
  'a line of %s that cannot be written fails the invocation, and is not tried again',
  async (path) => {
    let lines = 0;
    const log = () => {
      lines += 1;
      throw new Error('the disk is full');
    };
    const handler = notes.built.module.make(notes.context, { log });
    for (const each of [1, 2]) {
      await expect(handler({ ...event, path }, lambda)).rejects.toThrow('the disk is full');
      expect(lines).toBe(each);
    }
  },
);
