import { contract } from '../gen/contract.js';
import { serve } from '../gen/runtime/server/serve.js';
import { context } from './context.js';
import { cancelOrder } from './operations/cancel-order.js';
import { getOrder } from './operations/get-order.js';
import { listMyOrders } from './operations/list-my-orders.js';
import { placeOrder } from './operations/place-order.js';

export const handler = serve(contract, { cancelOrder, getOrder, listMyOrders, placeOrder }, context);
