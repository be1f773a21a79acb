import { refused, StripeRefusal } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import type { Card, Customer } from '../types.ts';

/** What a refused card says. */
export interface Decline {
  code: string;
  declineCode: string;
  message: string;
}

const DECLINES = {
  generic_decline: ['card_declined', 'Your card was declined.'],
  insufficient_funds: ['card_declined', 'Your card has insufficient funds.'],
  lost_card: ['card_declined', 'Your card was declined.'],
  stolen_card: ['card_declined', 'Your card was declined.'],
  expired_card: ['expired_card', 'Your card has expired.'],
  authentication_required: ['authentication_required', 'Your card was declined. This transaction requires authentication.'],
} as const;

/** The reasons for which a charge can be made to fail. */
export type DeclineCode = keyof typeof DECLINES;
export const DECLINE_CODES = Object.keys(DECLINES) as [DeclineCode, ...DeclineCode[]];

/** The decline with a code. */
export function decline(declineCode: DeclineCode): Decline {
  const [code, message] = DECLINES[declineCode];
  return { code, declineCode, message };
}

interface TestCard {
  brand: 'visa' | 'mastercard' | 'amex';
  /** What refuses the card when it is charged at once or attached to a customer. */
  now?: DeclineCode;
  /** What refuses it when it is charged later. */
  later?: DeclineCode;
  /** Whether its owner must confirm: each payment, or only the first one. */
  confirms?: 'always' | 'first';
}

/** Stripe's test cards, https://docs.stripe.com/testing. */
const CARDS: Record<string, TestCard> = {
  '4242424242424242': { brand: 'visa' },
  '5555555555554444': { brand: 'mastercard' },
  '378282246310005': { brand: 'amex' },
  '4000000000000341': { brand: 'visa', later: 'generic_decline' },
  '4000000000000002': { brand: 'visa', now: 'generic_decline', later: 'generic_decline' },
  '4000000000009995': { brand: 'visa', now: 'insufficient_funds', later: 'insufficient_funds' },
  '4000000000009987': { brand: 'visa', now: 'lost_card', later: 'lost_card' },
  '4000000000009979': { brand: 'visa', now: 'stolen_card', later: 'stolen_card' },
  '4000000000000069': { brand: 'visa', now: 'expired_card', later: 'expired_card' },
  '4000002500003155': { brand: 'visa', confirms: 'first' },
  '4000000000003220': { brand: 'visa', confirms: 'always' },
};

/** The ids under which Stripe's API offers the test cards, so that no test sends a number. */
const NAMED: Record<string, string> = {
  pm_card_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_chargeCustomerFail: '4000000000000341',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedLostCard: '4000000000009987',
  pm_card_visa_chargeDeclinedStolenCard: '4000000000009979',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_authenticationRequiredOnSetup: '4000002500003155',
  pm_card_threeDSecure2Required: '4000000000003220',
  pm_card_authenticationRequired: '4000000000003220',
};

/** A number as people write it, without blanks. */
export const digitsOf = (text: string) => text.replace(/[\s-]/g, '');

/** What is wrong with a card number on a page, or undefined if it is one of the test cards. */
export function wrongNumber(text: string): string | undefined {
  const number = digitsOf(text);
  if (number === '') return 'Enter a card number.';
  if (!/^\d+$/.test(number)) return 'A card number has only digits.';
  return CARDS[number] ? undefined : 'This card number is not one of the test cards. No real card can be used here.';
}

/** A new card that belongs to nobody yet. `number` must be one of the test cards. */
export function newCard({ state, time }: Parts, number: string): Card {
  const id = newId('pm');
  state.rest.cards[id] = number;
  return state.add({
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
      email: null,
      name: null,
      phone: null,
      tax_id: null,
    },
    card: {
      brand: CARDS[number]?.brand ?? 'visa',
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: CARDS[number]?.brand ?? 'visa',
      exp_month: 12,
      exp_year: new Date(time.now() * 1000).getUTCFullYear() + 4,
      fingerprint: number.slice(-8),
      funding: 'credit',
      generated_from: null,
      last4: number.slice(-4),
      networks: { available: [CARDS[number]?.brand ?? 'visa'], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: time.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  });
}

/** The card with an id, where Stripe's names of test cards make a new one. Throws StripeRefusal if there is none. */
export function cardOf(parts: Parts, id: string, param: string): Card {
  const named = NAMED[id];
  return named ? newCard(parts, named) : parts.state.must('payment_method', id, param);
}

/**
 * Gives a card to a customer. Throws StripeRefusal with the decline for cards that their bank refuses already now, and for one that
 * belongs to somebody else.
 */
export function attach(parts: Parts, card: Card, customer: Customer): void {
  if (card.customer === customer.id) return;
  if (card.customer) throw refused('The payment method you provided has already been attached to a customer.', 'customer');
  const refusal = firstDecline(parts, card);
  if (refusal) throw cardError(refusal);
  card.customer = customer.id;
  parts.emit('payment_method.attached', card);
}

/** What refuses a card that is shown for the first time. */
export function firstDecline({ state }: Parts, card: Card): Decline | undefined {
  const code = CARDS[state.rest.cards[card.id] ?? '']?.now;
  return code && decline(code);
}

/** What becomes of a charge: `declined`, `authenticate` if its owner must confirm it, or undefined if it succeeds. */
export function outcome({ state }: Parts, card: Card, confirmed: boolean): { declined: Decline } | 'authenticate' | undefined {
  const forced = state.rest.declines[card.id] as DeclineCode | undefined;
  if (forced) return { declined: decline(forced) };
  const behaviour = CARDS[state.rest.cards[card.id] ?? ''];
  if (behaviour?.later) return { declined: decline(behaviour.later) };
  const isSetUp = behaviour?.confirms === 'first' && state.rest.setUp[card.id] === true;
  if (behaviour?.confirms && !confirmed && !isSetUp) return 'authenticate';
  return undefined;
}

/** Whether somebody must confirm this card before it can be kept or charged on a page. */
export const mustConfirm = ({ state }: Parts, card: Card) => CARDS[state.rest.cards[card.id] ?? '']?.confirms !== undefined;

export function cardError(decline: Decline, more: { payment_intent?: unknown } = {}): StripeRefusal {
  return new StripeRefusal(402, decline.message, { type: 'card_error', code: decline.code, decline_code: decline.declineCode, ...more });
}
