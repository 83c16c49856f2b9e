import fc from 'fast-check';
import { multipartBody } from '../client/multipart.js';
import type { MultipartFormat, PartFormat } from '../codec/multipart.js';
import type { ValueProblem } from '../codec/problems.js';
import { multipartValue } from './multipart.js';

const part = (name: string, more: Partial<PartFormat>): PartFormat => ({
  name,
  kind: 'text',
  many: false,
  required: false,
  shape: { kind: 'text' },
  codec: null,
  ...more,
});

const format: MultipartFormat = {
  open: true,
  parts: [
    part('text', {}),
    part('a "quoted" näme', {}),
    part('number', { shape: { kind: 'number' } }),
    part('flags', { many: true, shape: { kind: 'array', item: { kind: 'boolean' } } }),
    part('json', { kind: 'json', shape: { kind: 'object' } }),
    part('files', { kind: 'file', many: true }),
    part('file', { kind: 'file', contentType: 'image/png' }),
  ],
};

const file = fc.record({
  bytes: fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)),
  filename: fc
    .stringMatching(/^[\w é"\\;=.\r\n-]{1,12}$/)
    .filter((name) => name === name.trim() && !name.endsWith('\\')),
  contentType: fc.constantFrom('image/png', 'text/plain; charset=utf-8'),
});
const body = fc.record(
  {
    text: fc.string({ unit: 'grapheme' }),
    'a "quoted" näme': fc.string(),
    number: fc.integer(),
    flags: fc.array(fc.boolean(), { minLength: 1 }),
    json: fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true, minKeys: 1 }),
    files: fc.array(file, { minLength: 1, maxLength: 3 }),
    file: file.map((each) => ({ ...each, contentType: 'image/png' })),
  },
  { requiredKeys: [], noNullPrototype: true },
);

test('what a client writes into parts, the server reads', async () => {
  await fc.assert(
    fc.asyncProperty(body, async (value) => {
      if (Object.keys(value).length === 0) return;
      const { blob, contentType } = multipartBody(value, format, 'multipart/form-data');
      const found: ValueProblem[] = [];
      const bytes = Buffer.from(await blob.arrayBuffer());
      const read = multipartValue(bytes, contentType, { format, report: (each) => void found.push(each) });
      expect(found).toEqual([]);
      expect(read).toEqual(JSON.parse(JSON.stringify(value), reviveBytes(value)));
    }),
    { numRuns: 300 },
  );
});

/** The same value, with what JSON cannot say put back. */
function reviveBytes(value: object): (this: unknown, key: string, each: unknown) => unknown {
  return (key, each) => (key === 'file' || key === 'files' ? Reflect.get(value, key) : each);
}

test('what comes before the first boundary, after the last, and blanks after a boundary are left aside', () => {
  const text =
    'preamble\r\n--x \t\r\nContent-Disposition: form-data;\r\n name=text\r\n\r\na\r\n--x--\r\nepilogue';
  const read = { format, report: () => undefined };
  expect(multipartValue(Buffer.from(text), 'multipart/form-data; boundary=x', read)).toEqual({ text: 'a' });
});

test('the only item of an array of arrays is a part', () => {
  const list = part('list', { kind: 'json', many: true, shape: { kind: 'array', item: { kind: 'array' } } });
  const read = { format: { open: true, parts: [list] }, report: () => undefined };
  const text = '--x\r\nContent-Disposition: form-data; name="list"\r\n\r\n["a"]\r\n--x--';
  expect(multipartValue(Buffer.from(text), 'multipart/form-data; boundary=x', read)).toEqual({
    list: [['a']],
  });
});

test('an array of objects comes as a part for each, or as one part of JSON', () => {
  const list = part('list', { kind: 'json', many: true, shape: { kind: 'array', item: { kind: 'object' } } });
  const read = { format: { open: true, parts: [list] }, report: () => undefined };
  const partOf = (text: string) => `--x\r\nContent-Disposition: form-data; name="list"\r\n\r\n${text}\r\n`;
  const listOf = (...texts: string[]) =>
    multipartValue(
      Buffer.from(`${texts.map(partOf).join('')}--x--`),
      'multipart/form-data; boundary=x',
      read,
    );
  expect(listOf('{"a":1}', '{"a":2}')).toEqual({ list: [{ a: 1 }, { a: 2 }] });
  expect(listOf('[{"a":1},{"a":2}]')).toEqual({ list: [{ a: 1 }, { a: 2 }] });
  expect(listOf('{"a":1}')).toEqual({ list: [{ a: 1 }] });
});
