import type { ErrorAnswer, PaymentIntent } from '../gen/schemas.js';
import { intentOf, type StoredIntent } from './intent.js';

/** An answer in the form of Stripe's errors (https://docs.stripe.com/api/errors). */
export function invalidRequest(message: string, more: { code?: string; param?: string } = {}): ErrorAnswer {
  return { error: { type: 'invalid_request_error', message, ...more } };
}

export function missing(what: 'payment_intent' | 'PaymentMethod', id: string, param: string): ErrorAnswer {
  return invalidRequest(`No such ${what}: '${id}'`, { code: 'resource_missing', param });
}

/** The state of the intent does not allow the step; the intent as it is comes along. */
export function unexpectedState(step: string, intent: StoredIntent): ErrorAnswer {
  const message = `This PaymentIntent could not be ${step} because it has a status of ${intent.status}.`;
  const payment_intent: PaymentIntent = intentOf(intent);
  return {
    error: {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      message,
      payment_intent,
    },
  };
}
