import type { ProxyEvent } from '../runtime/server/event.js';
import { type Built, buildGenerated } from './build-generated.js';

/** Paths with a slash at their end, as Django's frameworks write all of theirs, and paths whose parameters have other names. */
const document = `openapi: 3.1.0
info: { title: Slashes, version: 1.0.0 }
paths:
  /things: { get: { operationId: listThings, responses: {} } }
  /things/: { post: { operationId: addThing, responses: {} } }
  /things/{id}: { parameters: &id [{ name: id, in: path, required: true, schema: { type: string } }], get: { operationId: getThing, responses: {} } }
  /things/{id}/: { parameters: *id, delete: { operationId: dropThing, responses: {} } }
  /{id}/: { parameters: *id, get: { operationId: getAny, responses: {} } }
  /files/{id}.gz: { get: { operationId: getPacked, parameters: *id, responses: {} } }
  /files/{id}.tar.gz: { get: { operationId: getArchive, parameters: *id, responses: {} } }
  /only/: { get: { operationId: getOnly, responses: {} } }
  /{id}: { parameters: *id, put: { operationId: putAny, responses: {} } }
  /{name}: { patch: { operationId: patchNamed, parameters: [{ name: name, in: path, required: true, schema: { type: string } }], responses: {} } }
`;
const code = `import { contract } from './gen/contract.js';
import { findOperation } from './gen/runtime/server/find-operation.js';
export const find = (event: runtime.ProxyEvent) => findOperation(contract, event);
import type * as runtime from './gen/runtime/server/event.js';
`;

interface Module {
  find(event: ProxyEvent): {
    readonly operation: { readonly operationId: string };
    readonly path: Record<string, string>;
  };
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated(document, code);
}, 60_000);
afterAll(() => built.remove());

function found(method: string, path: string): unknown {
  const rest = { headers: null, body: null, isBase64Encoded: false, requestContext: {} };
  try {
    const { operation, path: values } = built.module.find({ httpMethod: method, path, ...rest });
    return [operation.operationId, values];
  } catch (error) {
    return (error as { problem: { status: number } }).problem.status;
  }
}

test('what is written passes the strict compiler', () => {
  expect(built.typeErrors()).toBe('');
}, 60_000);

test.each([
  ['GET', '/things', ['listThings', {}]],
  ['POST', '/things/', ['addThing', {}]],
  ['POST', '/things', 405],
  ['GET', '/things/', 405],
  ['GET', '/things/a', ['getThing', { id: 'a' }]],
  ['DELETE', '/things/a/', ['dropThing', { id: 'a' }]],
  ['DELETE', '/things/a', 405],
  ['DELETE', '/things//', 404],
  ['GET', '/other/', ['getAny', { id: 'other' }]],
  ['GET', '/only/', ['getOnly', {}]],
  ['GET', '/only', 405],
  ['GET', '/files/a.gz', ['getPacked', { id: 'a' }]],
  ['GET', '/files/a.tar.gz', ['getArchive', { id: 'a' }]],
  ['GET', '//', 404],
  ['PUT', '/', 404],
  ['PUT', '/a', ['putAny', { id: 'a', name: 'a' }]],
  ['PATCH', '/a', ['patchNamed', { id: 'a', name: 'a' }]],
])('%s %s is %j', (method, path, expected) => {
  expect(found(method, path)).toEqual(expected);
});
