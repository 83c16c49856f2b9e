import fc from 'fast-check';
import type { Json } from '../system.js';
import { compilePattern, compilePatternText } from './event-pattern.js';

type Case = readonly [what: string, pattern: Json, matching: readonly Json[], others: readonly Json[]];

const x = (...values: Json[]): Json[] => values.map((value) => ({ x: value }));

/** Ordered as "Comparison operators for use in event patterns" in the EventBridge User Guide. */
const cases: readonly Case[] = [
  ['an exact string', { x: ['a'] }, x('a'), x('A', 'ab', '', null, 1, {})],
  ['one of several', { x: ['a', 'b'] }, x('a', 'b'), x('c')],
  ['an empty string', { x: [''] }, x(''), [...x(null, 'a'), {}]],
  ['null', { x: [null] }, x(null), [...x('', 0, false, 'null'), {}]],
  ['a boolean', { x: [true] }, x(true), x(false, 'true', 1)],
  ['a number, however it is written', { x: [300] }, x(300, 3e2), x(301, '300')],
  ['zero', { x: [0] }, x(0), x(false, null, '')],
  [
    'every key of the pattern',
    { x: ['a'], y: ['b'] },
    [{ x: 'a', y: 'b', z: 1 }],
    [{ x: 'a' }, { x: 'a', y: 'c' }],
  ],
  ['nested objects', { x: { y: { z: [1] } } }, x({ y: { z: 1 } }), x({ y: 1 }, { z: 1 }, 1)],
  ['any element of an array', { x: ['a'] }, x(['b', 'a'], ['a']), x(['b'], [])],
  ['elements of nested arrays', { x: ['a'] }, x([['b', ['a']]]), x([['b']])],
  ['an object in an array', { x: { y: [1] } }, x([{ y: 2 }, { y: 1 }]), x([{ y: 2 }])],
  ['prefix', { x: [{ prefix: 'us-' }] }, x('us-', 'us-east-1'), x('US-east', 'eu-us-', 1, null)],
  ['an empty prefix', { x: [{ prefix: '' }] }, x('', 'a'), x(1, null)],
  [
    'prefix ignoring case',
    { x: [{ prefix: { 'equals-ignore-case': 'EventB' } }] },
    x('eventBRIDGE'),
    x('event'),
  ],
  ['suffix', { x: [{ suffix: '.png' }] }, x('.png', 'a.png'), x('a.PNG', 'a.png.', 1)],
  [
    'suffix ignoring case',
    { x: [{ suffix: { 'equals-ignore-case': '.PNG' } }] },
    x('a.png', 'a.PnG'),
    x('png'),
  ],
  [
    'equals-ignore-case',
    { x: [{ 'equals-ignore-case': 'alice' }] },
    x('ALICE', 'Alice'),
    x('alic', 'alicee', 1),
  ],
  ['anything-but a string', { x: [{ 'anything-but': 'a' }] }, x('b', '', 1, null, true), [...x('a'), {}]],
  ['anything-but a number', { x: [{ 'anything-but': 100 }] }, x(101, '100'), x(100)],
  ['anything-but a list', { x: [{ 'anything-but': ['a', 'b'] }] }, x('c'), x('a', 'b')],
  ['anything-but numbers', { x: [{ 'anything-but': [1, 2] }] }, x(3), x(1, 2)],
  [
    'anything-but, on an array with something else',
    { x: [{ 'anything-but': 'a' }] },
    x(['a', 'b']),
    x(['a'], []),
  ],
  [
    'anything-but prefix',
    { x: [{ 'anything-but': { prefix: 'init' } }] },
    x('stop', 5),
    x('init', 'initial'),
  ],
  ['anything-but prefixes', { x: [{ 'anything-but': { prefix: ['a', 'b'] } }] }, x('c'), x('a1', 'b1')],
  ['anything-but suffix', { x: [{ 'anything-but': { suffix: '.txt' } }] }, x('a.png'), x('a.txt')],
  [
    'anything-but suffixes',
    { x: [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }] },
    x('a.png'),
    x('a.txt', 'a.rtf'),
  ],
  [
    'anything-but equals-ignore-case',
    { x: [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }] },
    x('running'),
    x('Stopped', 'INITIALIZING'),
  ],
  [
    'anything-but wildcard',
    { x: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    x('a/lib'),
    x('a/lib/b', '/lib/'),
  ],
  ['anything-but wildcards', { x: [{ 'anything-but': { wildcard: ['a*', '*z'] } }] }, x('b'), x('ab', 'bz')],
  ['numeric =', { x: [{ numeric: ['=', 5] }] }, x(5), x(4.99, '5')],
  ['numeric >', { x: [{ numeric: ['>', 0] }] }, x(0.001, 1), x(0, -1, '1')],
  ['numeric >=', { x: [{ numeric: ['>=', 0] }] }, x(0), x(-0.001)],
  ['numeric <', { x: [{ numeric: ['<', 10] }] }, x(9.999), x(10)],
  ['numeric <=', { x: [{ numeric: ['<=', 10] }] }, x(10), x(10.001)],
  ['a numeric range', { x: [{ numeric: ['>', 0, '<=', 5] }] }, x(1, 5), x(0, 5.1)],
  ['a numeric range, other bounds', { x: [{ numeric: ['>=', 0, '<', 5] }] }, x(0, 4), x(-1, 5)],
  ['exists: true', { x: [{ exists: true }] }, x(0, null, '', [1]), [{}, { y: 1 }, ...x([])]],
  ['exists: true holds for leaves alone', { x: [{ exists: true }] }, x(1), x({ y: 1 })],
  ['exists: false', { x: [{ exists: false }] }, [{}, { y: 1 }], x(0, null)],
  ['exists: false below', { x: { y: [{ exists: false }] } }, [{}, ...x({}, { z: 1 })], x({ y: null })],
  ['exists: false or a value', { x: [{ exists: false }, 'a'] }, [{}, ...x('a')], x('b')],
  ['cidr', { x: [{ cidr: '10.0.0.0/24' }] }, x('10.0.0.0', '10.0.0.255'), x('10.0.1.0', 'a', '::1', 10)],
  ['a narrow cidr', { x: [{ cidr: '10.0.0.7/32' }] }, x('10.0.0.7'), x('10.0.0.6')],
  ['every address', { x: [{ cidr: '0.0.0.0/0' }] }, x('255.1.2.3'), x('fe80::1')],
  [
    'cidr of IPv6',
    { x: [{ cidr: '2001:db8::/32' }] },
    x('2001:db8::1', '2001:0DB8:1::'),
    x('2001:db9::1', '10.0.0.1'),
  ],
  ['wildcard', { x: [{ wildcard: 'a*b' }] }, x('ab', 'a-b', 'abab'), x('a', 'abc', 'ba', 1)],
  ['a wildcard at both ends', { x: [{ wildcard: '*dir*' }] }, x('dir', '/a/dir/b'), x('di r')],
  ['several wildcards', { x: [{ wildcard: 'a*bc*c' }] }, x('abcc', 'a1bc2c'), x('abc', 'abcb')],
  ['wildcard without *', { x: [{ wildcard: 'a' }] }, x('a'), x('ab')],
  ['a literal * in a wildcard', { x: [{ wildcard: 'a\\*b' }] }, x('a*b'), x('a1b')],
  ['a literal backslash in a wildcard', { x: [{ wildcard: 'a\\\\*' }] }, x('a\\', 'a\\b'), x('ab')],
  [
    'several operators in one list',
    { x: [{ prefix: 'a' }, { suffix: 'z' }, 5] },
    x('ab', 'bz', 5),
    x('b', 6),
  ],
  ['$or of fields', { $or: [{ x: [1] }, { y: [2] }] }, [{ x: 1 }, { y: 2 }], [{ x: 2 }, { z: 1 }]],
  ['$or beside a field', { z: [0], $or: [{ x: [1] }, { y: [2] }] }, [{ z: 0, y: 2 }], [{ y: 2 }, { z: 0 }]],
  ['$or below', { d: { $or: [{ x: [1] }, { y: [2] }] } }, [{ d: { x: 1 } }], [{ x: 1, d: { z: 1 } }]],
  [
    '$or in $or',
    { $or: [{ a: [1], $or: [{ b: [1] }, { c: [1] }] }, { d: [1] }] },
    [{ a: 1, c: 1 }, { d: 1 }],
    [{ a: 1 }, { b: 1, c: 1 }],
  ],
  ['a field called $or', { $or: ['a', 'b'] }, [{ $or: 'a' }], [{ $or: 'c' }]],
  [
    'the same element of an array',
    { x: { a: [1], b: [2] } },
    x([{ a: 0 }, { a: 1, b: 2 }]),
    x([{ a: 1 }, { b: 2 }]),
  ],
  [
    'elements within elements',
    { x: { a: [1], y: { b: [2], c: [3] } } },
    x([{ a: 1, y: [{ b: 0 }, { b: 2, c: 3 }] }]),
    x([
      { a: 1, y: [{ b: 2 }, { c: 3 }] },
      { a: 0, y: [{ b: 2, c: 3 }] },
    ]),
  ],
  [
    'elements of two arrays',
    { x: { a: [1] }, y: { a: [1] } },
    [{ x: [{ a: 0 }, { a: 1 }], y: [{ a: 1 }] }],
    [{ x: [{ a: 1 }] }],
  ],
  [
    'absence in the element chosen',
    { x: { a: [1], b: [{ exists: false }] } },
    x([{ a: 1 }, { a: 2, b: 1 }]),
    x([{ a: 1, b: 1 }]),
  ],
  [
    'absence in the element chosen, written first',
    { x: { a: [{ exists: false }], b: [2] } },
    x([{ b: 2 }, { a: 1, b: 1 }]),
    x([{ a: 1, b: 2 }, { b: 1 }]),
  ],
  ['a dot in a key is no path', { x: { y: [1] } }, x({ y: 1 }), [{ 'x.y': 1 }]],
];

/** The examples of "Event pattern syntax" and "Content filtering" in the EventBridge User Guide. */
const instance: Json = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
  detail: {
    'instance-id': 'i-1234567890abcdef0',
    state: 'terminated',
    'source-ip': '10.0.0.33',
    'c-count': 5,
    'd-count': 3,
    'x-limit': 301.8,
  },
};

const documented: readonly Case[] = [
  [
    'the state of an instance',
    {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state: ['terminated'] },
    },
    [instance],
    [],
  ],
  [
    'resources of an account',
    { resources: [{ suffix: 'instance/i-1234567890abcdef0' }], time: [{ prefix: '2017-12-22' }] },
    [instance],
    [],
  ],
  [
    'complex content',
    {
      detail: {
        'c-count': [{ numeric: ['>', 0, '<=', 5] }],
        'd-count': [{ numeric: ['<', 10] }],
        'x-limit': [{ 'anything-but': [100, 200, 300] }],
        'source-ip': [{ cidr: '10.0.0.0/24' }],
      },
    },
    [instance],
    [],
  ],
  [
    'multiple $or',
    {
      source: ['aws.ec2'],
      $or: [
        { detail: { 'c-count': [{ numeric: ['>', 5] }] } },
        { detail: { 'd-count': [{ numeric: ['<', 4] }] } },
      ],
    },
    [instance],
    [],
  ],
  ['another state', { detail: { state: [{ 'anything-but': 'terminated' }] } }, [], [instance]],
];

const table = [...cases, ...documented].flatMap(([what, pattern, matching, others]) => [
  ...matching.map((event) => ({ what, pattern, event, answer: true })),
  ...others.map((event) => ({ what, pattern, event, answer: false })),
]);

test.each(table)('$what: $pattern on $event is $answer', ({ pattern, event, answer }) => {
  expect(compilePattern(pattern)(event)).toBe(answer);
});

test.each<[Json, string]>([
  ['text', 'Filter is not an object'],
  [[], 'Filter is not an object'],
  [{}, 'Empty objects are not allowed'],
  [{ detail: {} }, 'Empty objects are not allowed at detail'],
  [{ detail: { id: 'a' } }, '"id" must be an object or an array at detail.id'],
  [{ source: null }, '"source" must be an object or an array at source'],
  [{ source: [] }, 'Empty arrays are not allowed at source'],
  [{ source: [['a']] }, 'Match value must be String, number, true, false, or null at source'],
  [{ source: [{ begins: 'a' }] }, 'Unrecognized match type begins at source'],
  [{ source: [{ prefix: 'a', suffix: 'b' }] }, 'Only one key allowed in match expression at source'],
  [{ source: [{}] }, 'Empty objects are not allowed at source'],
  [{ source: [{ prefix: 1 }] }, 'prefix match pattern must be a string at source'],
  [{ source: [{ prefix: { wildcard: 'a' } }] }, 'Unsupported prefix match type wildcard at source'],
  [{ source: [{ suffix: null }] }, 'suffix match pattern must be a string at source'],
  [{ source: [{ 'equals-ignore-case': 1 }] }, 'equals-ignore-case match pattern must be a string at source'],
  [{ source: [{ exists: 'yes' }] }, 'exists match pattern must be either true or false. at source'],
  [{ source: [{ exists: true, prefix: 'a' }] }, 'Only one key allowed in match expression at source'],
  [{ source: [{ wildcard: 'a**' }] }, 'Consecutive wildcard characters at pos 1 at source'],
  [{ source: [{ wildcard: 'a\\b' }] }, 'Invalid escape character at pos 1 at source'],
  [{ source: [{ wildcard: 'a\\' }] }, 'Invalid escape character at pos 1 at source'],
  [{ source: [{ 'anything-but': [] }] }, 'Empty arrays are not allowed at source'],
  [
    { source: [{ 'anything-but': { numeric: ['=', 1] } }] },
    'Unsupported anything-but pattern: numeric at source',
  ],
  [{ x: [{ numeric: 5 }] }, 'Value of numeric must be an array. at x'],
  [{ x: [{ numeric: [] }] }, 'Unrecognized numeric range operator: undefined at x'],
  [{ x: [{ numeric: ['!', 5] }] }, 'Unrecognized numeric range operator: "!" at x'],
  [{ x: [{ numeric: ['>', 'a'] }] }, 'Value of > must be numeric at x'],
  [{ x: [{ numeric: ['>', 5_000_000_001] }] }, 'Value of > must be between -5.0e9 and 5.0e9, inclusive at x'],
  [{ x: [{ numeric: ['>', 5, '<', 5] }] }, 'Bottom must be less than top at x'],
  [{ x: [{ numeric: ['>', 5, '<'] }] }, 'Too many elements in numeric expression at x'],
  [{ x: [{ cidr: '10.0.0.0' }] }, "Malformed CIDR, one '/' required at x"],
  [{ x: [{ cidr: 'a/8' }] }, "Malformed CIDR, 'a' is not an IP address at x"],
  [{ x: [{ cidr: '10.0.0.0/a' }] }, 'Malformed CIDR, mask bits must be an integer at x'],
  [{ x: [{ cidr: '10.0.0.0/33' }] }, 'Malformed CIDR, too many mask bits for IPv4 at x'],
  [{ x: [{ cidr: '::/129' }] }, 'Malformed CIDR, too many mask bits for IPv6 at x'],
])('%j is refused: %s', (pattern, reason) => {
  expect(() => compilePattern(pattern)).toThrow(
    expect.objectContaining({
      code: 'InvalidEventPatternException',
      message: `Event pattern is not valid. Reason: ${reason}`,
    }),
  );
});

test('$or beyond a thousand combinations is refused', () => {
  const pairs = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, { $or: [{ a: [1] }, { b: [1] }] }]));
  expect(() => compilePattern(pairs(9))).not.toThrow();
  expect(() => compilePattern(pairs(10))).toThrow(/more than 1000 combinations/);
});

test('text that is not JSON is refused', () => {
  expect(() => compilePatternText('{')).toThrow(/^Event pattern is not valid. Reason: Invalid JSON: /);
});

const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\', '.') });

test('a wildcard matches what the regular expression with the same meaning matches', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '.') }), { minLength: 1 }),
      text,
      (parts, candidate) => {
        const literal = parts.map((part) => part.replaceAll('.', '\\.'));
        const wildcard = parts.join('*').replace(/\*+/g, '*');
        const regex = new RegExp(`^${literal.join('.*')}$`, 's');
        expect(compilePattern({ x: [{ wildcard }] })({ x: candidate })).toBe(regex.test(candidate));
      },
    ),
    { seed: 11 },
  );
});

test('anything-but is the contrary of its operand on every value', () => {
  const operand = fc.oneof(
    fc.record({ prefix: text }),
    fc.record({ suffix: text }),
    fc.record({ 'equals-ignore-case': text }),
  );
  const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(operand, value, (condition, x) => {
      const plain = compilePattern({ x: [condition] })({ x });
      expect(compilePattern({ x: [{ 'anything-but': condition }] })({ x })).toBe(!plain);
    }),
    { seed: 12 },
  );
});

test('an event matches the pattern made of its own leaves', () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const key = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
  const tree = fc.letrec<{ object: Json; node: Json }>((tie) => ({
    object: fc.dictionary(key, tie('node'), { minKeys: 1, maxKeys: 4 }),
    node: fc.oneof({ maxDepth: 3 }, leaf, tie('object')),
  })).object;
  const patternOf = (value: Json): Json =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, patternOf(member)]))
      : [value];
  fc.assert(
    fc.property(tree, (event) => {
      expect(compilePattern(patternOf(event))(event)).toBe(true);
    }),
    { seed: 13 },
  );
});
