import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Card } from '../cards.js';
import { cardOf } from '../cards.js';
import type { Context } from '../context.js';
import { invalidRequest, missing } from '../errors.js';
import { intentOf, newId, newIntent, type StoredIntent } from '../intent.js';

/** The intent as its card leaves it. */
function confirmed(intent: StoredIntent, card: Card): StoredIntent {
  if (card.kind === 'needs action') return { ...intent, status: 'requires_action' };
  const latest_charge = newId('ch');
  if (card.kind === 'declined')
    return { ...intent, status: 'requires_payment_method', payment_method: null, latest_charge };
  if (intent.capture_method === 'manual') return { ...intent, status: 'requires_capture', latest_charge };
  return { ...intent, status: 'succeeded', amount_received: intent.amount, latest_charge };
}

export const createPaymentIntent: Handler<Contract['createPaymentIntent'], Context> = async (
  { body },
  { ledger, now, sleep },
) => {
  const { payment_method: method, confirm = false } = body;
  const card = method === undefined ? undefined : cardOf(method);
  if (method !== undefined && card === undefined)
    return { status: 400, body: missing('PaymentMethod', method, 'payment_method') };
  if (confirm && card === undefined)
    return {
      status: 400,
      body: invalidRequest('You cannot confirm this PaymentIntent because it is missing a payment method.'),
    };
  const at = now();
  const created = newIntent(body, at);
  if (!confirm || card === undefined) {
    await ledger.put(created);
    return { status: 200, body: intentOf(created) };
  }
  if (card.kind === 'good') await sleep(card.delayMs);
  const intent = confirmed(created, card);
  const { amount_received: amount, latest_charge: source } = intent;
  const moved = amount > 0 && source !== null && source !== undefined;
  await ledger.put(intent, moved ? { amount, source, type: 'charge', at } : undefined);
  if (card.kind !== 'declined') return { status: 200, body: intentOf(intent) };
  const { code, declineCode, message } = card;
  const decline = declineCode === undefined ? {} : { decline_code: declineCode };
  return {
    status: 402,
    body: { error: { type: 'card_error', code, ...decline, message, payment_intent: intentOf(intent) } },
  };
};
