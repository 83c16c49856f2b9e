import { contract } from '../gen/contract.js';
import { serve } from '../gen/runtime/server/serve.js';
import { context } from './context.js';
import { cancelOrder } from './operations/cancel-order.js';
import { cancelOrderV2 } from './operations/cancel-order-v2.js';
import { getOrder } from './operations/get-order.js';
import { getOrderV2 } from './operations/get-order-v2.js';
import { listMyOrders } from './operations/list-my-orders.js';
import { listMyOrdersV2 } from './operations/list-my-orders-v2.js';
import { placeOrder } from './operations/place-order.js';
import { placeOrderV2 } from './operations/place-order-v2.js';

export const handler = serve(
  contract,
  {
    cancelOrder,
    cancelOrderV2,
    getOrder,
    getOrderV2,
    listMyOrders,
    listMyOrdersV2,
    placeOrder,
    placeOrderV2,
  },
  context,
);
