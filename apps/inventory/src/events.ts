import { OrderCancelled } from '@atoll/orders-client/events';
import { PaymentAuthorized } from '@atoll/payments-client/events';
import { on, react } from '../gen/runtime/server/react.js';
import { context } from './context.js';
import { onOrderCancelled } from './reactions/on-order-cancelled.js';
import { onPaymentAuthorized } from './reactions/on-payment-authorized.js';

export const handler = react(
  [on(PaymentAuthorized, onPaymentAuthorized), on(OrderCancelled, onOrderCancelled)],
  context,
);
