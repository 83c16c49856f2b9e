import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { invalidRequest, missing, unexpectedState } from '../errors.js';
import { newId } from '../intent.js';

/** Invariant: no more is given back than was taken. Held by stripe-sandbox.test.ts. */
export const createRefund: Handler<Contract['createRefund'], Context> = async ({ body }, { ledger, now }) => {
  for (;;) {
    const intent = await ledger.get(body.payment_intent);
    if (intent === undefined)
      return { status: 404, body: missing('payment_intent', body.payment_intent, 'payment_intent') };
    if (intent.status !== 'succeeded') return { status: 400, body: unexpectedState('refunded', intent) };
    const left = intent.amount_received - intent.refundedAmount;
    if (left === 0)
      return {
        status: 400,
        body: invalidRequest('Charge has already been refunded.', { code: 'charge_already_refunded' }),
      };
    const amount = body.amount ?? left;
    if (amount > left) {
      const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`;
      return { status: 400, body: invalidRequest(message, { param: 'amount' }) };
    }
    const id = newId('re');
    const refunded = {
      ...intent,
      refundedAmount: intent.refundedAmount + amount,
      version: intent.version + 1,
    };
    if (!(await ledger.put(refunded, { amount: -amount, source: id, type: 'refund', at: now() }))) continue;
    const { currency, id: payment_intent } = intent;
    return {
      status: 200,
      body: { id, object: 'refund', amount, currency, payment_intent, status: 'succeeded' },
    };
  }
};
