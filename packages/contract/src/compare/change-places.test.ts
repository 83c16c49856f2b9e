import { changesOf, comparisonOf, levelOf } from './pair-fixture.js';

type Messages = Record<string, unknown>;

const today = '2026-02-01';
const json = (schema: unknown) => ({ 'application/json': { schema } });
const object = (value: unknown, more = {}) => ({ type: 'object', properties: { value }, ...more });
const withParameter = (more: object, location = 'query') => ({
  parameters: [{ name: 'a', in: location, ...more }],
  responses: { '200': { description: 'Done' } },
});
const withBody = (schema: unknown) => ({
  requestBody: { content: json(schema) },
  responses: { '200': { description: 'Done' } },
});
const withAnswer = (more: object) => ({ responses: { '200': { description: 'Done', ...more } } });
const withText = (type: string) => ({ description: 'Done', content: json({ type }) });
const withHeader = (more: object) => withAnswer({ headers: { A: more } });

/** Where a text stands, what a change of it is called and how the place is said. */
const places: readonly (readonly [(text: object) => Messages, string, string])[] = [
  [(text) => withParameter({ schema: text }), 'request-parameter', "the query parameter 'a'"],
  [(text) => withParameter({ schema: text }, 'header'), 'request-parameter', "the header parameter 'a'"],
  [(text) => withParameter({ content: json(text) }), 'request-parameter', "the query parameter 'a'"],
  [
    (text) => withParameter({ schema: { type: 'array', items: text } }),
    'request-parameter',
    "the query parameter 'a' '[]'",
  ],
  [
    (text) => withParameter({ style: 'deepObject', explode: true, schema: object(text) }),
    'request-parameter-property',
    "the query parameter 'a' 'value'",
  ],
  [withBodyOf((text) => text), 'request-body', 'the request body'],
  [withBodyOf((text) => ({ anyOf: [text, { type: 'null' }] })), 'request-body', 'the request body'],
  [withBodyOf((text) => ({ type: 'array', items: text })), 'request-body', "the request body '[]'"],
  [withBodyOf((text) => ({ type: 'array', prefixItems: [text] })), 'request-body', "the request body '[0]'"],
  [
    withBodyOf((text) => ({ oneOf: [text, { type: 'boolean' }] })),
    'request-body',
    "the request body 'oneOf[#0]'",
  ],
  [withBodyOf(object), 'request-property', "the request body 'value'"],
  [
    withBodyOf((text) => ({ type: 'object', additionalProperties: text })),
    'request-property',
    "the request body '{}'",
  ],
  [
    withBodyOf((text) => ({ type: 'array', items: object(text) })),
    'request-property',
    "the request body '[]/value'",
  ],
  [(text) => withAnswer({ content: json(text) }), 'response-body', 'the response 200'],
  [(text) => withAnswer({ content: json(object(text)) }), 'response-property', "the response 200 'value'"],
  [(text) => withHeader({ schema: text }), 'response-header', 'the header a of the response 200'],
  [(text) => withHeader({ content: json(text) }), 'response-header', 'the header a of the response 200'],
  [
    (text) => withHeader({ schema: object(text) }),
    'response-header-property',
    "the header a of the response 200 'value'",
  ],
];

function withBodyOf(schema: (text: object) => unknown): (text: object) => Messages {
  return (text) => withBody(schema(text));
}

const callbackUrl = '{$request.body#/url}';
const hosts: Readonly<Record<string, (messages: Messages) => object>> = {
  'POST /v1/things': (messages) => ({ paths: { '/v1/things': { post: messages } } }),
  'webhook Thing': (messages) => ({ webhooks: { Thing: { post: messages } } }),
  [`callback POST ${callbackUrl.slice(1, -1)}`]: (messages) => ({
    paths: {
      '/v1/things': {
        put: {
          callbacks: { done: { [callbackUrl]: { post: messages } } },
          responses: { '200': { description: 'Done' } },
        },
      },
    },
  }),
};

const [long, short] = [
  { type: 'string', maxLength: 2 },
  { type: 'string', maxLength: 1 },
];

function told(operation: string, [old, now]: readonly [Messages, Messages], literal = false): string[] {
  const host = hosts[operation] ?? (() => ({}));
  return changesOf(host(old), host(now), { today, literal }).map(
    (each) => `${each.operation} | ${levelOf(each)} ${each.rule} | ${each.message}`,
  );
}

const shorter = 'maxLength went from 2 to 1';

test.each(places)('%# a text that becomes shorter is told where it stands', (messages, place, said) => {
  const pair = [messages(long), messages(short)] as const;
  const [breaks, turned] = place.startsWith('request') ? ['breaking', 'neutral'] : ['neutral', 'breaking'];
  const [operation = '', webhook = '', callback = ''] = Object.keys(hosts);
  const line = (level: string, prefix: string) =>
    `${level} ${prefix}${place}-max-length-decreased | ${said}: ${shorter}`;
  expect(told(operation, pair)).toEqual([`${operation} | ${line(breaks ?? '', '')}`]);
  expect(told(webhook, pair)).toEqual([`${webhook} | ${line(turned ?? '', 'webhook-')}`]);
  expect(told(callback, pair)).toEqual([`${callback} | ${line(turned ?? '', 'callback-')}`]);
  // As oasdiff does, who judges webhooks as if they were requests.
  expect(told(webhook, pair, true)).toEqual([`${webhook} | ${line(breaks ?? '', 'webhook-')}`]);
});

/** The messages of an operation with a text that both sides send and one that is left out of some. */
function withLeftOut(text: object, keyword: string): Messages {
  const { requestBody } = withBody({ properties: { a: text, b: { ...text, [keyword]: true } } });
  return { requestBody, ...withAnswer({ content: requestBody.content }) };
}

test('what is readOnly breaks no request', () => {
  const pair = [withLeftOut(long, 'readOnly'), withLeftOut(short, 'readOnly')] as const;
  expect(told('POST /v1/things', pair)).toEqual([
    `POST /v1/things | breaking request-property-max-length-decreased | the request body 'a': ${shorter}`,
    `POST /v1/things | neutral request-read-only-property-max-length-decreased | the request body 'b': ${shorter}`,
    `POST /v1/things | neutral response-property-max-length-decreased | the response 200 'a': ${shorter}`,
    `POST /v1/things | neutral response-property-max-length-decreased | the response 200 'b': ${shorter}`,
  ]);
});

test('what is writeOnly breaks no response', () => {
  const pair = [withLeftOut(short, 'writeOnly'), withLeftOut(long, 'writeOnly')] as const;
  const longer = 'maxLength went from 1 to 2';
  expect(told('POST /v1/things', pair)).toEqual([
    `POST /v1/things | additive request-property-max-length-increased | the request body 'a': ${longer}`,
    `POST /v1/things | additive request-property-max-length-increased | the request body 'b': ${longer}`,
    `POST /v1/things | breaking response-property-max-length-increased | the response 200 'a': ${longer}`,
    `POST /v1/things | neutral response-write-only-property-max-length-increased | the response 200 'b': ${longer}`,
  ]);
});

test.each([
  [{}, 'breaking'],
  [{ required: false }, 'breaking'],
  [{ required: true }, 'neutral'],
])('a parameter %j that is left out means its default', (more, level) => {
  const pair = [{ default: 'a' }, { default: 'b' }].map((schema) => withParameter({ ...more, schema }));
  const [old = {}, now = {}] = pair;
  const lines = told('POST /v1/things', [old, now]);
  const line = `POST /v1/things | ${level} request-parameter-default-value-changed | the query parameter 'a': the default went from "a" to "b"`;
  expect(lines).toEqual(level === 'breaking' ? [line] : []);
});

test('a change says what its rule does not: header, required or optional', () => {
  const details = (old: Messages, now: Messages) =>
    changesOf(hosts['POST /v1/things']?.(old) ?? {}, hosts['POST /v1/things']?.(now) ?? {}).map(
      ({ detail }) => detail,
    );
  const header = (text: object) => withParameter({ schema: text }, 'header');
  expect(details(header(long), header(short))).toEqual(['header']);
  expect(details(withParameter({ schema: long }), withParameter({ schema: short }))).toEqual([undefined]);
  expect(details(withBody(object(long)), withBody(object(short)))).toEqual(['optional']);
  const required = (text: object) => withBody(object(text, { required: ['value'] }));
  expect(details(required(long), required(short))).toEqual(['required']);
});

test('a change has the places of the keyword in both contracts and the operation they stand in', () => {
  const document = (text: object) => ({
    paths: { '/v1/things': { post: { operationId: 'addThing', ...withBody(object(text)) } } },
  });
  const [change] = changesOf(document(long), document({ type: 'string' }));
  const pointer = '/paths/~1v1~1things/post/requestBody/content/application~1json/schema/properties/value';
  expect(change).toMatchObject({
    operationId: 'addThing',
    old: { file: 'old.json', pointer },
    new: { file: 'new.json', pointer },
  });
});

test('an open enum is read so by those who are called, not by those whose callback is answered', () => {
  const list = (values: string[]) => ({ enum: values, 'x-atoll-open-enums': true });
  const pair = [withBody(list(['a', 'b'])), withBody(list(['a', 'b', 'c']))] as const;
  const said = 'the request body: the value "c" was added';
  const [, webhook = '', callback = ''] = Object.keys(hosts);
  expect(told(webhook, pair)).toEqual([
    `${webhook} | additive webhook-request-body-open-enum-value-added | ${said}`,
  ]);
  expect(told(callback, pair)).toEqual([
    `${callback} | breaking callback-request-body-enum-value-added | ${said}`,
  ]);
});

test('each break of what a schema checks is handed on with its way there, to look for a witness', () => {
  const within = (value: object) => {
    const { requestBody } = withBody(object({ type: 'array', items: value }));
    return hosts['POST /v1/things']?.({ requestBody, ...withAnswer({ content: requestBody.content }) }) ?? {};
  };
  const old = { ...long, minLength: 1, contentEncoding: 'base64' };
  const now = { ...short, contentEncoding: 'base64url' };
  const { breaks } = comparisonOf(within(old), within(now));
  expect(breaks.map(({ change, path, direction }) => [change.rule, path, direction])).toEqual([
    ['request-property-max-length-decreased', ['value', '[]'], 'request'],
    ['response-property-min-length-unset', ['value', '[]'], 'response'],
  ]);
});

/** Below the schema of the body. */
test.each([
  ['a schema for unnamed properties', {}, { additionalProperties: false }, '', '/additionalProperties'],
  [
    'a schema for a pattern of names',
    {},
    { patternProperties: { '^x': short } },
    '',
    '/patternProperties/^x',
  ],
  ['a property', {}, { properties: { a: { type: 'string' } } }, '', '/properties/a'],
  ['a member', { anyOf: [long] }, { anyOf: [long, { type: 'boolean' }] }, '', '/anyOf/1'],
  ['a part that is applied', { type: 'array' }, { type: 'array', contains: {} }, '', '/contains'],
  ['a limit within allOf', { allOf: [long] }, { allOf: [short] }, '/allOf/0', '/allOf/0'],
  ['a default', short, { allOf: [{ ...short, default: 'a' }] }, '', '/allOf/0'],
])(
  '%s is told where it stands, and where it does not stand at what lacks it',
  (_title, one, other, lacks, has) => {
    const pointers = (old: object, now: object) =>
      changesOf(...documents(old, now)).map((each) => [below(each.old?.pointer), below(each.new?.pointer)]);
    const documents = (...sides: [object, object]) =>
      sides.map((side) => hosts['POST /v1/things']?.(withBody(side)) ?? {}) as [object, object];
    const below = (pointer = '') => pointer.split('application~1json/schema')[1];
    expect(pointers(one, other)).toContainEqual([lacks, has]);
    expect(pointers(other, one)).toContainEqual([has, lacks]);
  },
);

test.each([
  ['2XX', 'response-success-status-removed'],
  ['default', 'response-non-success-status-removed'],
])('judged by its rule alone, %s stands for itself once statuses come in its place', (status, rule) => {
  const [old, now] = [
    { responses: { [status]: withText('string') } },
    { responses: { '200': withText('integer') } },
  ];
  const host = (messages: Messages) => ({ paths: { '/v1/things': { get: messages } } });
  const rulesOf = (literal: boolean) =>
    changesOf(host(old), host(now), { today, literal }).map((each) => each.rule);
  expect(rulesOf(true)).toContain(rule);
  expect(rulesOf(true).includes('response-body-type-changed')).toBe(status === '2XX');
  expect(rulesOf(false)).toContain('response-body-type-changed');
});
