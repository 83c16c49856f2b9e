import * as t from 'io-ts';
import { encodeAnswer } from './encode-answer.js';
import type { ServedOperation } from './handler.js';

const operation: ServedOperation = {
  operationId: 'getFile',
  security: [],
  parameters: [],
  body: null,
  responses: {
    '200': { 'image/*': null, 'application/json': t.type({ id: t.string }), 'text/plain': null },
    '202': { '*/*': null },
  },
  deprecated: false,
  sunset: null,
};
const bytes = new Uint8Array([1]);

describe('an answer whose media type the handler names', () => {
  test.each([
    [200, 'image/png', bytes, 'image/png'],
    [200, 'IMAGE/PNG', bytes, 'IMAGE/PNG'],
    [200, 'image/svg+xml; charset=utf-8', '<svg/>', 'image/svg+xml; charset=utf-8'],
    [200, 'image/*', bytes, 'application/octet-stream'],
    [200, 'text/plain', 'a', 'text/plain'],
    [200, 'Text/Plain', 'a', 'text/plain'],
    [202, 'application/json', 'a', 'application/json'],
    [202, undefined, bytes, 'application/octet-stream'],
    [202, undefined, { a: 1 }, 'application/json'],
  ])('of %i as %s is of it', (status, contentType, body, expected) => {
    const answer = { status, body, ...(contentType !== undefined && { contentType }) };
    expect(encodeAnswer(operation, answer, undefined).headers['content-type']).toBe(expected);
  });

  test('is refused where nothing that is declared holds it', () => {
    const answer = { status: 200, body: 'a', contentType: 'text/html' };
    expect(() => encodeAnswer(operation, answer, undefined)).toThrow(
      'getFile: the contract has no text/html for 200',
    );
  });

  test('is refused where its name would begin another header', () => {
    const answer = { status: 200, body: 'a', contentType: 'image/png\r\nset-cookie: a=b' };
    expect(() => encodeAnswer(operation, answer, undefined)).toThrow(
      'getFile: the header content-type has a line break',
    );
  });

  test('is written as the media type asks: a string of JSON in quotes', () => {
    const answer = { status: 202, body: 'a', contentType: 'application/json' };
    expect(encodeAnswer(operation, answer, undefined).body).toBe('"a"');
  });
});
