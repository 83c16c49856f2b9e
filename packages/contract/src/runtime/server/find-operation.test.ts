import type { ProxyEvent } from './event.js';
import { findOperation } from './find-operation.js';
import type { Route, ServedContract, ServedOperation } from './handler.js';
import { ProblemError } from './problem.js';

function operation(operationId: string): ServedOperation {
  return {
    operationId,
    security: [],
    parameters: [],
    body: null,
    responses: {},
    deprecated: false,
    sunset: null,
  };
}

function contractOf(prefix: string) {
  const routed: string[] = [];
  const operations = { list: operation(`${prefix}List`), get: operation(`${prefix}Get`) };
  const route = (segments: readonly string[]): Route | undefined => {
    routed.push(segments.join('/'));
    const [first, id] = segments;
    if (first !== 'notes') return undefined;
    return id === undefined
      ? { methods: { GET: 'list' }, path: {} }
      : { methods: { GET: 'get' }, path: { id } };
  };
  const contract: ServedContract<typeof operations> = { service: prefix, version: '1', route, operations };
  return { contract, routed };
}

function get(path: string, httpMethod = 'GET'): ProxyEvent {
  return { httpMethod, path, headers: null, body: null, isBase64Encoded: false, requestContext: {} };
}

test('a path without parameters is routed once, others each time, since their values differ', () => {
  const { contract, routed } = contractOf('a');
  const found = ['/notes', '/notes', '/notes/x', '/notes/y'].map((path) =>
    findOperation(contract, get(path)),
  );
  expect(found.map((each) => [each.operation.operationId, each.path])).toEqual([
    ['aList', {}],
    ['aList', {}],
    ['aGet', { id: 'x' }],
    ['aGet', { id: 'y' }],
  ]);
  expect(routed).toEqual(['notes', 'notes/x', 'notes/y']);
});

test('what is known of one contract is not known of another', () => {
  const contracts = [contractOf('a').contract, contractOf('b').contract, contractOf('a').contract];
  const ids = contracts.map((each) => findOperation(each, get('/notes')).operation.operationId);
  expect(ids).toEqual(['aList', 'bList', 'aList']);
});

test.each([
  ['/other', 'GET', 404, {}],
  ['/notes', 'POST', 405, { allow: 'GET, HEAD' }],
  ['/notes/%zz', 'GET', 400, {}],
])('%s is refused of %s with %i, however often it is asked for', (path, method, status, headers) => {
  const { contract } = contractOf('a');
  findOperation(contract, get('/notes'));
  for (const event of [get(path, method), get(path, method)]) {
    const problems: unknown[] = [];
    try {
      findOperation(contract, event);
    } catch (error) {
      if (error instanceof ProblemError) problems.push([error.problem.status, error.headers]);
    }
    expect(problems).toEqual([[status, headers]]);
  }
});
