import { StockCommitted } from '@atoll/inventory-client/events';
import { OrderCancelled, OrderPlaced } from '@atoll/orders-client/events';
import { on, react } from '../gen/runtime/server/react.js';
import { context } from './context.js';
import { onOrderCancelled } from './reactions/on-order-cancelled.js';
import { onOrderPlaced } from './reactions/on-order-placed.js';
import { onStockCommitted } from './reactions/on-stock-committed.js';

export const handler = react(
  [
    on(OrderPlaced, onOrderPlaced),
    on(StockCommitted, onStockCommitted),
    on(OrderCancelled, onOrderCancelled),
  ],
  context,
);
