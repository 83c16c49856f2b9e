import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { missing, unexpectedState } from '../errors.js';
import { cancellable, intentOf } from '../intent.js';

export const cancelPaymentIntent: Handler<Contract['cancelPaymentIntent'], Context> = async (
  { path },
  { ledger },
) => {
  for (;;) {
    const intent = await ledger.get(path.intent);
    if (intent === undefined) return { status: 404, body: missing('payment_intent', path.intent, 'intent') };
    if (!cancellable.has(intent.status)) return { status: 400, body: unexpectedState('canceled', intent) };
    const canceled = { ...intent, status: 'canceled', version: intent.version + 1 } as const;
    if (await ledger.put(canceled)) return { status: 200, body: intentOf(canceled) };
  }
};
