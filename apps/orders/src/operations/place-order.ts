import { ClientError } from '@atoll/catalog-client';
import type { Contract } from '../../gen/contract.js';
import { OrderPlaced } from '../../gen/events.js';
import type { Call, Handler } from '../../gen/runtime/server/handler.js';
import { outboxItem } from '../../gen/runtime/server/outbox.js';
import { problem } from '../../gen/runtime/server/problem.js';
import type { Line, Order } from '../../gen/schemas.js';
import type { Context } from '../context.js';
import { mergeLines, mostUnits, orderIdOf, orderOf, priceLines, type StoredOrder } from '../order.js';

type Answer = Contract['placeOrder']['response'];

const placed = (order: Order): Answer => ({
  status: 201,
  headers: { location: `/v1/orders/${order.orderId}` },
  body: order,
});

/** Prices come from the catalog, never from the caller. */
async function price(lines: readonly Line[], { deadline, traceparent }: Call, { catalog }: Context) {
  const quote = await catalog.quotePrices(
    { body: { skus: lines.map(({ sku }) => sku) } },
    { deadline, traceparent },
  );
  if (quote.status !== 200) throw new Error(`the catalog refused to quote: ${quote.body.detail}`);
  const { prices, unknownSkus } = quote.body;
  if (unknownSkus.length > 0) {
    const detail = `the catalog does not have ${unknownSkus.join(', ')}`;
    return { refused: { status: 422, body: problem(422, detail, { unknownSkus }) } as const };
  }
  const priced = priceLines(lines, prices);
  if (priced === undefined)
    return {
      refused: { status: 422, body: problem(422, 'one order cannot have several currencies') } as const,
    };
  return { priced };
}

/** Undefined when all lines are reserved, else the answer that says why not. */
async function reserve(wanted: { orderId: string; lines: Line[] }, call: Call, { inventory }: Context) {
  const { deadline, traceparent } = call;
  const request = { path: { reservationId: wanted.orderId }, body: { lines: wanted.lines } };
  const reserved = await inventory.reserveStock(request, { deadline, traceparent });
  if (reserved.status === 409) {
    const { detail = 'not enough is left', shortages = [] } = reserved.body;
    return { status: 409, body: problem(409, detail, { shortages }) } as const;
  }
  if (reserved.status !== 200) throw new Error(`inventory refused to reserve: ${reserved.body.detail}`);
  if (reserved.body.status === 'reserved') return undefined;
  const detail = `the reservation of this request is ${reserved.body.status}: place the order again under a new key`;
  return { status: 409, body: problem(409, detail) } as const;
}

/** A dependency that gives no answer is no failure of this service: the caller may try again. */
function unavailable(error: unknown): Answer {
  if (!(error instanceof ClientError)) throw error;
  return { status: 503, headers: { 'retry-after': '2' }, body: problem(503, error.message) };
}

/** Reserves stock, then records the order; payment follows by event. */
export const placeOrder: Handler<Contract['placeOrder'], Context> = async (
  { headers, body, call },
  context,
) => {
  const customerId = call.caller?.sub ?? '';
  const orderId = orderIdOf(customerId, headers['idempotency-key']);
  const known = await context.orders.get(orderId);
  if (known !== undefined) return placed(orderOf(known));
  const lines = mergeLines(body.lines);
  const tooMany = lines.filter(({ quantity }) => quantity > mostUnits).map(({ sku }) => sku);
  if (tooMany.length > 0)
    return { status: 422, body: problem(422, `at most ${mostUnits} of ${tooMany.join(', ')} in one order`) };
  try {
    const { refused, priced } = await price(lines, call, context);
    if (refused !== undefined) return refused;
    const short = await reserve({ orderId, lines }, call, context);
    if (short !== undefined) return short;
    const placedAt = context.now();
    const order: StoredOrder = {
      orderId,
      customerId,
      status: 'pending',
      ...priced,
      placedAt: placedAt.toISOString(),
    };
    const news = placedNews(order, body.paymentMethod, call.traceparent);
    return await record(order, news, context);
  } catch (error) {
    return unavailable(error);
  }
};

function placedNews(order: StoredOrder, paymentMethod: string, traceparent: string) {
  const { orderId, customerId, lines, totalCents, currency, placedAt } = order;
  const eventId = `${orderId}-placed`;
  const detail = { eventId, orderId, customerId, lines, totalCents, currency, paymentMethod, placedAt };
  return outboxItem({ type: OrderPlaced, detail, at: Date.parse(placedAt), traceparent });
}

/** Invariant: an acknowledged order is announced. Held by orders.test.ts, "announces the order". */
async function record(
  order: StoredOrder,
  news: ReturnType<typeof outboxItem>,
  { orders }: Context,
): Promise<Answer> {
  if (await orders.place(order, news)) return placed(orderOf(order));
  const known = await orders.get(order.orderId);
  if (known === undefined) throw new Error(`the order ${order.orderId} is neither new nor known`);
  return placed(orderOf(known));
}
