import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type Built, buildGenerated } from '../../write/build-generated.js';
import type { LambdaContext } from './event.js';
import type { BatchResponse } from './sqs-event.js';
import type { DynamoDbStreamEvent, DynamoDbStreamRecord } from './stream-event.js';

const document = `openapi: 3.1.0
info: { title: Orders, version: 1.2.3 }
webhooks:
  OrderPlaced:
    post:
      operationId: orderPlaced
      requestBody:
        content:
          application/json:
            schema: { type: object, required: [eventId, text], properties: { eventId: { type: string }, text: { type: string }, size: { type: integer } } }
      responses: { '204': { description: Taken } }
`;
const code = `import { OrderPlaced } from './gen/events.js';
import { outboxItem, publish, type PublishContext } from './gen/runtime/server/outbox.js';
import type { OrderPlacedDetail } from './gen/schemas.js';
import type { Log } from './gen/runtime/server/log.js';
export const item = (detail: OrderPlacedDetail, at: number, traceparent?: string) =>
  outboxItem({ type: OrderPlaced, detail, at, ...(traceparent !== undefined && { traceparent }) });
export const make = (context: PublishContext, log: Log) => publish(async () => ({ context, options: { log } }));
`;

type Item = Record<string, { S?: string; N?: string }>;
type Entries = readonly PutEventsRequestEntry[];
type Answer = { FailedEntryCount?: number; Entries?: { EventId?: string; ErrorCode?: string }[] };
interface Bus {
  readonly busName: string;
  readonly events: { send(command: { input: { Entries: Entries } }): Promise<Answer> };
}
interface Module {
  item(detail: object, at: number, traceparent?: string): Item;
  make(
    context: Bus,
    log: (level: string, fields: Record<string, unknown>) => void,
  ): (event: DynamoDbStreamEvent, lambda: LambdaContext) => Promise<BatchResponse>;
}

const at = Date.UTC(2026, 10, 25, 1, 2, 3, 456);
const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
const lambda = { awsRequestId: 'x', getRemainingTimeInMillis: () => 5000 };
let built: Built<Module>;
let sent: Entries[];
let lines: Record<string, unknown>[];

beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 30_000);
afterAll(() => built.remove());
beforeEach(() => {
  sent = [];
  lines = [];
});

const taken = (entries: Entries): Answer => ({
  FailedEntryCount: 0,
  Entries: entries.map((_, index) => ({ EventId: `id-${index}` })),
});

async function publish(records: readonly DynamoDbStreamRecord[], answer = taken) {
  const send: Bus['events']['send'] = async ({ input }) => {
    sent.push(input.Entries);
    return answer(input.Entries);
  };
  const handler = built.module.make({ busName: 'shop', events: { send } }, (level, fields) => {
    lines.push({ level, ...fields });
  });
  return (await handler({ Records: records }, lambda)).batchItemFailures;
}

const inserted = (sequence: number, text = 'a', eventName: DynamoDbStreamRecord['eventName'] = 'INSERT') => ({
  eventName,
  dynamodb: {
    SequenceNumber: String(sequence),
    NewImage: built.module.item({ eventId: `event-${sequence}`, text }, at, traceparent),
  },
});

test('generated code with an outbox passes the strictest checks', () => {
  expect(built.typeErrors()).toBe('');
});

test('an outbox record holds the encoded event and expires after a week', () => {
  expect(built.module.item({ eventId: 'e1', text: 'é' }, at, traceparent)).toEqual({
    pk: { S: 'outbox#e1' },
    sk: { S: '-' },
    kind: { S: 'outbox' },
    source: { S: 'orders' },
    detailType: { S: 'OrderPlaced' },
    detail: { S: '{"eventId":"e1","text":"é"}' },
    time: { S: '2026-11-25T01:02:03.456Z' },
    traceparent: { S: traceparent },
    expiresAt: { N: String(Math.floor(at / 1000) + 604_800) },
  });
  expect(built.module.item({ eventId: 'e1', text: '' }, at)).not.toHaveProperty('traceparent');
});

test('a detail that breaks its contract is refused, and so is one that EventBridge would not take', () => {
  expect(() => built.module.item({ eventId: 'e1', text: 'a', size: 1.5 }, at)).toThrow(
    "the detail of OrderPlaced breaks its contract at '/size': expected integer",
  );
  const frame = Buffer.byteLength('{"eventId":"e1","text":""}');
  const limit = 254 * 1024 - frame;
  expect(built.module.item({ eventId: 'e1', text: 'x'.repeat(limit) }, at).detail?.S?.length).toBe(
    254 * 1024,
  );
  expect(() => built.module.item({ eventId: 'e1', text: 'x'.repeat(limit + 1) }, at)).toThrow(
    'has 260097 bytes; EventBridge takes 260096',
  );
});

test('new outbox records are put to the bus with their time and trace, other changes are passed over', async () => {
  const other = {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: '9', NewImage: { kind: { S: 'order' } } },
  } as const;
  const failures = await publish([
    other,
    inserted(1),
    inserted(2, 'b', 'MODIFY'),
    { eventName: 'REMOVE', dynamodb: {} },
    {},
  ]);
  expect(failures).toEqual([]);
  expect(sent).toEqual([
    [
      {
        EventBusName: 'shop',
        Source: 'orders',
        DetailType: 'OrderPlaced',
        Detail: '{"eventId":"event-1","text":"a"}',
        Time: new Date(at),
        TraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      },
    ],
  ]);
  expect(lines).toEqual([
    {
      level: 'info',
      outcome: 'ok',
      event: 'OrderPlaced',
      eventId: 'event-1',
      envelopeId: 'id-0',
      traceId: '5759e988bd862e3fe1be46a994272793',
    },
  ]);
  expect(await publish([other])).toEqual([]);
  expect(sent).toHaveLength(1);
});

test('one PutEvents takes ten entries', async () => {
  await publish(Array.from({ length: 21 }, (_, index) => inserted(index)));
  expect(sent.map((entries) => entries.length)).toEqual([10, 10, 1]);
  expect(sent.flat().map(({ Detail }) => JSON.parse(Detail ?? '').eventId)).toEqual(
    Array.from({ length: 21 }, (_, index) => `event-${index}`),
  );
});

test('one PutEvents takes 256 KB', async () => {
  const frame = 14 + Buffer.byteLength('ordersOrderPlaced{"eventId":"event-1","text":""}');
  const half = 128 * 1024 - frame;
  await publish([inserted(1, 'x'.repeat(half)), inserted(2, 'x'.repeat(half)), inserted(3)]);
  expect(sent.map((entries) => entries.length)).toEqual([2, 1]);
  sent = [];
  await publish([inserted(1, 'x'.repeat(half)), inserted(2, 'x'.repeat(half + 1)), inserted(3)]);
  expect(sent.map((entries) => entries.length)).toEqual([1, 2]);
});

test('the first entry that is not taken is where Lambda begins again, and nothing after its chunk is put', async () => {
  const failures = await publish(
    Array.from({ length: 12 }, (_, index) => inserted(100 + index)),
    (entries) => ({
      FailedEntryCount: 2,
      Entries: entries.map((_, index) =>
        index === 3 || index === 5 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'x' },
      ),
    }),
  );
  expect(failures).toEqual([{ itemIdentifier: '103' }]);
  expect(sent).toHaveLength(1);
  expect(lines.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
    { level: 'error', eventId: 'event-103', error: 'ThrottlingException: ' },
    { eventId: 'event-105' },
  ]);
});

test('a bus that cannot be reached fails the chunk from its first record', async () => {
  let calls = 0;
  const failures = await publish(
    Array.from({ length: 12 }, (_, index) => inserted(index)),
    (entries) => {
      calls += 1;
      if (calls === 2) throw new Error('unreachable');
      return taken(entries);
    },
  );
  expect(failures).toEqual([{ itemIdentifier: '10' }]);
  expect(lines.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
    { eventId: 'event-10', error: 'Error: unreachable' },
    { eventId: 'event-11' },
  ]);
});
