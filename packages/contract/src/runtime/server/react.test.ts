import { type Built, buildGenerated } from '../../write/build-generated.js';
import type { LambdaContext } from './event.js';
import type { BatchResponse, SqsEvent, SqsRecord } from './sqs-event.js';

const document = `openapi: 3.1.0
info: { title: Orders, version: 1.2.3 }
webhooks:
  OrderPlaced:
    post:
      operationId: orderPlaced
      requestBody:
        content:
          application/json:
            schema: { type: object, required: [orderId], properties: { eventId: { type: string }, orderId: { type: string, maxLength: 9 } } }
      responses: { '204': { description: Taken } }
  OrderCancelled:
    post:
      operationId: orderCancelled
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '204': { description: Taken } }
`;
const code = `import { OrderPlaced, OrderCancelled } from './client/events.js';
import { on, react, schedule, type Reaction } from './gen/runtime/server/react.js';
import type { Log } from './gen/runtime/server/log.js';
import type { OrderPlacedDetail } from './client/schemas.js';
interface Context { readonly seen: unknown[]; readonly now: { advanceMs: number } }
const onOrderPlaced: Reaction<OrderPlacedDetail, Context> = async (event, { seen, now }) => {
  if (event.detail.orderId === 'slow') now.advanceMs = 60_000;
  if (event.detail.orderId === 'broken') throw new Error('the table is away');
  seen.push(event);
};
const onOrderCancelled = async (event: { type: string }, { seen }: Context) => { seen.push(event.type); };
export const make = (context: Context, log: Log) =>
  react([on(OrderPlaced, onOrderPlaced), on(OrderCancelled, onOrderCancelled)], async () => ({ context, options: { log } }));
export const makeSchedule = (run: (call: { deadline: number; requestId: string }, context: Context) => Promise<void>, context: Context, log: Log) =>
  schedule(run, async () => ({ context, options: { log } }));
`;

type Fields = Record<string, unknown>;
interface Context {
  readonly seen: Fields[];
  readonly now: { advanceMs: number };
}
type Log = (level: string, fields: Fields) => void;
interface Module {
  make(context: Context, log: Log): (event: SqsEvent, lambda: LambdaContext) => Promise<BatchResponse>;
  makeSchedule(
    run: (call: Fields, context: Context) => Promise<void>,
    context: Context,
    log: Log,
  ): (event: unknown, lambda: LambdaContext) => Promise<void>;
}

let built: Built<Module>;
let context: Context;
let lines: Fields[];
const log: Log = (level, fields) => void lines.push({ level, ...fields });
const lambda = {
  awsRequestId: 'lambda-1',
  getRemainingTimeInMillis: () => 5000,
};

beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 30_000);
afterAll(() => built.remove());
beforeEach(() => {
  context = { seen: [], now: { advanceMs: 0 } };
  lines = [];
});
afterEach(() => jest.restoreAllMocks());

/** A message as a queue gets it from an EventBridge rule. */
function message(id: string, detail: unknown, more: { type?: string; source?: string; group?: string } = {}) {
  const envelope = {
    version: '0',
    id: `envelope-${id}`,
    'detail-type': more.type ?? 'OrderPlaced',
    source: more.source ?? 'orders',
    account: '123456789012',
    time: '2026-11-25T01:00:00Z',
    region: 'eu-central-1',
    resources: [],
    detail,
  };
  return record(id, JSON.stringify(envelope), more.group);
}

function record(id: string, body: string, group?: string): SqsRecord {
  const attributes = {
    ApproximateReceiveCount: '2',
    AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    ...(group !== undefined && { MessageGroupId: group }),
  };
  return { messageId: id, body, attributes };
}

async function deliver(...records: SqsRecord[]): Promise<string[]> {
  const response = await built.module.make(context, log)({ Records: records }, lambda);
  return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

test('generated code with reactions passes the strictest checks', () => {
  expect(built.typeErrors()).toBe('');
});

test('a reaction gets the decoded event with its trace and its deadline', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  expect(await deliver(message('1', { orderId: 'a' }))).toEqual([]);
  expect(context.seen).toEqual([
    {
      id: 'envelope-1',
      type: 'OrderPlaced',
      source: 'orders',
      time: '2026-11-25T01:00:00Z',
      detail: { orderId: 'a' },
      traceparent: expect.stringMatching(
        /^00-5759e988bd862e3fe1be46a994272793-(?!53995c3f42cd8ad8)[\da-f]{16}-01$/,
      ),
      deadline: 1_005_000,
    },
  ]);
  expect(lines).toEqual([
    {
      level: 'info',
      outcome: 'ok',
      messageId: '1',
      receiveCount: 2,
      event: 'OrderPlaced',
      eventId: 'envelope-1',
      source: 'orders',
      traceId: '5759e988bd862e3fe1be46a994272793',
      durationMs: expect.any(Number),
    },
  ]);
});

test('the id in the detail is the event, whatever the envelope of this publication says', async () => {
  await deliver(message('1', { orderId: 'a', eventId: 'stable' }));
  expect(context.seen).toMatchObject([{ id: 'stable' }]);
});

test('an event that nobody subscribed to is done; the source counts as the type does', async () => {
  expect(await deliver(message('1', {}, { type: 'Other' }), message('2', {}, { source: 'others' }))).toEqual(
    [],
  );
  expect(context.seen).toEqual([]);
  expect(lines).toMatchObject([{ outcome: 'ignored' }, { outcome: 'ignored' }]);
});

test('what breaks its contract is told without its values and delivered again, the others are done', async () => {
  const failed = await deliver(
    message('1', { orderId: 'far too long' }),
    record('2', 'no JSON'),
    record('3', '{"id":"x"}'),
    record('4', '[]'),
    message('5', {}, { type: 'OrderCancelled' }),
  );
  expect(failed).toEqual(['1', '2', '3', '4']);
  expect(context.seen).toEqual(['OrderCancelled']);
  expect(lines.slice(0, 4)).toMatchObject([
    { level: 'error', outcome: 'refused', problems: [{ pointer: '/orderId' }] },
    { outcome: 'refused', problems: [] },
    { problems: [{ pointer: '/detail-type' }, { pointer: '/source' }, { pointer: '/time' }] },
    { outcome: 'refused' },
  ]);
  expect(JSON.stringify(lines)).not.toContain('far too long');
});

test('a reaction that throws has its event delivered again', async () => {
  expect(await deliver(message('1', { orderId: 'broken' }), message('2', { orderId: 'b' }))).toEqual(['1']);
  expect(context.seen).toMatchObject([{ detail: { orderId: 'b' } }]);
  expect(lines[0]).toMatchObject({ level: 'error', outcome: 'failed', eventId: 'envelope-1' });
  expect(lines[0]?.error).toContain('the table is away');
});

test('after a failure nothing of the same FIFO group overtakes it', async () => {
  const failed = await deliver(
    message('1', { orderId: 'a' }, { group: 'g' }),
    message('2', { orderId: 'broken' }, { group: 'g' }),
    message('3', { orderId: 'c' }, { group: 'h' }),
    message('4', { orderId: 'd' }, { group: 'g' }),
  );
  expect(failed).toEqual(['2', '4']);
  expect(context.seen).toMatchObject([{ detail: { orderId: 'a' } }, { detail: { orderId: 'c' } }]);
});

test('what the time does not suffice for is delivered again instead of cut off', async () => {
  jest.spyOn(Date, 'now').mockImplementation(() => 1_000_000 + context.now.advanceMs);
  expect(await deliver(message('1', { orderId: 'slow' }), message('2', { orderId: 'b' }))).toEqual(['2']);
});

test('a scheduled function gets its deadline, and its failure is the invocation’s', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  const calls: unknown[] = [];
  await built.module.makeSchedule(async (call) => void calls.push(call), context, log)({}, lambda);
  expect(calls).toEqual([{ deadline: 1_005_000, requestId: 'lambda-1' }]);
  const failing = built.module.makeSchedule(() => Promise.reject(new Error('no')), context, log);
  await expect(failing({}, lambda)).rejects.toThrow('no');
  expect(lines).toMatchObject([
    { level: 'info', requestId: 'lambda-1', outcome: 'ok' },
    { level: 'error', requestId: 'lambda-1', outcome: 'failed' },
  ]);
});
