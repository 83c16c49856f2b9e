import { headersOf, knownHeaders, type ProxyEvent } from './event.js';

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
  expect(headersOf(event).accept).toBe(knownHeaders(event).accept);
});

test('each event has its own headers', () => {
  const events = ['a/b', 'c/d'].map((accept) => eventWith({ headers: { accept } }));
  expect(events.map((each) => knownHeaders(each).accept)).toEqual(['a/b', 'c/d']);
});
