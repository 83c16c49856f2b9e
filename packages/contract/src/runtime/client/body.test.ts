import * as t from 'io-ts';
import { writeBody } from './body.js';
import type { OperationFormat } from './operation-format.js';

const digits = new t.Type<bigint, string>(
  'digits',
  (u): u is bigint => typeof u === 'bigint',
  (_u, context) => t.failure(_u, context),
  String,
);

function operation(bodyCodecs: OperationFormat['bodyCodecs']): OperationFormat {
  return {
    operationId: 'put',
    method: 'PUT',
    path: '/',
    repeatable: true,
    security: [],
    parameters: [],
    body: ['application/json', 'application/*'],
    responses: {},
    ...(bodyCodecs && { bodyCodecs }),
  };
}

test.each([
  ['application/json', undefined],
  ['application/json', 'application/json'],
  ['application/json', 'application/json; charset=utf-8'],
  ['application/*', 'application/json'],
  ['*/*', 'application/vnd.a+json'],
])('a body of %s that goes as %s is written by its codec', (declared, asked) => {
  const { body } = writeBody(operation({ [declared]: digits }), 7n, asked);
  expect(body).toBe('"7"');
});

test.each([[undefined], [{}], [{ 'text/plain': digits }]])(
  'a body without a codec goes as it is',
  (codecs) => {
    expect(writeBody(operation(codecs), { a: 7 }, undefined).body).toBe('{"a":7}');
  },
);
