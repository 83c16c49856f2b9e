import { memberNames } from '../runtime/codec/shape.js';
import { formValue } from '../runtime/server/form.js';
import { type Built, buildGenerated } from './build-generated.js';
import { shapeOf } from './shapes.js';

const inherited = ['constructor', 'toString', 'hasOwnProperty', '__proto__'] as const;
/** Node's fetch drops a header that is called `__proto__`. */
const headers = inherited.filter((name) => name !== '__proto__');
const each = (write: (name: string) => string, separator = ', ') => inherited.map(write).join(separator);
const integers = `type: object, properties: { ${each((name) => `${name}: { type: integer }`)} }`;
const lists = `type: object, properties: { ${each((name) => `${name}: { type: array, items: { type: integer } }`)} }`;
const document = `openapi: 3.1.0
info: { title: Inherited, version: 1.0.0 }
servers: [{ url: 'https://{constructor}.{__proto__}.example', variables: { constructor: { default: a }, __proto__: { default: b } } }]
x-atoll-decode: { date-time: Date }
paths:
  /v1/${each((name) => `{${name}}`, '/')}:
    get:
      operationId: constructor
      parameters:
        ${each((name) => `- { name: ${name}, in: path, required: true, schema: { type: integer } }`, '\n        ')}
        ${each((name) => `- { name: ${name}, in: query, schema: { type: integer, default: 5 } }`, '\n        ')}
        ${headers.map((name) => `- { name: ${name}, in: header, schema: { type: integer } }`).join('\n        ')}
        ${each((name) => `- { name: ${name}, in: cookie, schema: { type: integer } }`, '\n        ')}
      responses:
        '200':
          description: It
          headers: { ${headers.map((name) => `${name}: { schema: { type: integer } }`).join(', ')} }
          content: { application/json: { schema: { type: object } } }
  /v1/filtered:
    get:
      operationId: __proto__
      parameters:
        - { name: filter, in: query, style: deepObject, schema: { ${integers} } }
        - { name: X-Pairs, in: header, explode: true, schema: { ${integers} } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
  /v1/secured:
    get:
      operationId: toString
      security: [{ __proto__: [] }, { constructor: [] }, { toString: [] }]
      responses: { '204': { description: It } }
  /v1/bodies:
    post:
      operationId: hasOwnProperty
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/__proto__' } }
          application/x-www-form-urlencoded:
            schema: { ${lists} }
            encoding: { ${each((name) => `${name}: { style: pipeDelimited, explode: false }`)} }
          multipart/form-data:
            schema: { ${integers}, additionalProperties: false }
            encoding: { ${each((name) => `${name}: { headers: { ${name}: { schema: { type: integer } } } }`)} }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
  /v1/forms:
    post:
      operationId: valueOf
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, properties: { ${each((name) => `${name}: {}`)} } }
            encoding: { ${each((name) => `${name}: { contentType: application/json }`)} }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
components:
  securitySchemes: { ${each((name) => `${name}: { type: apiKey, in: query, name: key_of_${name} }`)} }
  schemas:
    __proto__:
      type: object
      required: [constructor, __proto__]
      properties: { constructor: { type: integer }, __proto__: { type: string, format: date-time }, toString: { $ref: '#/components/schemas/constructor' } }
      dependentRequired: { hasOwnProperty: [toString] }
      additionalProperties: false
      patternProperties: { '^has': { type: integer } }
    constructor:
      oneOf: [{ $ref: '#/components/schemas/valueOf' }, { $ref: '#/components/schemas/toString' }]
      discriminator: { propertyName: __proto__, mapping: { constructor: '#/components/schemas/valueOf', toString: '#/components/schemas/toString' } }
    valueOf: { type: object, required: [__proto__], properties: { __proto__: { const: constructor } } }
    toString: { type: object, required: [__proto__], properties: { __proto__: { const: toString } } }
`;

const code = `import { contract, type Contract } from './gen/contract.js';
import { apiKeys } from './gen/runtime/server/credentials.js';
import type { Handlers } from './gen/runtime/server/handler.js';
import { serve } from './gen/runtime/server/serve.js';
import { inheritedClient, serverUrl } from './client/index.js';
export { serverUrl };

export const seen: unknown[] = [];
const told = (value: unknown) => {
  seen.push(value);
  return { status: 200, body: {} } as const;
};
const handlers: Handlers<Contract, null> = {
  constructor: async ({ call, ...request }) => {
    const { path } = request;
    const rank: number = path.constructor + path.toString + path.hasOwnProperty + path['__proto__'];
    told(request);
    return { status: 200, headers: { constructor: rank }, body: {} };
  },
  ['__proto__']: async ({ query, headers }) => told({ query, headers }),
  toString: async ({ call }) => {
    told(call.caller?.sub);
    return { status: 204 };
  },
  hasOwnProperty: async ({ body, contentType }) => told([contentType, body]),
  valueOf: async ({ body }) => told(body),
};
const keys = apiKeys(async (key) => (key === 'good' ? { sub: 'me', scopes: [] } : undefined));
const handler = serve(contract, handlers, async () => ({
  context: null,
  options: { log: () => undefined, authenticate: { ['__proto__']: keys, toString: keys } },
}));
const fetchOf = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
  const request = new Request(url, init);
  const { pathname, searchParams } = new URL(request.url);
  const { statusCode, headers, body } = await handler(
    {
      httpMethod: request.method,
      path: pathname,
      headers: Object.fromEntries(request.headers),
      multiValueQueryStringParameters: Object.fromEntries(Array.from(new Set(searchParams.keys()), (name) => [name, searchParams.getAll(name)])),
      body: await request.text(),
      isBase64Encoded: false,
      requestContext: {},
    },
    { awsRequestId: 'x', getRemainingTimeInMillis: () => 5000 },
  );
  return new Response(statusCode === 204 ? null : body, { status: statusCode, headers });
};
const options = { baseUrl: 'http://inherited.example', fetch: fetchOf, retries: { max: 0 } };
export const client = inheritedClient(options);
export const clientWith = (auth: NonNullable<Parameters<typeof inheritedClient>[0]['auth']>) => inheritedClient({ ...options, auth });
`;

type Call = (request?: object) => Promise<{ status: number; headers: object }>;
interface Client {
  readonly constructor: Call;
  readonly toString: Call;
  readonly hasOwnProperty: Call;
  readonly __proto__: Call;
  readonly valueOf: Call;
}
interface Module {
  readonly seen: unknown[];
  readonly client: Client;
  clientWith(auth: object): Client;
  serverUrl(variables?: object): string;
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 60_000);
afterAll(() => built.remove());

/** Members of which `toEqual` would not see the one that is called `__proto__`. */
function own(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(own);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.entries(value).map(([name, member]) => [name, own(member)]);
}

const numbered = (from: number) =>
  Object.fromEntries(inherited.map((name, index) => [name, from + index] as const));

async function sent(name: keyof Client, request?: object): Promise<unknown> {
  built.module.seen.length = 0;
  const result = await built.module.client[name](request);
  expect(result.status).toBe(200);
  return own(built.module.seen[0]);
}

test('members that are called as what every object inherits are read by their own schemas', () => {
  const place = { file: 'a', line: 1, column: 1, pointer: '' };
  const integer = { place, types: ['integer'] } as const;
  const schema = {
    place,
    allOf: [
      { place, types: ['object'], properties: new Map(inherited.map((name) => [name, integer])) },
      { place, types: ['object'], properties: new Map([['own', integer]]) },
    ],
  } as const;
  const shape = shapeOf(schema);
  expect(memberNames(shape)).toEqual(['own', ...inherited]);
  const form = 'constructor=1&toString=2&__proto__=3&own=4&other=5&valueOf=6';
  const read = formValue(form, { shape, encoding: [] });
  expect(Object.entries(read)).toEqual([
    ['constructor', 1],
    ['toString', 2],
    ['__proto__', 3],
    ['own', 4],
    ['other', '5'],
    ['valueOf', '6'],
  ]);
});

test('names that every object inherits leave code that the strict compiler takes', () => {
  expect(built.typeErrors()).toBe('');
});

test('parameters of every location and headers of answers may have the names', async () => {
  const request = {
    path: numbered(1),
    query: numbered(5),
    headers: { constructor: 9, tostring: 10, hasownproperty: 11 },
    cookies: numbered(13),
  };
  expect(await sent('constructor', request)).toEqual(own(request));
  const answer = await built.module.client.constructor(request);
  expect(Object.entries(answer.headers).filter(([name]) => /^(constructor|tostring)$/.test(name))).toEqual([
    ['constructor', 10],
  ]);
});

test('parameters that are not sent are not what every object has', async () => {
  const query = Object.fromEntries(inherited.map((name) => [name, 5]));
  expect(await sent('constructor', { path: numbered(1) })).toEqual(
    own({ path: numbered(1), query, headers: {}, cookies: {} }),
  );
});

test('members of objects in a query and in a header may have the names', async () => {
  const request = { query: { filter: numbered(1) }, headers: { 'x-pairs': numbered(5) } };
  expect(await sent('__proto__', request)).toEqual(own(request));
});

test('a scheme that has such a name is asked for as any other', async () => {
  const status = async (auth: Record<string, () => string>) =>
    (await built.module.clientWith(auth).toString()).status;
  for (const name of ['__proto__', 'toString'])
    expect([name, await status({ [name]: () => 'good' })]).toEqual([name, 204]);
  expect(built.module.seen.at(-1)).toBe('me');
});

test('a contract with such schemes lets nobody in without credentials', async () => {
  await expect(built.module.client.toString()).rejects.toMatchObject({ kind: 'undeclared', status: 401 });
  const bad = built.module.clientWith({ ['__proto__']: () => 'bad' });
  await expect(bad.toString()).rejects.toMatchObject({ kind: 'undeclared', status: 401 });
  // Nothing authenticates it: a failure of the service, and no caller.
  const unknown = built.module.clientWith({ constructor: () => 'good' });
  await expect(unknown.toString()).rejects.toMatchObject({ kind: 'undeclared', status: 500 });
});

test('properties, schemas, alternatives and dependencies may have the names', async () => {
  const moment = new Date('2026-02-28T12:00:00Z');
  const body = {
    constructor: 1,
    ['__proto__']: moment,
    toString: { ['__proto__']: 'constructor' },
    hasOwnProperty: 2,
  };
  expect(await sent('hasOwnProperty', { body })).toEqual(['application/json', own(body)]);
  for (const wrong of [
    { ...body, toString: { ['__proto__']: 'valueOf' } },
    { constructor: 1 },
    { ['__proto__']: moment },
  ]) {
    await expect(sent('hasOwnProperty', { body: wrong })).rejects.toThrow(TypeError);
  }
});

test('the encoding of a form is by its own names', async () => {
  const body = Object.fromEntries(inherited.map((name, index) => [name, [index, 7]]));
  const contentType = 'application/x-www-form-urlencoded';
  expect(await sent('hasOwnProperty', { body, contentType })).toEqual([contentType, own(body)]);
  const json = Object.fromEntries(inherited.map((name, index) => [name, { [name]: [index] }]));
  expect(await sent('valueOf', { body: json })).toEqual(own(json));
});

test('parts of a multipart body and their headers may have the names', async () => {
  const parts = inherited.map(
    (name, index) => [name, { value: index, headers: { [name.toLowerCase()]: index + 4 } }] as const,
  );
  const body = Object.fromEntries(parts);
  const contentType = 'multipart/form-data';
  expect(await sent('hasOwnProperty', { body, contentType })).toEqual([contentType, own(body)]);
});

test('variables of a server may have the names', () => {
  expect(built.module.serverUrl()).toBe('https://a.b.example');
  expect(built.module.serverUrl({ ['__proto__']: 'c' })).toBe('https://a.c.example');
});
