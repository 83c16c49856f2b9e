import { contract } from '../gen/contract.js';
import { serve } from '../gen/runtime/server/serve.js';
import { context } from './context.js';
import { cancelPaymentIntent } from './operations/cancel-payment-intent.js';
import { capturePaymentIntent } from './operations/capture-payment-intent.js';
import { createPaymentIntent } from './operations/create-payment-intent.js';
import { createRefund } from './operations/create-refund.js';
import { listBalanceTransactions } from './operations/list-balance-transactions.js';
import { retrievePaymentIntent } from './operations/retrieve-payment-intent.js';

export const handler = serve(
  contract,
  {
    cancelPaymentIntent,
    capturePaymentIntent,
    createPaymentIntent,
    createRefund,
    listBalanceTransactions,
    retrievePaymentIntent,
  },
  context,
);
