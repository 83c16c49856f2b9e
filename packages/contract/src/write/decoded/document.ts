/** A contract that has decoded values wherever a contract may have values. */
export const document = `openapi: 3.1.0
info: { title: Rich, version: 1.0.0 }
x-atoll-decode: { date-time: Date, date: Date, int64: bigint, byte: Uint8Array, uuid: brand }
paths:
  /v1/orders/{orderId}/{day}:
    put:
      operationId: putOrder
      security: []
      parameters:
        - { name: orderId, in: path, required: true, schema: { $ref: '#/components/schemas/OrderId' } }
        - { name: day, in: path, required: true, schema: { type: string, format: date } }
        - { name: since, in: query, schema: { type: string, format: date-time, default: '2020-01-01T00:00:00+01:00' } }
        - { name: days, in: query, schema: { type: array, items: { type: string, format: date } } }
        - { name: json, in: query, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
        - { name: X-Sequence, in: header, schema: { type: integer, format: int64 } }
        - { name: Idempotency-Key, in: header, schema: { type: string, format: date-time } }
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: '#/components/schemas/Order' } }
          application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Note' } }
          multipart/form-data:
            schema:
              type: object
              required: [at]
              properties:
                at: { type: string, format: date-time }
                counts: { type: array, items: { type: integer, format: int64 } }
                note: { $ref: '#/components/schemas/Note' }
                signed: { type: string, format: date }
                file: { type: string, format: binary }
            encoding: { signed: { headers: { X-At: { required: true, schema: { type: string, format: date-time } } } } }
          text/plain: { schema: { type: string, format: date-time } }
      responses:
        '200':
          description: It
          headers: { X-Next: { required: true, schema: { type: string, format: date-time } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
        '201': { description: Bytes, content: { application/json: { schema: { type: string, format: byte } } } }
  /v1/orders:
    get:
      operationId: listOrders
      security: []
      parameters: [{ name: cursor, in: query, schema: { $ref: '#/components/schemas/OrderId' } }]
      responses: { '200': { description: They, content: { application/json: { schema: { type: object, properties: { nextCursor: { type: string }, orders: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } } } }
  /v1/moments:
    get:
      operationId: listMoments
      security: []
      responses: { '200': { description: They, content: { application/jsonl: { schema: { $ref: '#/components/schemas/Note' } } } } }
webhooks:
  OrderPut: { post: { operationId: orderPut, requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/OrderPut' } } } } } }
components:
  schemas:
    OrderId: { type: string, format: uuid }
    CustomerId: { type: string, format: uuid }
    Note: { type: object, required: [at], properties: { at: { type: string, format: date-time }, text: { type: string } } }
    OrderPut: { type: object, required: [eventId, at], properties: { eventId: { type: string }, at: { type: string, format: date-time } } }
    Order:
      type: object
      required: [id, at]
      properties:
        id: { $ref: '#/components/schemas/OrderId' }
        customer: { $ref: '#/components/schemas/CustomerId' }
        at: { type: string, format: date-time }
        count: { type: integer, format: int64 }
        total: { type: string, format: int64 }
        picture: { type: string, contentEncoding: base64 }
        ended: { type: [string, 'null'], format: date }
        notes: { type: array, items: { $ref: '#/components/schemas/Note' } }
        parent: { $ref: '#/components/schemas/Order' }
        byDay: { type: object, additionalProperties: { type: string, format: date-time } }
        either: { oneOf: [{ type: string, format: date-time }, { type: integer }] }
        secret: { type: string, writeOnly: true }
`;

/** A service that keeps what it gets and answers what it is told, and its client. */
export const code = `import { contract, type Contract } from './gen/contract.js';
import { OrderPut } from './gen/events.js';
import { on } from './gen/runtime/server/react.js';
import { outboxItem } from './gen/runtime/server/outbox.js';
import type { Handlers } from './gen/runtime/server/handler.js';
import { serve, type ServeOptions } from './gen/runtime/server/serve.js';
import { richClient, OrderId, type Order, type PutOrderRequest, type PutOrderResult, type wire } from './client/index.js';
import * as events from './client/events.js';
export { richClient };

interface Context { seen: unknown[]; answer: unknown }
const handlers: Handlers<Contract, Context> = {
  putOrder: async ({ call, ...request }, context) => {
    const since: Date = request.query.since;
    const sequence: bigint | undefined = request.headers?.['x-sequence'];
    context.seen.push({ ...request, since, sequence });
    return context.answer as Contract['putOrder']['response'];
  },
  listOrders: async () => ({ status: 200, body: { orders: [] } }),
  listMoments: async () => ({ status: 200, body: '{"at":"2026-02-28T12:00:00Z"}\\n' }),
};
export const make = (context: Context, options: ServeOptions) => serve(contract, handlers, async () => ({ context, options }));
export const published = (at: Date) => outboxItem({ type: OrderPut, detail: { eventId: 'e', at }, at: 0 });
export const received = (detail: unknown, seen: unknown[]) =>
  on(events.OrderPut, async ({ detail: { at } }) => void seen.push(at.getTime())).run(
    { id: 'e', type: 'OrderPut', source: 'rich', time: '', detail, traceparent: '', deadline: 0 }, {});

// What follows is there for the type checker.
export const onWire = (order: Order): wire.Order => ({ id: order.id, at: order.at.toISOString(), total: String(order.total) });
export const checked = (text: string, client: ReturnType<typeof richClient>): Promise<PutOrderResult> | undefined => {
  if (!OrderId.is(text)) return undefined;
  const request: PutOrderRequest = { path: { orderId: text, day: new Date(0) }, body: { id: text, at: new Date(), count: 1n, ended: null } };
  return client.putOrder(request);
};
`;
