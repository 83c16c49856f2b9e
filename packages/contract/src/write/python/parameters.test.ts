import { PythonDriver } from './driver.js';
import { describeRun, PythonFixture } from './fixture.js';

const parameter = (name: string, of: string) => `{ name: '${name}', ${of} }`;
const document = `openapi: 3.1.0
info: { title: Styles, version: 1.0.0 }
paths:
  /v1/matrix/{m}/{l}:
    get:
      operationId: inPath
      parameters:
        - ${parameter('m', 'in: path, required: true, style: matrix, schema: { type: string }')}
        - ${parameter('l', 'in: path, required: true, style: label, explode: true, schema: { type: object, additionalProperties: { type: integer } }')}
      responses: { '204': { description: No } }
  /v1/ä/{ü}:
    get:
      operationId: inMatrix
      parameters: [${parameter('ü', 'in: path, required: true, style: matrix, explode: true, schema: { type: array, items: { type: string } }')}]
      responses: { '204': { description: No } }
  /v1/query:
    get:
      operationId: inQuery
      parameters:
        - ${parameter('filter', 'in: query, style: deepObject, schema: { type: object, properties: { at: { type: array, items: { type: integer } }, a: { type: object, properties: { b: { type: boolean }, c: { type: array, items: { type: object, properties: { d: { type: number } } } } } }, s: { type: string } } }')}
        - ${parameter('free', 'in: query, schema: { type: object, properties: { x: { type: integer } }, additionalProperties: { type: boolean } }')}
        - ${parameter('either', 'in: query, schema: { oneOf: [{ type: integer, minimum: 0 }, { type: string, pattern: "^(a|-)" }, { type: array, minItems: 2, items: { type: boolean } }, { type: object, additionalProperties: false, properties: { e: { type: integer } } }] }')}
        - ${parameter('json', 'in: query, content: { application/json: { schema: { type: [object, "null"] } } }')}
        - ${parameter('text', 'in: query, content: { text/plain: { schema: { type: string } } }')}
        - ${parameter('raw', 'in: query, allowReserved: true, schema: { type: string }')}
        - ${parameter('bars', 'in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { type: string } }')}
        - ${parameter('count', 'in: query, schema: { type: number, multipleOf: 0.5 }')}
      responses: { '204': { description: No } }
  /v1/others:
    get:
      operationId: inOthers
      parameters:
        - ${parameter('X-List', 'in: header, schema: { type: array, items: { type: integer } }')}
        - ${parameter('X-Text', 'in: header, schema: { type: array, items: { type: string } }')}
        - ${parameter('X-Pairs', 'in: header, explode: true, schema: { type: object, properties: { a: { type: integer } } }')}
        - ${parameter('prefs', 'in: cookie, schema: { type: object, properties: { a: { type: boolean } } }')}
      responses: { '204': { description: No } }
`;

const fixture = new PythonFixture();
let python: PythonDriver;
afterAll(() => fixture.remove());

describeRun('parameters', () => {
  beforeAll(() => {
    expect(fixture.generate(document, 'styles_api')).toMatchObject({ code: 0 });
    python = new PythonDriver(fixture.directory, 'styles_api');
  });
  afterAll(() => python.close());

  const get = (path: string, more: object = {}) => python.serve({ httpMethod: 'GET', path, ...more });
  /** A query as API Gateway gives it: decoded. */
  const query = (text: string) => {
    const pairs: Record<string, string[]> = {};
    for (const [name, value] of new URLSearchParams(text)) {
      pairs[name] ??= [];
      pairs[name].push(value);
    }
    return get('/v1/query', { multiValueQueryStringParameters: pairs });
  };
  const urlOf = async (name: string, request: object) =>
    (await python.call(name, request)).sent.url.slice(14);

  test.each([
    [{ at: [1, 2] }, 'filter%5Bat%5D%5B0%5D=1&filter%5Bat%5D%5B1%5D=2'],
    [
      { a: { b: true, c: [{ d: 1.5 }, {}, { d: -2 }] } },
      'filter%5Ba%5D%5Bb%5D=true&filter%5Ba%5D%5Bc%5D%5B0%5D%5Bd%5D=1.5&filter%5Ba%5D%5Bc%5D%5B2%5D%5Bd%5D=-2',
    ],
    [{ s: null }, 'filter%5Bs%5D='],
    [{}, ''],
  ])('deepObject nests what %j holds', async (filter, text) => {
    expect(await urlOf('in_query', { query: { filter } })).toBe(`/v1/query${text && `?${text}`}`);
  });

  test.each([
    ['filter[at][1]=2&filter[at][0]=1', { at: [1, 2] }],
    ['filter[at][10]=3&filter[at][9]=2&filter[at][]=4&filter[at][]=5', { at: [2, 3, 4, 5] }],
    ['filter[at]=1&filter[at]=2', { at: [1, 2] }],
    ['filter[a][b]=true&filter[a][c][0][d]=1.5&filter[s]=1', { a: { b: true, c: [{ d: 1.5 }] }, s: '1' }],
    ['filter[new][x]=1', { new: { x: '1' } }],
  ])('deepObject is read as it is nested: %s', async (text, filter) => {
    expect((await query(text)).seen).toEqual({ query: { filter } });
  });

  test('what is nested otherwise than its schema says is refused, and depth has an end', async () => {
    const wrong = JSON.parse((await query('filter[at][x]=1&filter[s]=a&filter[s]=b')).result.body);
    expect(wrong.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/filter/at',
      '/filter/s',
    ]);
    let deepest: unknown = (await query(`filter${'[z]'.repeat(30)}=1`)).seen?.query;
    let depth = -1;
    for (; typeof deepest === 'object'; depth++) [deepest] = Object.values(deepest ?? {});
    expect(depth).toBe(20);
  });

  test('an exploded object owns what is no other parameter, by its own names and by what the rest is', async () => {
    const { seen } = await query('x=1&y=true&either=2&filter[s]=a&bars=q');
    expect(seen).toEqual({
      query: { free: { x: 1, y: true }, either: 2, filter: { s: 'a' }, bars: ['q'] },
    });
    expect((await query('y=2')).result.statusCode).toBe(400);
    expect((await query('')).seen).toEqual({ query: {} });
    expect(await urlOf('in_query', { query: { free: { x: 1, 'y z': true } } })).toBe(
      '/v1/query?x=1&y%20z=true',
    );
  });

  test.each([
    ['either=7', { either: 7 }],
    ['either=a7', { either: 'a7' }],
    ['either=-7', { either: '-7' }],
    ['json=null', { json: null }],
    ['json={"a":1}', { json: { a: 1 } }],
    ['text=1', { text: '1' }],
    ['either=true&either=false', { either: [true, false] }],
    ['e=1', { either: { e: 1 } }],
    ['raw=a%252Cb', { raw: 'a%2Cb' }],
    ['bars=a|b', { bars: ['a', 'b'] }],
    ['count=1.5', { count: 1.5 }],
  ])('%s is read by its schema', async (text, expected) => {
    expect((await query(text)).seen).toEqual({ query: expected });
  });

  test.each([
    'json={',
    'json=NaN',
    `json=${'['.repeat(20_000)}`,
    'count=1e400',
    `count=${'9'.repeat(5000)}`,
    'count=%ZZ',
  ])('%.12s is refused and not failed on', async (text) => {
    expect((await query(text)).result.statusCode).toBe(400);
  });

  test.each([
    [{ query: { json: null } }, 'json=null'],
    [{ query: { json: { a: [1, 'ä'] } } }, 'json=%7B%22a%22%3A%5B1%2C%22%C3%A4%22%5D%7D'],
    [{ query: { text: 'a b' } }, 'text=a%20b'],
    [{ query: { raw: "a/b?c#&+d[e]%2C%zz'()*!" } }, "raw=a/b?c%23%26%2Bd[e]%2C%25zz'()*!"],
    [{ query: { bars: ['a', 'b|c'] } }, 'bars=a%7Cb%7Cc'],
    [{ query: { count: 2 } }, 'count=2'],
    [{ query: { either: null } }, 'either='],
  ])('%j is written by its style', async (request, text) => {
    expect(await urlOf('in_query', request)).toBe(`/v1/query?${text}`);
  });

  test.each([
    ['', { a: 1, b: 2 }, '/v1/matrix/;m/.a=1.b=2'],
    ['x y', { a: 1 }, '/v1/matrix/;m=x%20y/.a=1'],
  ])('the value %j is written into a path and read out of it', async (m, l, path) => {
    expect(await urlOf('in_path', { path: { m, l } })).toBe(path);
    expect((await get(path)).seen).toEqual({ path: { m, l } });
  });

  test('names of any script stand before the values of a matrix', async () => {
    const path = '/v1/%C3%A4/;%C3%BC=a;%C3%BC;%C3%BC=%2C';
    expect(await urlOf('in_matrix', { path: { ü: ['a', '', ','] } })).toBe(path);
    expect((await get(path)).seen).toEqual({ path: { ü: ['a', '', ','] } });
  });

  test('a path that leads to something else is refused', async () => {
    const missing = await python.call('in_matrix', { path: { ü: [] } });
    expect(missing.raised).toBe("TypeError inMatrix: without 'ü' the path leads to something else");
    expect(missing.sent).toEqual({});
    // The style label begins with the dot of `..`.
    const dots = await python.call('in_path', { path: { m: 'a', l: {} } });
    expect(dots.raised).toBe("TypeError inPath: '.' cannot be a path segment");
  });

  test('headers are not percent-encoded, and cookies are', async () => {
    const parts = {
      headers: { 'x-list': [1, 2], 'x-text': ['%41', 'b'], 'x-pairs': { a: 1 } },
      cookies: { prefs: { a: true } },
    };
    const { headers } = (await python.call('in_others', parts)).sent;
    expect(headers).toMatchObject({ 'x-list': '1,2', 'x-text': '%41,b', 'x-pairs': 'a=1', cookie: 'a=true' });
    const spaced = { 'X-List': '1 , 2', 'x-text': '%41 ,b', 'x-pairs': 'a=1', cookie: 'z=1;a=true; b' };
    expect((await get('/v1/others', { headers: spaced })).seen).toEqual(parts);
  });

  test('a query of single values is read where there is none of several', async () => {
    const given = {
      queryStringParameters: { text: 'single', raw: 'last', count: null },
      multiValueQueryStringParameters: { raw: ['first', 'last'], bars: null },
    };
    expect((await get('/v1/query', given)).seen).toEqual({ query: { text: 'single', raw: 'first' } });
  });

  test('half of a surrogate pair is the replacement character', async () => {
    const given = { multiValueQueryStringParameters: { raw: ['\ud800'] } };
    expect((await get('/v1/query', given)).seen).toEqual({ query: { raw: '\ufffd' } });
  });
});
