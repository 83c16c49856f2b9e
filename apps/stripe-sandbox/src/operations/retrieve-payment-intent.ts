import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { missing } from '../errors.js';
import { intentOf } from '../intent.js';

export const retrievePaymentIntent: Handler<Contract['retrievePaymentIntent'], Context> = async (
  { path },
  { ledger },
) => {
  const intent = await ledger.get(path.intent);
  if (intent === undefined) return { status: 404, body: missing('payment_intent', path.intent, 'intent') };
  return { status: 200, body: intentOf(intent) };
};
