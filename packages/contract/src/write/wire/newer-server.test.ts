import { useWire } from './fixture.js';

const wire = useWire();
const thing = { path: { id: 'a' } };
const client = () => wire.client({ retries: { max: 0 }, warn: () => undefined });

function answers(status: number, type: string | undefined, body = ''): void {
  wire.answer = (_request, response) =>
    void response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
}

test('members that the client does not know come along', async () => {
  answers(200, 'application/json', '{"id":"a","since":[1]}');
  expect((await client().oldThing(thing)).body).toEqual({ id: 'a', since: [1] });
});

test.each(['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"', 'application/json ;x=y'])(
  'a body of %s is the declared one',
  async (type) => {
    answers(200, type, '{"id":"a"}');
    expect((await client().oldThing(thing)).body).toEqual({ id: 'a' });
  },
);

test('a body without a type is of the only one that there is', async () => {
  answers(200, undefined, '{"id":"a"}');
  expect((await client().oldThing(thing)).body).toEqual({ id: 'a' });
});

test.each<[string, number, string | undefined, string, RegExp]>([
  ['a new status', 202, 'application/json', '{}', /the contract has no answer 202/],
  ['304', 304, undefined, '', /the contract has no answer 304/],
  ['another type', 200, 'application/problem+json', '{}', /has no application\/problem\+json for 200/],
  ['an empty body', 200, 'application/json', '', /the body is no application\/json/],
  ['half a body', 200, 'application/json', '{"id":', /the body is no application\/json/],
  ['a member of another type', 200, 'application/json', '{"id":1}', /at '\/id'/],
])('%s is told as undeclared, with the status', async (_name, status, type, body, message) => {
  answers(status, type, body);
  const failing = client().oldThing(thing);
  await expect(failing).rejects.toMatchObject({
    kind: 'undeclared',
    status,
    message: expect.stringMatching(message),
  });
});

test.each([400, 418, 499, 302, 503])(
  '%i falls under a range or the default, whatever its body',
  async (status) => {
    answers(status, 'text/plain', 'so it is');
    const result = await client().listThings();
    expect(result).toMatchObject({ status });
    expect(result.body).toBeUndefined();
  },
);

test('where no content is declared, what comes is not read', async () => {
  wire.answer = (_request, response) => void response.writeHead(204, { 'set-cookie': ['a=1', 'b=2'] }).end();
  const result = await client().login();
  expect(result).toMatchObject({ status: 204, headers: { 'set-cookie': ['a=1', 'b=2'] } });
});
