import { StockCommitRefused } from '@atoll/inventory-client/events';
import { PaymentCaptured, PaymentDeclined } from '@atoll/payments-client/events';
import { on, react } from '../gen/runtime/server/react.js';
import { reactionContext } from './context.js';
import { onPaymentCaptured } from './reactions/on-payment-captured.js';
import { onPaymentDeclined } from './reactions/on-payment-declined.js';
import { onStockCommitRefused } from './reactions/on-stock-commit-refused.js';

export const handler = react(
  [
    on(PaymentCaptured, onPaymentCaptured),
    on(PaymentDeclined, onPaymentDeclined),
    on(StockCommitRefused, onStockCommitRefused),
  ],
  reactionContext,
);
