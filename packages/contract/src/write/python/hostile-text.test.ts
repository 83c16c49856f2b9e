import { execFileSync } from 'node:child_process';
import { describeRun, PythonFixture } from './fixture.js';

const fixture = new PythonFixture();
const { directory } = fixture;
beforeAll(() => fixture.generateNotes());
afterAll(() => fixture.remove());

describeRun('the generated package', () => {
  test('compiles', () => {
    const compile = ['-W', 'error', '-m', 'compileall', '-q', 'notes_api'];
    execFileSync('python3', compile, { cwd: directory });
  });

  test('no text of a contract becomes code', () => {
    const evil = `"\\'"""\n#{}\${x}\u2028\u0085😀) import os`;
    const schema = { description: evil, title: evil, enum: [evil], default: evil, pattern: 'a"\'\\\\' };
    const contract = {
      openapi: '3.1.0',
      info: { title: evil, version: evil },
      paths: {
        '/v1/{id}': {
          get: {
            operationId: evil,
            summary: evil,
            description: evil,
            parameters: [{ name: 'id', in: 'path', required: true, description: evil, schema }],
            responses: { 200: { description: evil, content: { 'application/json': { schema } } } },
          },
        },
      },
      components: {
        schemas: {
          Evil: { description: evil, properties: { [evil]: schema, class: schema, plain: schema } },
          Plain: { description: evil, type: 'object', required: ['a'], properties: { plain: schema } },
        },
      },
    };
    expect(fixture.generate(JSON.stringify(contract), 'evil_api')).toMatchObject({ code: 0 });
    const code = `import json, evil_api.client, evil_api.models as models, evil_api.operations as operations
print(json.dumps([operations.VERSION, list(models.Evil.__annotations__), models.Plain.__doc__]))`;
    const printed = execFileSync('python3', ['-W', 'error', '-c', code], {
      cwd: directory,
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toEqual([evil, [evil, 'class', 'plain'], evil]);
  });
});
