import { inventoryClient } from '@atoll/inventory-client';
import { type NewOrder, type OrderV2, ordersClient } from '@atoll/orders-client';
import { paymentsClient } from '@atoll/payments-client';
import type { ShopProcess } from './shop-process.js';

/** A customer of a running shop, who knows it by its published clients alone. */
export class Customer {
  readonly orders: ReturnType<typeof ordersClient>;
  readonly payments: ReturnType<typeof paymentsClient>;
  readonly inventory: ReturnType<typeof inventoryClient>;

  constructor(shop: Pick<ShopProcess, 'apiUrl' | 'token'>, name: string) {
    const auth = () => shop.token(name, 'orders:read orders:write payments:read');
    const options = { baseUrl: shop.apiUrl, auth, timeoutMs: 20_000 };
    this.orders = ordersClient(options);
    this.payments = paymentsClient(options);
    this.inventory = inventoryClient(options);
  }

  place(order: NewOrder, key: string = crypto.randomUUID()) {
    return this.orders.placeOrderV2({ headers: { 'idempotency-key': key }, body: order });
  }

  /** An order of one SKU that must be taken. */
  async buy(sku: string, quantity = 1, paymentMethod = 'pm_card_visa'): Promise<OrderV2> {
    const placed = await this.place({ lines: [{ sku, quantity }], paymentMethod });
    if (placed.status !== 201)
      throw new Error(`the order was answered ${placed.status}: ${JSON.stringify(placed.body)}`);
    return placed.body;
  }

  async order(orderId: string): Promise<OrderV2> {
    const found = await this.orders.getOrderV2({ path: { orderId } });
    if (found.status !== 200) throw new Error(`the order ${orderId} was answered ${found.status}`);
    return found.body;
  }

  /** The order once it is in one of the states. Error: it is not within `withinMs`. */
  async settled(orderId: string, states: readonly OrderV2['status'][], withinMs = 30_000): Promise<OrderV2> {
    const end = Date.now() + withinMs;
    for (;;) {
      const order = await this.order(orderId);
      if (states.includes(order.status)) return order;
      if (Date.now() > end) throw new Error(`the order ${orderId} is still ${order.status}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stock(sku: string): Promise<{ available: number; reserved: number; sold: number }> {
    const found = await this.inventory.getStock({ path: { sku } });
    if (found.status !== 200) throw new Error(`the stock of ${sku} was answered ${found.status}`);
    const { available, reserved, sold } = found.body;
    return { available, reserved, sold };
  }

  async paymentOf(orderId: string) {
    const found = await this.payments.getPayment({ path: { orderId } });
    return found.status === 200 ? found.body : undefined;
  }
}

/** Tries `look` again until it gives something. Error: it gives nothing within `withinMs`. */
export async function eventually<T>(look: () => Promise<T | undefined>, withinMs = 30_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`it did not happen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
