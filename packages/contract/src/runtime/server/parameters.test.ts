import fc from 'fast-check';
import { type ParameterFormat, serializeHeader, serializePairs, serializePath } from '../client/serialize.js';
import { type ParameterSource, parameterValue, type Shape } from './parameters.js';

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
function isDefined(location: string, style: string, kind: string, explode: boolean): boolean {
  if (style === 'deepObject') return kind === 'object' && explode;
  if (style === 'spaceDelimited' || style === 'pipeDelimited')
    return (kind === 'array' || kind === 'numbers') && !explode;
  return !(location === 'header' && kind === 'object');
}

const cases = places.flatMap(([location, style]) =>
  Object.keys(kinds).flatMap((kind) =>
    [true, false]
      .filter((explode) => isDefined(location, style, kind, explode))
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
