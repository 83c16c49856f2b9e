import { call, Fixture } from './fixture.js';

let fixture: Fixture;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.remove());

test('a function answers its event', async () => {
  fixture.add('echo', 'export const handler = async (event) => ({ got: event });');
  const functions = await fixture.start();
  const result = await call(functions, 'echo', { ä: [1] });
  expect(result).toEqual({
    payload: { got: { ä: [1] } },
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    durationMs: expect.any(Number),
  });
});
