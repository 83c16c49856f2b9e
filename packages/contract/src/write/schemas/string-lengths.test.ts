import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as t from 'io-ts';
import { readContract } from '../../read/contract.js';
import { problems } from '../../runtime/codec/problems.js';
import { loadCodecs } from './load-generated.js';

const directory = mkdtempSync(join(tmpdir(), 'string lengths '));
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

function codecOf(schema: object): t.Type<unknown> {
  const schemas = { Case: { type: 'string', ...schema } };
  const document = { openapi: '3.1.0', info: { title: 'Case', version: '1.0.0' }, components: { schemas } };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const { contract, diagnostics } = readContract('openapi.json', directory);
  const codec = contract && loadCodecs(contract).codecs.Case;
  if (codec === undefined) throw new Error(JSON.stringify(diagnostics));
  return codec;
}

function expectedOf(codec: t.Type<unknown>, value: unknown): string[] {
  const decoded = codec.decode(value);
  return decoded._tag === 'Left' ? problems(decoded.left).map(({ expected }) => expected) : [];
}

const pair = '💩';

test.each([
  ['', true, false],
  ['a', true, false],
  [pair, true, false],
  ['ab', true, true],
  [`${pair}a`, true, true],
  [pair + pair, true, true],
  ['abc', true, true],
  [pair.repeat(3), true, true],
  [`${pair.repeat(3)}a`, false, true],
  ['abcd', false, true],
  ['abcdefg', false, true],
])('%j: at most 3 characters: %j, at least 2: %j', (text, isShort, isLong) => {
  expect(codecOf({ maxLength: 3 }).is(text)).toBe(isShort);
  expect(codecOf({ minLength: 2 }).is(text)).toBe(isLong);
  expect(expectedOf(codecOf({ maxLength: 3 }), text)).toEqual(
    isShort ? [] : ['a string of at most 3 characters'],
  );
});

test('the shortest bounds are kept', () => {
  expect(['', 'a'].map((each) => codecOf({ maxLength: 0 }).is(each))).toEqual([true, false]);
  expect(['', 'a'].map((each) => codecOf({ minLength: 1 }).is(each))).toEqual([false, true]);
  expect(['', 'a'].map((each) => codecOf({ minLength: 0 }).is(each))).toEqual([true, true]);
});

test('a text within its length is told of its pattern and format, one that is too short of all', () => {
  const codec = codecOf({ minLength: 2, maxLength: 8, pattern: '(?=b)b', format: 'ipv4' });
  const text = ['a string that matches (?=b)b', 'a string in the format ipv4'];
  expect(expectedOf(codec, 'xxx')).toEqual(text);
  expect(expectedOf(codec, 'x')).toEqual(['a string of at least 2 characters', ...text]);
});

test.each([9, 16, 17, 100_000])(
  'no regular expression is run on %i characters where 8 are the most',
  (length) => {
    // Of what matches it nearly, this one takes time that grows with the power of the length.
    const codec = codecOf({ maxLength: 8, pattern: '^(?:a+)+(?=b)b$', format: 'uri' });
    const [test, exec] = [jest.spyOn(RegExp.prototype, 'test'), jest.spyOn(RegExp.prototype, 'exec')];
    const found = expectedOf(codec, 'a'.repeat(length));
    const calls = [...test.mock.calls, ...exec.mock.calls].filter(([text]) => String(text).length > 8);
    jest.restoreAllMocks();
    expect(found).toEqual(['a string of at most 8 characters']);
    expect(calls).toEqual([]);
  },
);
