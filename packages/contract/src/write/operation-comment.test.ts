import type { Operation } from '../model.js';
import { operationComment } from './operation-comment.js';

const operation: Operation = {
  place: { file: 'openapi.yaml', line: 7, column: 1, pointer: '' },
  operationId: 'getThing',
  method: 'get',
  path: '/v1/things/{id}',
  tags: [],
  deprecated: false,
  parameters: [],
  responses: [],
  security: [],
  callbacks: [],
  servers: [],
  extensions: new Map(),
};

test('an operation that says nothing has its route and its place', () => {
  expect(operationComment(operation)).toBe('/**\n * `GET /v1/things/{id}`\n * @see openapi.yaml:7\n */\n');
});

test('texts, tags, age and further reading stand in the order in which they are read', () => {
  const said = {
    summary: 'Gets it',
    description: 'All of it.\nAt once.',
    tags: ['things', 'reading'],
    deprecated: true,
    externalDocs: { url: 'https://docs.example/things' },
  };
  expect(operationComment({ ...operation, ...said }, '  ').split('\n')).toEqual([
    '  /**',
    '   * Gets it',
    '   * All of it.',
    '   * At once.',
    '   * `GET /v1/things/{id}`',
    '   * @category things',
    '   * @category reading',
    '   * @deprecated',
    '   * @see https://docs.example/things',
    '   * @see openapi.yaml:7',
    '   */',
    '',
  ]);
});

test('neither a tag nor a link begins another line or ends the comment', () => {
  const hostile = {
    tags: ['a\n@internal', ' ', '*/ b'],
    externalDocs: { url: 'https://a.example\r\n@deprecated */' },
  };
  const text = operationComment({ ...operation, ...hostile });
  expect(text.split('\n').filter((line) => line.startsWith(' * @'))).toEqual([
    ' * @category a @internal',
    ' * @category *\\/ b',
    ' * @see https://a.example @deprecated *\\/',
    ' * @see openapi.yaml:7',
  ]);
  expect(text.indexOf('*/')).toBe(text.length - 3);
});
