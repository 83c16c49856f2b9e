import { contract } from '../gen/contract.js';
import { serve } from '../gen/runtime/server/serve.js';
import { apiContext } from './context.js';
import { getPayment } from './operations/get-payment.js';
import { listMyPayments } from './operations/list-my-payments.js';

export const handler = serve(contract, { getPayment, listMyPayments }, apiContext);
