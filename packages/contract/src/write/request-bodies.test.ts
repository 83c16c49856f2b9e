import { type Built, buildGenerated } from './build-generated.js';
import { bodyAlternatives, bodyMembers, type RequestBodies } from './request-bodies.js';

const json = { type: 'Thing', mediaType: '"application/json"' };
const form = { type: 'Thing', mediaType: '"application/x-www-form-urlencoded"' };
const csv = { type: 'string', mediaType: '"text/csv"' };
const of = (more: Partial<RequestBodies>): RequestBodies => ({
  required: true,
  bodies: [json],
  isGiven: false,
  isOpen: true,
  ...more,
});

test.each<[string, Partial<RequestBodies>, string]>([
  ['one media type', { isOpen: false }, '  readonly body: Thing;\n'],
  ['a body that may be left out', { isOpen: false, required: false }, '  readonly body?: Thing;\n'],
  [
    'a range',
    { bodies: [{ type: 'string', mediaType: '`text/*`' }] },
    '  readonly body: string;\n  readonly contentType?: `text/*`;\n',
  ],
  [
    'several of one type',
    { bodies: [json, form] },
    '  readonly body: Thing;\n  readonly contentType?: "application/json" | "application/x-www-form-urlencoded";\n',
  ],
])('%s is members of the request', (_about, more, expected) => {
  expect(bodyMembers(of(more)).join('')).toBe(expected);
  expect(bodyAlternatives(of(more))).toBeUndefined();
});

test.each<[string, Partial<RequestBodies>, string[]]>([
  [
    'a client says nothing of the first',
    {},
    ['body: Thing; readonly contentType?: A', 'body: string; readonly contentType: B'],
  ],
  [
    'a handler is told',
    { isGiven: true },
    ['body: Thing; readonly contentType: A', 'body: string; readonly contentType: B'],
  ],
  [
    'a body that a caller may leave out has no media type',
    { isGiven: true, required: false },
    ['body?: Thing; readonly contentType?: A', 'body: string; readonly contentType: B'],
  ],
])('of bodies of several types %s', (_about, more, expected) => {
  const lines = expected.map((each) =>
    each.replace('A', `${json.mediaType} | ${form.mediaType}`).replace('B', csv.mediaType),
  );
  const written = lines.map((each) => `\n  | { readonly ${each} }`).join('');
  expect(bodyAlternatives(of({ bodies: [json, csv, form], ...more }))).toBe(written);
});

describe('an operation that takes bodies of several types', () => {
  const document = `openapi: 3.1.0
info: { title: Bodies, version: 1.0.0 }
paths:
  /things/{id}:
    put:
      operationId: putThing
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content:
          application/json: { schema: { type: object, required: [name], properties: { name: { type: string } } } }
          text/csv: {}
          multipart/form-data: { schema: { type: object, required: [file], properties: { file: { type: string, format: binary } } } }
      responses: { '204': { description: Done } }
  /things:
    post:
      operationId: addThing
      requestBody: { content: { text/csv: {}, image/png: {} } }
      responses: { '204': { description: Done } }
`;
  const code = `import type { Contract } from './gen/contract.js';
import { bodiesClient } from './client/index.js';
type Put = Contract['putThing']['request'];
export const nameOf = (request: Put): string => {
  if (request.contentType === 'application/json') return request.body.name;
  return request.contentType === 'text/csv' ? request.body : String(request.body.file.bytes.length);
};
const client = bodiesClient({ baseUrl: '' });
export const calls = () => [
  client.putThing({ path: { id: 'a' }, body: { name: 'a' } }),
  client.putThing({ path: { id: 'a' }, body: { name: 'a' }, contentType: 'application/json' }),
  client.putThing({ path: { id: 'a' }, body: 'a,b', contentType: 'text/csv' }),
  client.putThing({ path: { id: 'a' }, body: new FormData(), contentType: 'multipart/form-data' }),
  client.addThing({}),
  client.addThing({ body: new Blob([]), contentType: 'image/png' }),
];
`;
  let built: Built<object>;
  beforeAll(async () => {
    built = await buildGenerated(document, code);
  }, 60_000);
  afterAll(() => built.remove());

  test('is called with each of them, and its handler tells them apart', () => {
    expect(built.typeErrors()).toBe('');
  }, 60_000);

  test('is not called with a body of one under the name of another', () => {
    const wrong = `import { bodiesClient } from './client/index.js';
const client = bodiesClient({ baseUrl: '' });
void client.putThing({ path: { id: 'a' }, body: 'a,b' });
void client.putThing({ path: { id: 'a' }, body: new FormData(), contentType: 'text/csv' });
void client.putThing({ path: { id: 'a' }, body: { name: 'a' }, contentType: 'text/csv' });
void client.putThing({ path: { id: 'a' } });
void client.addThing({ body: new Blob([]) });
`;
    const lines = built.typeErrors(wrong).match(/more\.ts\(\d+/g);
    expect([...new Set(lines)]).toEqual([3, 4, 5, 6, 7].map((line) => `more.ts(${line}`));
  }, 60_000);
});
