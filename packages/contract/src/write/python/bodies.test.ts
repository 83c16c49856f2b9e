import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, PythonDriver } from './driver.js';
import { describeRun, PythonFixture } from './fixture.js';

const form = 'application/x-www-form-urlencoded';
const done = "responses: { '204': { description: Done } }";
const taking = (content: string) =>
  `post: { operationId: ID, requestBody: { content: { ${content} } }, ${done} }`;
const giving = (content: string) =>
  `get: { operationId: ID, responses: { '200': { description: It, content: { ${content} } } } }`;
const operation = (id: string, text: string) => `  /v1/${id}: { ${text.replace('ID', id)} }\n`;

const fields = `{ type: object, properties: { n: { type: integer }, tags: { type: array, items: { type: string } }, meta: { type: object, properties: { x: { type: integer }, y: { type: object } } }, rows: { type: array, items: { type: object } }, deep: { type: object, properties: { a: { type: array, items: { type: integer } } } }, flat: { type: object, properties: { p: { type: integer } } }, bars: { type: array, items: { type: string } }, note: { type: string } } }`;
const encoding = `{ deep: { style: deepObject }, flat: { style: form, explode: true }, bars: { style: pipeDelimited, explode: false, allowReserved: true }, note: { contentType: application/json } }`;
const document = `openapi: 3.1.0
info: { title: Bodies, version: 1.0.0 }
paths:
${operation('form', taking(`${form}: { schema: ${fields}, encoding: ${encoding} }`))}
${operation('rails', taking(`${form}: { schema: { type: object, properties: { 'a[b]': { type: string }, 'a[c]': { type: array, items: { type: integer } } } } }`))}
${operation('needed', `post: { operationId: ID, requestBody: { required: true, content: { text/plain: {}, application/json: {}, application/pdf: {}, ${form}: {} } }, ${done} }`)}
${operation('plainForm', taking(`${form}: { schema: { type: string, pattern: '^a' } }`))}
${operation('xml', taking('application/xml: { schema: { type: object } }, application/yaml: {}'))}
${operation('script', taking('application/javascript: { schema: { type: string, maxLength: 3 } }'))}
${operation('binary', taking('application/pdf: { schema: { type: string } }'))}
${operation('ranges', taking("'text/*': { schema: { type: object } }, 'image/*': { schema: { type: string } }, 'application/*': { schema: { type: object } }"))}
${operation('any', taking("'*/*': {}"))}
${operation('json', taking('application/json: { schema: { type: [array, "null", string] } }'))}
${operation('getXml', giving('application/xml: { schema: { type: object } }'))}
${operation('getForm', giving(`${form}: { schema: { type: object } }`))}
${operation('getRange', giving("'text/*': {}, 'image/*': {}"))}
${operation('getJson', giving('application/json: { schema: { type: integer } }'))}
${operation('headJson', "head: { operationId: ID, responses: { '200': { description: It, content: { application/json: { schema: { type: integer } } } } } }")}
`;

const fixture = new PythonFixture();
let python: PythonDriver;
afterAll(() => fixture.remove());

beforeAll(() => {
  expect(fixture.generate(document, 'bodies_api')).toMatchObject({ code: 0 });
});

test('types say what a body is, and of what media type where the contract leaves it open', () => {
  const text = readFileSync(join(fixture.directory, 'bodies_api', 'operations.py'), 'utf8');
  const classOf = (name: string) =>
    text
      .split(`class ${name}(TypedDict):`)[1]
      ?.split('\n\n\n')[0]
      ?.split('\n')
      .slice(1)
      .map((line) => line.trim());
  expect(classOf('XmlRequest')).toEqual([
    'body: NotRequired[str]',
    'content_type: NotRequired[Literal["application/xml", "application/yaml"]]',
  ]);
  expect(classOf('RangesRequest')).toEqual([
    'body: NotRequired[str | bytes | models.RangesBody3]',
    'content_type: NotRequired[str]',
  ]);
  expect(classOf('BinaryRequest')).toEqual(['body: NotRequired[bytes]']);
  expect(text).toContain('"rows": {"kind": "array", "item": {"kind": "object"}},');
  const headers = ['status: Literal[200]', 'headers: NotRequired[Mapping[str, str]]'];
  expect(classOf('GetFormAnswer200')).toEqual([...headers, 'body: str']);
  expect(classOf('HeadJsonAnswer200')).toEqual(headers);
});

describeRun('bodies', () => {
  beforeAll(() => {
    python = new PythonDriver(fixture.directory, 'bodies_api');
  });
  afterAll(() => python.close());

  const post = (id: string, type: string | undefined, body: string | readonly number[]) =>
    python.serve({
      httpMethod: 'POST',
      path: `/v1/${id}`,
      headers: type === undefined ? {} : { 'content-type': type },
      body: typeof body === 'string' ? body : Buffer.from(body).toString('base64'),
      isBase64Encoded: typeof body !== 'string',
    });
  const sentBy = async (name: string, request: object) => {
    const { sent, raised } = await python.call(name, request);
    if (raised !== undefined) return raised;
    return [sent.headers['content-type'], Buffer.from(sent.body?.$bytes ?? '', 'base64').toString()];
  };

  test.each([
    ['n=1&tags=a&tags=b+c&note=%22x%22', { n: 1, tags: ['a', 'b c'], note: 'x' }],
    ['meta=%7B%22x%22%3A1%7D&rows=%7B%22a%22%3A1%7D&rows={}', { meta: { x: 1 }, rows: [{ a: 1 }, {}] }],
    [
      'meta[x]=1&meta[y][z]=2&rows[0][a]=1&tags[]=q',
      { meta: { x: 1, y: { z: '2' } }, rows: [{ a: '1' }], tags: ['q'] },
    ],
    ['deep[a][0]=1&deep[a][1]=2&p=3&bars=a%7Cb', { deep: { a: [1, 2] }, flat: { p: 3 }, bars: ['a', 'b'] }],
    ['&more=1&', { more: '1' }],
  ])('the form %s is read by its encoding', async (text, expected) => {
    expect((await post('form', form, text)).seen).toEqual({ body: expected });
  });

  test.each([
    ['n=1&n=2', '/n', 'integer', '["1","2"]'.replaceAll('"', '')],
    ['tags=a&tags[]=b', '/tags/1', 'string', '["b"]'],
    ['meta=x', '/meta', 'object', '"x"'],
  ])('the form %s is refused', async (text, pointer, expected, received) => {
    const { result } = await post('form', form, text);
    expect(JSON.parse(result.body).errors).toEqual([{ in: 'body', pointer, expected, received }]);
  });

  test('a form is written by its encoding', async () => {
    const body = {
      n: 1,
      tags: ['a', 'b c'],
      meta: { x: 1 },
      rows: [{ a: 1 }, [2], 'c'],
      deep: { a: [1, 2] },
      flat: { p: 3 },
      bars: ['a/b', 'c'],
      note: 'x',
    };
    expect(await sentBy('form', { body })).toEqual([
      form,
      'n=1&tags=a&tags=b%20c&meta=%7B%22x%22%3A1%7D&rows=%7B%22a%22%3A1%7D&rows=%5B2%5D&rows=c&deep%5Ba%5D%5B0%5D=1&deep%5Ba%5D%5B1%5D=2&p=3&bars=a/b%7Cc&note=%22x%22',
    ]);
  });

  test('a property that is named with brackets is itself, and no member of another', async () => {
    const { seen } = await post('rails', form, 'a%5Bb%5D=x&a[c]=1&a[c]=2&a[d]=y');
    expect(seen).toEqual({ body: { 'a[b]': 'x', 'a[c]': [1, 2], a: { d: 'y' } } });
  });

  test.each([
    ['text/plain', ''],
    ['application/pdf', bytes([])],
    [form, {}],
  ])('a body of %s that is needed may be empty', async (type, body) => {
    expect((await post('needed', type, '')).seen).toEqual({ body, content_type: type });
  });

  test.each(['application/json', undefined])('a body of %s that is needed may not be empty', async (type) => {
    expect((await post('needed', type, '')).result.statusCode).toBe(400);
  });

  test('a form whose schema is a string is its text', async () => {
    expect((await post('plainForm', form, 'a=b&c')).seen).toEqual({ body: 'a=b&c' });
    expect((await post('plainForm', form, 'b')).result.statusCode).toBe(400);
    expect(await sentBy('plain_form', { body: 'a=b&c' })).toEqual([form, 'a=b&c']);
  });

  test.each([
    ['xml', 'application/xml', '<ä/>', { body: '<ä/>', content_type: 'application/xml' }],
    ['xml', 'Application/YAML; charset="UTF-8"', 'a: 1', { body: 'a: 1', content_type: 'application/yaml' }],
    ['script', 'application/javascript', '\ufeffa', { body: 'a' }],
    ['script', 'application/javascript', [0xef, 0xbb, 0xbf, 0x61], { body: 'a' }],
    ['binary', 'application/pdf', [0, 255], { body: bytes([0, 255]) }],
    ['binary', 'application/pdf', 'ä', { body: bytes('ä') }],
    ['ranges', 'text/html', '<p>', { body: '<p>', content_type: 'text/html' }],
    ['ranges', 'text/json', '{', { body: '{', content_type: 'text/json' }],
    ['ranges', 'image/svg+xml', '<s/>', { body: bytes('<s/>'), content_type: 'image/svg+xml' }],
    [
      'ranges',
      'application/problem+json',
      '{"a":1}',
      { body: { a: 1 }, content_type: 'application/problem+json' },
    ],
    ['any', 'application/json', '[1]', { body: [1], content_type: 'application/json' }],
    ['any', form, 'a=1', { body: { a: '1' }, content_type: form }],
    ['any', 'font/woff', [1], { body: bytes([1]), content_type: 'font/woff' }],
    ['json', undefined, 'null', { body: null }],
    ['json', 'application/json', '', {}],
  ])('%s takes a body of %s', async (id, type, body, seen) => {
    expect((await post(id, type, body)).seen).toEqual(seen);
  });

  test.each([
    ['script', 'application/javascript', 'abcd', 400],
    ['script', 'application/javascript', [0xff], 400],
    ['script', undefined, 'a', 415],
    ['xml', undefined, '<a/>', 415],
    ['xml', 'application/xml; charset=latin1', '<a/>', 415],
    ['xml', 'application/xml; charset=', '<a/>', 415],
    ['ranges', 'application/json', '[1]', 400],
    ['ranges', 'font/woff', 'a', 415],
    ['json', 'application/json', '1', 400],
    ['json', 'application/json', '[NaN]', 400],
  ])('%s refuses a body of %s', async (id, type, body, status) => {
    const { result, seen } = await post(id, type, body);
    expect([result.statusCode, seen]).toEqual([status, undefined]);
    if (status === 415) expect(result.headers.accept).toMatch(/^(application|text)\//);
  });

  test.each([
    ['xml', { body: '<ä/>' }, ['application/xml', '<ä/>']],
    ['xml', { body: 1.5, content_type: 'application/yaml' }, ['application/yaml', '1.5']],
    ['xml', { body: true }, ['application/xml', 'true']],
    ['xml', { body: bytes('a') }, ['application/xml', 'a']],
    ['binary', { body: bytes('a') }, ['application/pdf', 'a']],
    ['any', { body: 'a' }, ['text/plain', 'a']],
    ['any', { body: bytes('a') }, ['application/octet-stream', 'a']],
    ['any', { body: { a: 'ä' } }, ['application/json', '{"a":"ä"}']],
    ['ranges', { body: 7 }, ['text/plain', '7']],
    ['ranges', { body: 'a', content_type: 'image/gif' }, ['image/gif', 'a']],
    ['json', { body: null }, ['application/json', 'null']],
  ])('%s sends %j', async (id, request, expected) => {
    expect(await sentBy(id, request)).toEqual(expected);
  });

  test.each([
    ['xml', { body: { a: 1 } }, 'xml: a body of application/xml is str or bytes, not dict'],
    ['xml', { body: [1] }, 'xml: a body of application/xml is str or bytes, not list'],
    ['binary', { body: 1 }, 'binary: a body of application/pdf is str or bytes, not int'],
    ['form', { body: [1] }, `form: a body of ${form} is a dict, str or bytes, not list`],
    ['ranges', { body: {} }, 'ranges: a body of text/plain is str or bytes, not dict'],
  ])('%s refuses to send %j', async (id, request, told) => {
    expect(await sentBy(id, request)).toBe(`TypeError ${told}`);
  });

  test('a body that the contract does not know is JSON', async () => {
    const { sent } = await python.call('get_form', { body: { a: 1 } });
    expect([sent.headers['content-type'], sent.body]).toEqual(['application/json', bytes('{"a":1}')]);
  });

  test('no body is sent where none is given', async () => {
    const { sent } = await python.call('json', {});
    expect([sent.body, sent.headers['content-type']]).toEqual([null, undefined]);
  });

  const get = (id: string, answer: object) =>
    python.serve({ httpMethod: 'GET', path: `/v1/${id}` }, { status: 200, ...answer });

  test.each([
    ['getXml', { body: '<a/>' }, 'application/xml', '<a/>'],
    ['getForm', { body: 'a=1' }, form, 'a=1'],
    ['getRange', { body: 'a', headers: { 'content-type': 'text/css' } }, 'text/css', 'a'],
    ['getRange', { body: bytes('a'), content_type: 'IMAGE/*' }, 'application/octet-stream', 'YQ=='],
    ['getRange', { body: bytes('a'), content_type: 'image/gif' }, 'image/gif', 'YQ=='],
    ['getJson', { body: 1 }, 'application/json', '1'],
  ])('%s answers %j', async (id, answer, type, body) => {
    const { result } = await get(id, answer);
    expect([result.headers['content-type'], result.body]).toEqual([type, body]);
  });

  test.each([
    ['getXml', { body: {} }, 'the body of 200 can be none of application/xml'],
    ['getForm', { body: {} }, `the body of 200 can be none of ${form}`],
    ['getJson', { body: bytes('1') }, 'the body of 200 can be none of application/json'],
    ['getRange', { body: 'a', content_type: 'font/woff' }, 'the contract has no font/woff for 200'],
    ['getRange', { body: 'a', content_type: 'text/a\r\nb: c' }, 'the header content-type has a line break'],
    ['getJson', {}, '200 needs a body'],
    ['headJson', { body: 1 }, 'the contract has no body for 200'],
  ])('%s does not answer %j', async (id, answer, told) => {
    const httpMethod = id === 'headJson' ? 'HEAD' : 'GET';
    const { raised } = await python.serve({ httpMethod, path: `/v1/${id}` }, { status: 200, ...answer });
    expect(raised).toBe(`UndeclaredAnswer ${id}: ${told}`);
  });

  test.each([
    ['get_xml', 'application/xml', '<a/>', '<a/>'],
    ['get_xml', 'application/xml', [0xef, 0xbb, 0xbf, 0x61, 0xff], 'a\ufffd'],
    ['get_xml', '', '<a/>', '<a/>'],
    ['get_form', form, 'a=1', 'a=1'],
    ['get_range', 'text/json', '{', '{'],
    ['get_range', 'image/svg+xml', '<s/>', bytes('<s/>')],
    ['get_json', 'application/json; charset=x', '1', 1],
    ['head_json', '', '', undefined],
  ])('%s reads a body of %s', async (name, type, body, expected) => {
    const { result } = await python.call(name, {}, [200, type === '' ? {} : { 'content-type': type }, body]);
    expect(result?.body).toEqual(expected);
  });

  test.each([
    ['get_json', 'application/json', 'NaN', 'the body of 200 cannot be read: NaN is no JSON'],
    ['get_range', '', 'a', 'the answer 200 is of no type, not text/*, image/*'],
    ['get_range', 'font/woff', 'a', 'the answer 200 is font/woff, not text/*, image/*'],
  ])('%s refuses an answer of %s', async (name, type, body, told) => {
    const { raised } = await python.call(name, {}, [200, { 'content-type': type }, body]);
    expect(raised).toMatch(/^ClientError /);
    expect(raised).toContain(told);
  });
});
