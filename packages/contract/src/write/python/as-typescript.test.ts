import * as fc from 'fast-check';
import { serializeForm } from '../../runtime/client/form.js';
import { type ParameterFormat, serializePairs, serializePath } from '../../runtime/client/serialize.js';
import { headerText, headerValue } from '../../runtime/codec/header.js';
import { bodyKind, headerParameter, mediaTypeOf } from '../../runtime/codec/media-type.js';
import { decode, type Shape } from '../../runtime/codec/shape.js';
import { formValue } from '../../runtime/server/form.js';
import { acceptable } from '../../runtime/server/negotiate.js';
import { parameterValue } from '../../runtime/server/parameters.js';
import { PythonDriver } from './driver.js';
import { describeRun, PythonFixture } from './fixture.js';

const fixture = new PythonFixture();
let python: PythonDriver;
afterAll(() => fixture.remove());

const absent = { $absent: true };
/** As it comes out of JSON, which is how Python's values are told. */
const told = (value: unknown) => (value === undefined ? absent : JSON.parse(JSON.stringify(value)));

const name = fc.constantFrom('a', 'b', 'a b', 'ä', 'x[y');
const word = fc.oneof(
  fc.constantFrom('', 'true', 'false', '1', '-2.5', '.5', '1e3', '1.', '{"a":1}', '[1]', 'NaN', 'null'),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom('a,b', 'a=b', 'a|b', 'a b', 'a;b', '%zz', '%C3', '%c3%a4', '%2C', 'a+b', '\u2028'),
);
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Shape>({ kind: 'text' }, { kind: 'number' }, { kind: 'boolean' }),
    fc.record({ kind: fc.constant('array' as const), item: tie('shape') }),
    fc.record(
      {
        kind: fc.constant('object' as const),
        members: fc.dictionary(name, tie('shape')),
        rest: tie('shape'),
      },
      { requiredKeys: ['kind', 'members'] },
    ),
  ),
}));
const others = fc.constantFrom([], ['b'], ['a', 'x']);

/** Texts of a request, as what may have been written for any shape. */
const raw = fc
  .array(fc.tuple(fc.constantFrom('', ';', '.', ',', '='), fc.oneof(name, word)), { maxLength: 4 })
  .map((parts) => parts.map((part) => part.join('')).join(''));
const keys = fc
  .tuple(name, fc.array(fc.constantFrom('0', '1', '10', '', 'a', 'b'), { maxLength: 3 }))
  .map(([first, inner]) => encodeURIComponent(first + inner.map((each) => `[${each}]`).join('')));
const pairs = fc.array(fc.tuple(keys, fc.oneof(raw, word.map(encodeURIComponent))), { maxLength: 5 });

const located = fc.oneof(
  fc.record({ in: fc.constant('path' as const), style: fc.constantFrom('simple', 'label', 'matrix') }),
  fc.record({ in: fc.constant('header' as const), style: fc.constant('simple') }),
  fc.record({
    in: fc.constantFrom('query', 'cookie'),
    style: fc.constantFrom('form', 'spaceDelimited', 'pipeDelimited', 'deepObject'),
  }),
) as fc.Arbitrary<Pick<ParameterFormat, 'in' | 'style'>>;
const format = fc
  .record({ name: fc.constantFrom('a', 'a b'), explode: fc.boolean(), json: fc.boolean(), located })
  .map(({ located: { in: location, style }, ...rest }) => ({ ...rest, in: location, style }));

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, false, 0, 1, -1.5, ''),
    word,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(name, word), tie('value'), { maxKeys: 3 }),
  ),
}));
/** Python keeps the order in which members are given; JavaScript puts those first that are called as numbers. */
const isOrdered = (given: unknown): boolean =>
  typeof given !== 'object' ||
  given === null ||
  Object.entries(given).every(
    ([key, each]) => (Array.isArray(given) || (!/^\d+$/.test(key) && key !== '__proto__')) && isOrdered(each),
  );
const written = value.filter(isOrdered);

const encoding = fc.oneof(
  fc.constant({ json: true, explode: true, allowReserved: false }),
  fc.record({
    style: fc.constantFrom('form', 'spaceDelimited', 'pipeDelimited', 'deepObject'),
    explode: fc.boolean(),
    allowReserved: fc.boolean(),
    json: fc.constant(false),
  }),
) as fc.Arbitrary<ReturnType<typeof Object> & { json: boolean; explode: boolean; allowReserved: boolean }>;
const encodings = fc.dictionary(fc.constantFrom('a', 'b', 'a b'), encoding, { maxKeys: 2 });

/** What the texts of a path begin with. */
const first: { readonly [style: string]: string } = { label: '.', matrix: ';' };

const runs = { numRuns: 600 };

describeRun('the Python runtime does as the TypeScript runtime does', () => {
  beforeAll(() => {
    fixture.generateNotes();
    python = new PythonDriver(fixture.directory, 'notes_api');
  });
  afterAll(() => python.close());

  test('in reading parameters', async () => {
    await fc.assert(
      fc.asyncProperty(format, shape, others, raw, pairs, async (source, of, beside, text, query) => {
        const parameter = { ...source, shape: of, others: beside };
        const given = {
          path: { [source.name]: (first[source.style] ?? '') + text },
          query,
          headers: { [source.name]: text },
          cookies: query,
        };
        const read = await python.run('parameters', 'parameter_value', parameter, given);
        expect(read).toEqual(told(parameterValue(parameter, given)));
      }),
      runs,
    );
  });

  test('in reading texts that are not encoded rightly', async () => {
    await fc.assert(
      fc.asyncProperty(word, async (text) => {
        expect(await python.run('shapes', 'decode', text)).toBe(decode(text));
      }),
      runs,
    );
  });

  test('in writing parameters', async () => {
    await fc.assert(
      fc.asyncProperty(format, fc.boolean(), written, async (source, allowReserved, given) => {
        const parameter = { ...source, allowReserved };
        const path = await python.run('serialize', 'write_path', parameter, given);
        expect(path).toBe(serializePath(parameter, given));
        const query = await python.run('serialize', 'write_pairs', parameter, given);
        expect(query).toEqual(serializePairs(parameter, given));
      }),
      runs,
    );
  });

  test('in reading and writing headers', async () => {
    await fc.assert(
      fc.asyncProperty(format, shape, raw, written, async (source, of, text, given) => {
        const header = { ...source, shape: of };
        const read = await python.run('headers', 'header_value', text, header);
        expect(read).toEqual(told(headerValue(text, header)));
        expect(await python.run('headers', 'header_text', given, header)).toBe(headerText(given, header));
      }),
      runs,
    );
  });

  test('in reading and writing forms', async () => {
    await fc.assert(
      fc.asyncProperty(shape, encodings, pairs, written, async (of, by, fields, given) => {
        const body = fields.map((pair) => pair.join('=')).join('&');
        const entries = Object.entries(by);
        const read = await python.run('form', 'read_form', body, { shape: of, encoding: by });
        expect(read).toEqual(told(formValue(body, { shape: of, encoding: entries })));
        if (typeof given !== 'object' || given === null || Array.isArray(given)) return;
        const text = await python.run('form', 'write_form', given, { shape: of, encoding: by });
        expect(text).toBe(serializeForm(given, entries));
      }),
      runs,
    );
  });

  test.each([
    'application/json',
    'application/problem+json',
    'text/json',
    'application/jsonp',
    'text/plain',
    'xtext/plain',
    'application/xml',
    'image/svg+xml',
    'application/xmlx',
    'application/javascript',
    'application/ecmascript',
    'application/yaml',
    'application/x-yaml',
    'application/graphql',
    'application/sql',
    'application/toml',
    'application/jsonl',
    'application/x-ndjson',
    'application/yamls',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'image/png',
    '',
  ])('in what a body of %s is', async (mediaType) => {
    expect(await python.run('media_types', 'body_kind', mediaType)).toBe(bodyKind(mediaType));
  });

  test.each([
    'text/plain',
    ' Text/PLAIN ;charset=UTF-8',
    'text/plain; charset="utf-8"',
    'text/plain; a="x; charset=b"; charset=c',
    'text/plain; a="\\"\\x"; charset = d',
    'text/plain; charset=""',
    'text/plain; charset=e; charset=f',
  ])('in reading the Content-Type %s', async (header) => {
    expect(await python.run('media_types', 'media_type_of', header)).toBe(mediaTypeOf(header));
    for (const parameter of ['charset', 'a'])
      expect(await python.run('media_types', 'header_parameter', header, parameter)).toBe(
        headerParameter(header, parameter) ?? null,
      );
  });

  test.each([
    '*/*',
    '',
    'nonsense',
    'text/*;q=0.5, text/html',
    'text/html;q=0, */*',
    'text/plain; q = 0.2, text/html; q=0.9',
    'text/html;q=, application/json',
    'text/html;q=x, application/json;q=2',
    'text/html;q=nan, text/plain;q=0.5',
    'application/json;q=-1, text/plain',
    'TEXT/HTML;Q=0.3, application/json;q=0.2;q=0.9',
  ])('in what Accept: %s likes', async (accept) => {
    for (const types of [['application/json', 'text/html', 'text/plain'], ['text/html'], []])
      expect(await python.run('media_types', 'acceptable', types, accept)).toEqual(acceptable(types, accept));
  });
});
