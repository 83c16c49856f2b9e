import fc from 'fast-check';
import { type ParameterFormat, serializeHeader, serializePairs, serializePath } from '../client/serialize.js';
import type { Shape } from '../codec/shape.js';
import { type ParameterSource, parameterValue } from './parameters.js';

const word = fc.stringMatching(/^[a-zA-Z0-9 é/?#&=+%.,;|[\]*'()!~-]{1,6}$/);
const headerWord = fc.stringMatching(/^[a-zA-Z0-9]{1,6}$/);
const kinds: Record<string, Shape> = {
  text: { kind: 'text' },
  number: { kind: 'number' },
  boolean: { kind: 'boolean' },
  array: { kind: 'array', item: { kind: 'text' } },
  numbers: { kind: 'array', item: { kind: 'number' } },
  object: { kind: 'object', members: { a: { kind: 'number' }, 'b c': { kind: 'text' } } },
};

function arbitraryOf(kind: string, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const number = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0)),
  );
  if (kind === 'text') return text;
  if (kind === 'number') return number;
  if (kind === 'boolean') return fc.boolean();
  if (kind === 'array') return fc.array(text, { minLength: 1, maxLength: 3 });
  if (kind === 'numbers') return fc.array(number, { minLength: 1, maxLength: 3 });
  return fc.record({ a: fc.integer(), 'b c': text });
}

const places = [
  ...(['simple', 'label', 'matrix'] as const).map((style) => ['path', style] as const),
  ...(['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'] as const).map(
    (style) => ['query', style] as const,
  ),
  ['cookie', 'form'] as const,
  ['header', 'simple'] as const,
];

/** Combinations that OpenAPI gives no meaning (its table under 4.8.12.4), and delimiters that the text itself holds. */
function isDefined(style: string, kind: string, explode: boolean): boolean {
  if (style === 'deepObject') return kind === 'object' && explode;
  if (style === 'spaceDelimited' || style === 'pipeDelimited')
    return (kind === 'array' || kind === 'numbers') && !explode;
  return true;
}

const cases = places.flatMap(([location, style]) =>
  Object.keys(kinds).flatMap((kind) =>
    [true, false]
      .filter((explode) => isDefined(style, kind, explode))
      .map((explode) => ({ location, style, kind, explode })),
  ),
);

test.each(cases)(
  'what a client writes, the server reads: $location $style $kind explode=$explode',
  ({ location, style, kind, explode }) => {
    const shape = kinds[kind] ?? { kind: 'text' };
    const format: ParameterFormat = {
      name: 'p q',
      in: location,
      style,
      explode,
      allowReserved: false,
      json: false,
    };
    const source: ParameterSource = { ...format, shape };
    // A label's dot and the delimiters' own encodings cannot be told from the text.
    const plain =
      location === 'header' || style === 'label' || style === 'spaceDelimited' || style === 'pipeDelimited';
    const values =
      kind === 'numbers' && style === 'label'
        ? fc.array(fc.integer(), { minLength: 1 })
        : arbitraryOf(kind, plain ? headerWord : word);
    fc.assert(
      fc.property(values, (value) => {
        const pairs = location === 'query' || location === 'cookie' ? serializePairs(format, value) : [];
        const raw = pairs.map(
          (pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const,
        );
        const read = parameterValue(source, {
          path: location === 'path' ? { 'p q': serializePath(format, value) } : {},
          query: location === 'query' ? raw : [],
          cookies: location === 'cookie' ? raw : [],
          headers: location === 'header' ? { 'p q': serializeHeader(format, value) } : {},
        });
        expect(read).toEqual(value);
      }),
      { numRuns: 50 },
    );
  },
);

test('what is no number or boolean stays text, for the codec to refuse', () => {
  const source = { name: 'n', in: 'query', style: 'form', explode: true, json: false } as const;
  const raw = (value: string) => ({ path: {}, query: [['n', value] as const], headers: {}, cookies: [] });
  expect(parameterValue({ ...source, shape: { kind: 'number' } }, raw('0x10'))).toBe('0x10');
  expect(parameterValue({ ...source, shape: { kind: 'number' } }, raw(''))).toBe('');
  expect(parameterValue({ ...source, shape: { kind: 'boolean' } }, raw('TRUE'))).toBe('TRUE');
  expect(parameterValue({ ...source, shape: { kind: 'text' } }, raw('%zz'))).toBe('%zz');
});

const query = (pairs: readonly string[]) =>
  pairs.map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });

test('what has no style of its own goes nested in brackets, or as JSON', () => {
  const value = { ids: [1, 2], range: { from: 3, 'a&b': 'c=d' }, one: [4] };
  const numbers: Shape = { kind: 'array', item: { kind: 'number' } };
  const range: Shape = { kind: 'object', members: { from: { kind: 'number' } } };
  const shape: Shape = { kind: 'object', members: { ids: numbers, range, one: numbers } };
  const deep = { name: 'f', in: 'query', style: 'deepObject', explode: true, json: false } as const;
  const written = serializePairs({ ...deep, allowReserved: false }, value);
  expect(written.slice(0, 3)).toEqual([
    'f%5Bids%5D%5B0%5D=1',
    'f%5Bids%5D%5B1%5D=2',
    'f%5Brange%5D%5Bfrom%5D=3',
  ]);
  const nothing = { path: {}, headers: {}, cookies: [] };
  expect(parameterValue({ ...deep, shape }, { ...nothing, query: query(written) })).toEqual(value);
  expect(
    parameterValue({ ...deep, shape }, { ...nothing, query: query(['f[ids]=7', 'f[one][]=8']) }),
  ).toEqual({
    ids: [7],
    one: [8],
  });
  const list = { ...deep, style: 'form' } as const;
  const objects: Shape = { kind: 'array', item: range };
  const items = [{ from: 1 }, { from: 2 }];
  const pairs = serializePairs({ ...list, allowReserved: false }, items);
  expect(parameterValue({ ...list, shape: objects }, { ...nothing, query: query(pairs) })).toEqual(items);
});

test('reserved characters stay where that is allowed, but for those that would end the value', () => {
  const format = { name: 'q', in: 'query', style: 'form', explode: true, json: false } as const;
  const value = "a/b?c:d@e[f]!$'()*,;=#g&h+i j%k";
  const [pair = ''] = serializePairs({ ...format, allowReserved: true }, value);
  expect(pair).toBe("q=a/b?c:d@e[f]!$'()*,;=%23g%26h%2Bi%20j%25k");
  const source: ParameterSource = { ...format, shape: { kind: 'text' } };
  expect(parameterValue(source, { path: {}, headers: {}, cookies: [], query: query([pair]) })).toBe(value);
});

test('an exploded object owns what is no other parameter, where its members have no names', () => {
  const shape: Shape = { kind: 'object', members: {}, rest: { kind: 'number' } };
  const source = { name: 'p', in: 'query', style: 'form', explode: true, json: false, shape } as const;
  const raw = { path: {}, headers: {}, cookies: [], query: query(['a=1', 'limit=2', 'b=3']) };
  expect(parameterValue({ ...source, others: ['limit'] }, raw)).toEqual({ a: 1, b: 3 });
  expect(parameterValue({ ...source, others: ['a', 'b', 'limit'] }, raw)).toBeUndefined();
});

test('a header value is not percent-decoded, a member without a value is empty', () => {
  const array: Shape = { kind: 'array', item: { kind: 'text' } };
  const header = {
    name: 'h',
    in: 'header',
    style: 'simple',
    explode: false,
    json: false,
    shape: array,
  } as const;
  const raw = { path: {}, query: [], cookies: [], headers: { h: '100%25 , b' } };
  expect(parameterValue(header, raw)).toEqual(['100%25', 'b']);
  const shape: Shape = { kind: 'object', members: {} };
  const matrix = { name: 'm', in: 'path', style: 'matrix', explode: true, json: false, shape } as const;
  expect(serializePath({ ...matrix, allowReserved: false }, { a: '', b: 'c' })).toBe(';a;b=c');
  expect(parameterValue(matrix, { ...raw, path: { m: ';a;b=c' } })).toEqual({ a: '', b: 'c' });
});

test.each(['ü', "!'()*", 'a b'])(
  'the parameter %s of the style matrix is known however it is encoded',
  (name) => {
    const source = { name, in: 'path', style: 'matrix', explode: false, json: false } as const;
    const at = (path: string) => ({ path: { [name]: path }, query: [], cookies: [], headers: {} });
    const written = serializePath({ ...source, allowReserved: false }, 'b=c');
    const scalar = { ...source, shape: { kind: 'text' } } as const;
    for (const path of [written, `;${encodeURIComponent(name)}=b=c`, `;${name}=b=c`])
      expect(parameterValue(scalar, at(path))).toBe('b=c');
    expect(parameterValue(scalar, at(`;${encodeURIComponent(name)}`))).toBe('');
    expect(parameterValue(scalar, at(';other=1'))).toBe('other=1');
  },
);
