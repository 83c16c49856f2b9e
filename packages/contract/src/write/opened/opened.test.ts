import { type Built, buildGenerated } from '../build-generated.js';

const document = `openapi: 3.1.0
info: { title: Lamps, version: 1.0.0 }
x-atoll-open-enums: true
servers: [{ url: 'https://lamps.example' }]
paths:
  /v1/lamps/{id}:
    put:
      operationId: putLamp
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: mode, in: query, schema: { $ref: '#/components/schemas/Mode' } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Lamp' } } } }
      responses:
        '200':
          description: It
          headers: { X-Mode: { required: true, schema: { $ref: '#/components/schemas/Mode' } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Lamp' } } }
webhooks:
  LampSwitched:
    post:
      operationId: lampSwitched
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Lamp' } } } }
      responses: { '204': { description: Taken } }
components:
  schemas:
    Mode: { type: string, enum: [day, night] }
    State: { type: string, enum: [on, off] }
    Lamp: { type: object, required: [state], properties: { state: { $ref: '#/components/schemas/State' }, kind: { $ref: '#/components/schemas/Kind' } } }
    Kind: { oneOf: [{ $ref: '#/components/schemas/Bulb' }, { $ref: '#/components/schemas/Tube' }] }
    Bulb: { type: object, required: [type], properties: { type: { const: bulb }, cap: { type: string, enum: [e14, e27] } } }
    Tube: { type: object, required: [type], properties: { type: { const: tube } } }
`;

const code = `import { contract, type Contract } from './gen/contract.js';
import { LampSwitched as published } from './gen/events.js';
import type { Handlers } from './gen/runtime/server/handler.js';
import { serve } from './gen/runtime/server/serve.js';
import { LampSwitched } from './client/events.js';
import { lampsClient, type PutLampResult } from './client/index.js';

const handlers: Handlers<Contract, () => unknown> = {
  putLamp: async ({ body }, answer) => ({ status: 200, headers: { 'x-mode': 'day' }, body: answer() as typeof body }),
};
export const make = (answer: () => unknown) =>
  serve(contract, handlers, async () => ({ context: answer, options: { log: () => undefined, strict: false } }));
export const client = lampsClient;
export const writes = (value: unknown): boolean => published.codec.is(value);
export const reads = (value: unknown): boolean => LampSwitched.codec.is(value);
/** An exhaustive switch has a place for what comes later. */
export const told = ({ body: { state, kind } }: PutLampResult): string => {
  const cap = kind?.type === 'bulb' ? kind.cap : 'none';
  switch (state) {
    case 'on':
    case 'off':
      return state + cap;
    default: {
      const other: string = state;
      return other;
    }
  }
};
`;

interface Result {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}
interface Module {
  make(
    answer: () => unknown,
  ): (event: object, lambda: object) => Promise<{ statusCode: number; body: string }>;
  client(options: object): { putLamp(request: object): Promise<Result> };
  writes(value: unknown): boolean;
  reads(value: unknown): boolean;
  told(result: Result): string;
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 60_000);
afterAll(() => built.remove());

const path = { id: 'a' };
const newer = { state: 'dimmed', kind: { type: 'bulb', cap: 'gu10' } };

test('the generated code passes the strictest checks, and requests take known values alone', () => {
  expect(built.typeErrors()).toBe('');
  const wrong = `import { putLamp, type Client, type Lamp, type LampInput } from './client/index.js';
import { contract, type Contract } from './gen/contract.js';
export const read: Lamp['state'] = 'dimmed';
export const sent: LampInput['state'] = 'dimmed';
export const call = (client: Client) => putLamp(client, { path: { id: 'a' }, query: { mode: 'dusk' }, body: { state: 'on' } });
export const header = async (client: Client): Promise<string> => (await putLamp(client, { path: { id: 'a' }, body: { state: 'on' } })).headers['x-mode'];
export const answered: Contract['putLamp']['response'] = { status: 200, headers: { 'x-mode': 'dusk' }, body: { state: 'on' } };
export { contract };
`;
  const lines = built.typeErrors(wrong).match(/more\.ts\((\d+)/g);
  expect([...new Set(lines)]).toEqual(['more.ts(4', 'more.ts(5', 'more.ts(7']);
});

test('an old client gets the values of a newer service, in bodies and headers', async () => {
  const fetch = async () =>
    new Response(JSON.stringify(newer), {
      headers: { 'content-type': 'application/json', 'x-mode': 'dusk' },
    });
  const client = built.module.client({ baseUrl: 'http://lamps', fetch, retries: { max: 0 } });
  const result = await client.putLamp({ path, body: { state: 'on' } });
  expect(result).toMatchObject({ status: 200, headers: { 'x-mode': 'dusk' }, body: newer });
  expect(built.module.told(result)).toBe('dimmed');
});

test('a new kind of an alternative is an undeclared answer still', async () => {
  const body = JSON.stringify({ state: 'on', kind: { type: 'laser' } });
  const headers = { 'content-type': 'application/json', 'x-mode': 'day' };
  const client = built.module.client({
    baseUrl: 'http://lamps',
    fetch: async () => new Response(body, { headers }),
    retries: { max: 0 },
  });
  await expect(client.putLamp({ path, body: { state: 'on' } })).rejects.toMatchObject({ kind: 'undeclared' });
});

const event = (body: unknown, mode = 'day') => ({
  httpMethod: 'PUT',
  path: '/v1/lamps/a',
  headers: { 'content-type': 'application/json' },
  multiValueQueryStringParameters: { mode: [mode] },
  body: JSON.stringify(body),
  isBase64Encoded: false,
  requestContext: {},
});
const lambda = { awsRequestId: 'x', getRemainingTimeInMillis: () => 5000 };

test('a service takes and answers what its contract lists, and nothing else', async () => {
  const answers = async (answer: unknown, request: object) =>
    (await built.module.make(() => answer)(request, lambda)).statusCode;
  expect(await answers({ state: 'off' }, event({ state: 'on' }))).toBe(200);
  expect(await answers({ state: 'off' }, event({ state: 'dimmed' }))).toBe(400);
  expect(await answers({ state: 'off' }, event({ state: 'on' }, 'dusk'))).toBe(400);
  expect(await answers({ state: 'dimmed' }, event({ state: 'on' }))).toBe(500);
});

test('a consumer takes events that the publisher may only write once its contract lists their values', () => {
  expect([built.module.writes({ state: 'on' }), built.module.reads({ state: 'on' })]).toEqual([true, true]);
  expect([built.module.writes(newer), built.module.reads(newer)]).toEqual([false, true]);
});
