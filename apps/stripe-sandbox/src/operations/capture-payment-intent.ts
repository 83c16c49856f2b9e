import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { invalidRequest, missing, unexpectedState } from '../errors.js';
import { intentOf, newId } from '../intent.js';

/** Takes what is held, once: the intent and its ledger entry change in one transaction. */
export const capturePaymentIntent: Handler<Contract['capturePaymentIntent'], Context> = async (
  { path, body = {} },
  { ledger, now },
) => {
  for (;;) {
    const intent = await ledger.get(path.intent);
    if (intent === undefined) return { status: 404, body: missing('payment_intent', path.intent, 'intent') };
    if (intent.status !== 'requires_capture')
      return { status: 400, body: unexpectedState('captured', intent) };
    const amount = body.amount_to_capture ?? intent.amount;
    if (amount > intent.amount) {
      const message = `The amount to capture is greater than the amount of ${intent.amount} that is held.`;
      return {
        status: 400,
        body: invalidRequest(message, { code: 'amount_too_large', param: 'amount_to_capture' }),
      };
    }
    const charge = intent.latest_charge ?? newId('ch');
    const captured = {
      ...intent,
      status: 'succeeded',
      amount_received: amount,
      latest_charge: charge,
      version: intent.version + 1,
    } as const;
    const moved = { amount, source: charge, type: 'charge', at: now() } as const;
    if (await ledger.put(captured, moved)) return { status: 200, body: intentOf(captured) };
  }
};
