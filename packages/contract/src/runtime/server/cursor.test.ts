import { decodeCursor, encodeCursor } from './cursor.js';

const shape = { names: ['pk', 'owner', 'at'], fixed: { owner: 'ann' } };
const position = { at: { S: '2026' }, pk: { S: 'order#1' }, owner: { S: 'ann' } };
const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a position survives as an opaque text', () => {
  const cursor = encodeCursor(position);
  expect(cursor).toMatch(/^[\w-]+$/);
  expect(decodeCursor(cursor, shape)).toEqual(position);
});

test.each([
  ['no JSON', 'bm8'],
  ['null', cursorOf(null)],
  ['a list', cursorOf(['order#1', 'ann', '2026'])],
  ['a missing attribute', cursorOf({ pk: 'order#1', owner: 'ann' })],
  ['one attribute too many', cursorOf({ pk: 'order#1', owner: 'ann', at: '2026', x: '' })],
  ['a number', cursorOf({ pk: 'order#1', owner: 'ann', at: 2026 })],
  ["somebody else's listing", cursorOf({ pk: 'order#1', owner: 'bob', at: '2026' })],
])('%s is refused with the place of the parameter', (_what, cursor) => {
  expect(() => decodeCursor(cursor, shape)).toThrow(
    expect.objectContaining({
      problem: expect.objectContaining({
        status: 400,
        errors: [expect.objectContaining({ in: 'query', pointer: '/cursor' })],
      }),
    }),
  );
});
