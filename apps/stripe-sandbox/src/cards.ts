/** How a payment method answers a charge. */
export type Card =
  | { readonly kind: 'good'; readonly delayMs: number }
  | { readonly kind: 'needs action' }
  | {
      readonly kind: 'declined';
      readonly code: string;
      readonly declineCode?: string;
      readonly message: string;
    };

const good: Card = { kind: 'good', delayMs: 0 };
const declined = (code: string, message: string, declineCode?: string): Card => ({
  kind: 'declined',
  code,
  message,
  ...(declineCode !== undefined && { declineCode }),
});

/** Stripe's test payment methods (https://docs.stripe.com/testing), by identity. */
const methods: Readonly<Record<string, Card>> = {
  pm_card_visa: good,
  pm_card_visa_debit: good,
  pm_card_mastercard: good,
  pm_card_amex: good,
  pm_card_discover: good,
  pm_card_chargeDeclined: declined('card_declined', 'Your card was declined.', 'generic_decline'),
  pm_card_visa_chargeDeclined: declined('card_declined', 'Your card was declined.', 'generic_decline'),
  pm_card_chargeDeclinedInsufficientFunds: declined(
    'card_declined',
    'Your card has insufficient funds.',
    'insufficient_funds',
  ),
  pm_card_visa_chargeDeclinedInsufficientFunds: declined(
    'card_declined',
    'Your card has insufficient funds.',
    'insufficient_funds',
  ),
  pm_card_visa_chargeDeclinedLostCard: declined('card_declined', 'Your card was declined.', 'lost_card'),
  pm_card_visa_chargeDeclinedStolenCard: declined('card_declined', 'Your card was declined.', 'stolen_card'),
  pm_card_chargeDeclinedFraudulent: declined('card_declined', 'Your card was declined.', 'fraudulent'),
  pm_card_chargeDeclinedExpiredCard: declined('expired_card', 'Your card has expired.'),
  pm_card_chargeDeclinedIncorrectCvc: declined('incorrect_cvc', "Your card's security code is incorrect."),
  pm_card_chargeDeclinedProcessingError: declined(
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ),
  pm_card_authenticationRequired: { kind: 'needs action' },
};

const maxDelayMs = 25_000;

/**
 * The card behind a payment method; undefined for one that does not exist. `pm_sandbox_delay_<ms>` is the sandbox's
 * own: a good card whose answer takes that long, at most 25 s.
 */
export function cardOf(paymentMethod: string): Card | undefined {
  const delay = /^pm_sandbox_delay_(\d{1,5})$/.exec(paymentMethod)?.[1];
  if (delay !== undefined) return { kind: 'good', delayMs: Math.min(Number(delay), maxDelayMs) };
  return Object.hasOwn(methods, paymentMethod) ? methods[paymentMethod] : undefined;
}
