import type {
  CallOptions,
  ErrorAnswer,
  PaymentIntent,
  stripeSandboxClient,
} from '@atoll/stripe-sandbox-client';
import type { StoredPayment } from './payment.js';

/** What the provider says of a step; a step without an answer throws, and is asked again under the same key. */
export type Outcome =
  | { readonly kind: 'held'; readonly intentId: string }
  | { readonly kind: 'taken' }
  | { readonly kind: 'released' }
  | { readonly kind: 'given back' }
  | { readonly kind: 'declined'; readonly code: string; readonly message: string };

/** The four things that are asked of the payment provider. Errors: ClientError or Error when the outcome is not known. */
export interface Provider {
  authorize(payment: StoredPayment, options: CallOptions): Promise<Outcome>;
  capture(payment: StoredPayment, options: CallOptions): Promise<Outcome>;
  void(payment: StoredPayment, options: CallOptions): Promise<Outcome>;
  refund(payment: StoredPayment, options: CallOptions): Promise<Outcome>;
}

/** Of one charge (https://docs.stripe.com/currencies, "Minimum and maximum charge amounts"). */
const mostCents = 99_999_999;

type Client = ReturnType<typeof stripeSandboxClient>;
type Answered = { readonly status: number; readonly body: PaymentIntent | ErrorAnswer | object };

/** Answers that say nothing of the payment: a wrong key, too many requests, a failure on the other side. */
const undecided = new Set([401, 409, 429, 500]);

function failure(step: string, { status, body }: Answered): Error {
  const why = 'error' in body ? JSON.stringify(body.error) : JSON.stringify(body);
  return new Error(`the provider answered ${status} to ${step}: ${why}`);
}

function declined(answer: Answered): Outcome {
  const { error } = answer.body as ErrorAnswer;
  return { kind: 'declined', code: error.decline_code ?? error.code ?? error.type, message: error.message };
}

/** What an intent's state means; undefined when it is one that no step of ours leads to. */
function outcomeOf(intent: PaymentIntent): Outcome | undefined {
  if (intent.status === 'requires_capture') return { kind: 'held', intentId: intent.id };
  if (intent.status === 'succeeded') return { kind: 'taken' };
  if (intent.status === 'canceled') return { kind: 'released' };
  return undefined;
}

function intentIdOf({ orderId, intentId }: StoredPayment): string {
  if (intentId === undefined) throw new Error(`the payment of ${orderId} has no identity at the provider`);
  return intentId;
}

/**
 * The provider behind Stripe's PaymentIntents API. Every step has an idempotency key that follows from the order:
 * asked twice, it is done once (https://docs.stripe.com/api/idempotent_requests).
 */
export function stripeProvider(client: Client): Provider {
  const headersOf = ({ orderId }: StoredPayment, step: string) => ({
    'idempotency-key': `${orderId}-${step}`,
  });

  /** The state as it is, after an answer that says that the step does not fit it any more. */
  async function present(payment: StoredPayment, options: CallOptions, refused: Answered): Promise<Outcome> {
    const found = await client.retrievePaymentIntent({ path: { intent: intentIdOf(payment) } }, options);
    const outcome = found.status === 200 ? outcomeOf(found.body) : undefined;
    if (outcome === undefined || outcome.kind === 'held') throw failure('a step', refused);
    return outcome;
  }

  return {
    async authorize(payment, options) {
      if (payment.amountCents > mostCents)
        return {
          kind: 'declined',
          code: 'amount_too_large',
          message: 'The amount is more than can be charged at once',
        };
      const answer = await client.createPaymentIntent(
        {
          headers: headersOf(payment, 'authorize'),
          body: {
            amount: payment.amountCents,
            currency: payment.currency.toLowerCase(),
            payment_method: payment.paymentMethod,
            capture_method: 'manual',
            confirm: true,
            off_session: true,
            metadata: { order_id: payment.orderId },
          },
        },
        options,
      );
      if (answer.status === 200) {
        const outcome = outcomeOf(answer.body);
        if (outcome !== undefined) return outcome;
        const message = 'The payment needs an action of the customer, who is not there';
        return { kind: 'declined', code: 'authentication_required', message };
      }
      if (undecided.has(answer.status)) throw failure('authorize', answer);
      return declined(answer);
    },
    async capture(payment, options) {
      const path = { intent: intentIdOf(payment) };
      const answer = await client.capturePaymentIntent(
        { path, headers: headersOf(payment, 'capture') },
        options,
      );
      if (answer.status === 200) return { kind: 'taken' };
      if (answer.status === 402) return declined(answer);
      if (answer.status === 400) return present(payment, options, answer);
      throw failure('capture', answer);
    },
    async void(payment, options) {
      const path = { intent: intentIdOf(payment) };
      const answer = await client.cancelPaymentIntent({ path, headers: headersOf(payment, 'void') }, options);
      if (answer.status === 200) return { kind: 'released' };
      if (answer.status === 400) return present(payment, options, answer);
      throw failure('void', answer);
    },
    async refund(payment, options) {
      const body = { payment_intent: intentIdOf(payment), reason: 'requested_by_customer' as const };
      const answer = await client.createRefund({ headers: headersOf(payment, 'refund'), body }, options);
      if (answer.status === 200) return { kind: 'given back' };
      throw failure('refund', answer);
    },
  };
}
