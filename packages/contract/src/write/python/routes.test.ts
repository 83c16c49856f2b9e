import { PythonDriver } from './driver.js';
import { describeRun, PythonFixture } from './fixture.js';

const taking = (id: string, name?: string) => {
  const parameters =
    name === undefined ? [] : [{ name, in: 'path', required: true, schema: { type: 'string' } }];
  return { operationId: id, parameters, responses: { '204': { description: id } } };
};
const document = {
  openapi: '3.1.0',
  info: { title: 'Paths', version: '1.0.0' },
  paths: {
    '/{name}': { patch: taking('patchNamed', 'name') },
    '/{id}': { put: taking('putAny', 'id') },
    '/{id}/': { get: taking('getAny', 'id'), head: taking('headAny', 'id') },
    '/things/{id}': { get: taking('getThing', 'id'), delete: taking('dropThing', 'id') },
    '/things/{id}.json': { get: taking('getJson', 'id') },
    '/things/{id}.ld.json': { get: taking('getLinked', 'id') },
    '/things/all': { get: taking('getAll') },
    '/things/all.json': { get: taking('getAllJson') },
    '/things': { get: taking('listThings') },
    '/things/': { post: taking('addThing') },
    '/a.b/{x}-{y}': {
      get: {
        operationId: 'getTwo',
        parameters: [...taking('', 'x').parameters, ...taking('', 'y').parameters],
        responses: { '204': { description: 'Two' } },
      },
    },
  },
};

const fixture = new PythonFixture();
let python: PythonDriver;
afterAll(() => fixture.remove());

describeRun('the routes of a service', () => {
  beforeAll(() => {
    expect(fixture.generate(JSON.stringify(document), 'paths_api')).toMatchObject({ code: 0 });
    python = new PythonDriver(fixture.directory, 'paths_api');
  });
  afterAll(() => python.close());

  test.each([
    ['PATCH', '/a', { name: 'a' }],
    ['put', '/a', { id: 'a' }],
    ['GET', '/things', undefined],
    ['POST', '/things/', undefined],
    ['GET', '/other/', { id: 'other' }],
    ['HEAD', '/other/', { id: 'other' }],
    ['GET', '/things/all', undefined],
    ['GET', '/things/all.json', undefined],
    ['GET', '/things/al', { id: 'al' }],
    ['GET', '/things/a.json', { id: 'a' }],
    ['GET', '/things/a.ld.json', { id: 'a' }],
    ['GET', '/things/.json', { id: '.json' }],
    ['DELETE', '/things/a%2fb', { id: 'a/b' }],
    ['GET', '/a.b/1-2-3', { x: '1-2', y: '3' }],
  ])('%s %s has an operation', async (httpMethod, path, values) => {
    const { result, seen } = await python.serve({ httpMethod, path });
    expect([result.statusCode, seen]).toEqual([204, values === undefined ? {} : { path: values }]);
  });

  test.each([
    ['GET', '/a', 405, 'PATCH, PUT'],
    ['DELETE', '/things/', 405, 'POST'],
    ['DELETE', '/things/all', 405, 'GET, HEAD'],
    ['PUT', '/things/a', 405, 'GET, HEAD, DELETE'],
    ['PUT', '/other/', 405, 'GET, HEAD'],
    ['GET', '/things/a/', 404, undefined],
    ['PUT', '/', 404, undefined],
    ['GET', '/aXb/1-2', 404, undefined],
    ['GET', '/things/%', 400, undefined],
  ])('%s %s has none', async (httpMethod, path, status, allow) => {
    const { result, seen } = await python.serve({ httpMethod, path });
    expect([result.statusCode, result.headers.allow, seen]).toEqual([status, allow, undefined]);
  });
});
