import fc from 'fast-check';
import { cookiesOf, headerOf, knownHeaders, type ProxyEvent, queryOf, someHeaders } from './event.js';

function eventWith(headers: Partial<Pick<ProxyEvent, 'headers' | 'multiValueHeaders'>>): ProxyEvent {
  const request = { httpMethod: 'GET', path: '/', body: null, isBase64Encoded: false, requestContext: {} };
  return { ...request, headers: null, ...headers };
}

test.each<[string, Partial<Pick<ProxyEvent, 'headers' | 'multiValueHeaders'>>, object]>([
  [
    'are found in any case',
    {
      headers: {
        ACCEPT: 'a/b',
        'Content-Type': 'c/d',
        'content-encoding': 'gzip',
        'X-Amzn-Trace-Id': 'Root',
      },
    },
    { accept: 'a/b', contentType: 'c/d', contentEncoding: 'gzip', xRayTrace: 'Root' },
  ],
  ['need not be there', {}, {}],
  [
    'are joined where they are repeated',
    { multiValueHeaders: { Accept: ['a/b', 'c/d'] } },
    { accept: 'a/b, c/d' },
  ],
  [
    'that are given in both forms count by the one that holds all values',
    { headers: { accept: 'c/d', traceparent: 't' }, multiValueHeaders: { accept: ['a/b'], traceparent: [] } },
    { accept: 'a/b', traceparent: 't' },
  ],
  [
    'are found in any mixture of case',
    {
      headers: { aCCEPT: 'a/b', Traceparent: 't' },
      multiValueHeaders: {
        'cONTENT-tYPE': ['c/d'],
        'Content-Encoding': ['gzip'],
        'x-amzn-Trace-ID': ['Root'],
      },
    },
    { accept: 'a/b', traceparent: 't', contentType: 'c/d', contentEncoding: 'gzip', xRayTrace: 'Root' },
  ],
  ['are no others', { headers: { constructor: 'x', __proto__: 'y', 'x-accept': 'z' } }, {}],
  [
    'are no others, however like them',
    {
      headers: {
        accepX: 'a',
        Cookie: 'b',
        content_type: 'c',
        'x-amzn-trace-ie': 'd',
        'content-encodinG_': 'e',
      },
      multiValueHeaders: { traceparenT: ['t'], traceParenu: ['u'], 'X-Forwarded-For': ['192.0.2.1'] },
    },
    { traceparent: 't' },
  ],
])('the headers of nearly every request %s', (_name, headers, expected) => {
  const event = eventWith(headers);
  const none = { accept: undefined, contentType: undefined, contentEncoding: undefined };
  expect({ ...knownHeaders(event) }).toEqual({
    ...none,
    traceparent: undefined,
    xRayTrace: undefined,
    ...expected,
  });
  expect(headerOf(event, 'accept')).toBe(knownHeaders(event).accept);
});

test('each event has its own headers', () => {
  const events = ['a/b', 'c/d'].map((accept) => eventWith({ headers: { accept } }));
  expect(events.map((each) => knownHeaders(each).accept)).toEqual(['a/b', 'c/d']);
});

const token = fc.stringMatching(/^[a-cA-C_^|-]{1,3}$/);
const value = fc.constantFrom('a', 'b', 'c, d');

/** The header of the name among all of them, the repeated ones first. */
function amongAll({ headers, multiValueHeaders }: ProxyEvent, lowerName: string): string | undefined {
  const isNamed = ([name]: readonly [string, unknown]) => name.toLowerCase() === lowerName;
  const many = Object.entries(multiValueHeaders ?? {}).filter(isNamed);
  const joined = many.flatMap(([, values]) => (values?.length ? [values.join(', ')] : []));
  return (
    joined.at(-1) ??
    Object.entries(headers ?? {})
      .filter(isNamed)
      .at(-1)?.[1]
  );
}

test('a header that is looked for is the one that is found among all', () => {
  const single = fc.dictionary(token, fc.option(value, { nil: undefined }));
  const many = fc.dictionary(token, fc.option(fc.array(value, { maxLength: 2 }), { nil: undefined }));
  fc.assert(
    fc.property(single, many, token, (headers, multiValueHeaders, name) => {
      const event = eventWith({ headers, multiValueHeaders });
      const lowerName = name.toLowerCase();
      expect(headerOf(event, lowerName)).toBe(amongAll(event, lowerName));
      expect({ ...someHeaders(event, [lowerName, 'x']) }).toEqual({
        [lowerName]: headerOf(event, lowerName),
      });
    }),
  );
});

test.each([
  ['X_A^b', 'x_a^b', 'yes'],
  ['X_A^B', 'x_a^b', 'yes'],
  ['x\u007fa^b', 'x_a^b', undefined],
  ['[-A', '{-a', undefined],
  ['a', 'ab', undefined],
  ['ab', 'a', undefined],
])('the header %s is %s: %s', (name, lowerName, expected) => {
  expect(headerOf(eventWith({ headers: { [name]: 'yes' } }), lowerName)).toBe(expected);
});

test('a header that every object inherits is none', () => {
  const headers = someHeaders(eventWith({ headers: {} }), ['a']);
  expect(['constructor' in headers, headers.toString]).toEqual([false, undefined]);
});

test('repeated cookie headers are one list of cookies', () => {
  const event = eventWith({ multiValueHeaders: { Cookie: ['a=1;b=2=3', 'c; =4; d='] } });
  expect(cookiesOf(event)).toEqual([
    ['a', '1'],
    ['b', '2=3'],
    ['d', ''],
  ]);
  expect(cookiesOf(eventWith({}))).toEqual([]);
});

test('query values are encoded again but for the delimiters of the styles; each name is told once', () => {
  const query = {
    multiValueQueryStringParameters: { 'a b': ['1,2|3', 'ä%+ /'], none: undefined },
    queryStringParameters: { 'a b': 'ä%+ /', c: "!~*'()._-", d: undefined },
  };
  expect(queryOf({ ...eventWith({}), ...query })).toEqual([
    ['a%20b', '1,2|3'],
    ['a%20b', '%C3%A4%25%2B%20%2F'],
    ['c', "!~*'()._-"],
  ]);
  expect(queryOf(eventWith({}))).toEqual([]);
  const single = { ...query, multiValueQueryStringParameters: null };
  expect(queryOf({ ...eventWith({}), ...single })[0]).toEqual(['a%20b', '%C3%A4%25%2B%20%2F']);
});

test('half a surrogate pair is told by the replacement character', () => {
  const query = { multiValueQueryStringParameters: { 'a\ud800': ['\udc00b', '\ud83d\ude00'] } };
  expect(queryOf({ ...eventWith({}), ...query })).toEqual([
    ['a%EF%BF%BD', '%EF%BF%BDb'],
    ['a%EF%BF%BD', '%F0%9F%98%80'],
  ]);
});
