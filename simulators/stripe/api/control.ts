import { z } from 'zod';
import { DECLINE_CODES, type DeclineCode } from '../engine/cards.ts';
import { next, runDue } from '../engine/due.ts';
import { refused } from '../errors.ts';
import { flag, int, nothing, on } from '../operation.ts';
import type { Parts } from '../parts.ts';
import { DAY } from '../time.ts';
import { cardsOf } from './payment-methods.ts';

const LONGEST_STEP_DAYS = 400;

/**
 * What no Stripe has: the simulator's time, the cards and the webhooks, to walk through a month by hand. Under /v1/simulator, so that
 * the SDK's `rawRequest` reaches it.
 */
export const control = [
  on('GET', '/simulator', nothing, (parts) => overview(parts)),
  on(
    'POST',
    '/simulator/clock',
    z.strictObject({ days: int.min(1).max(LONGEST_STEP_DAYS).optional(), to: z.enum(['next', 'next_invoice']).optional() }),
    (parts, { days, to }) => {
      if ((days === undefined) === (to === undefined))
        throw refused('Specify exactly one of `days` and `to`.', 'days', 'parameter_missing');
      const due = to && next(parts, null, to === 'next_invoice' ? 'period end' : undefined);
      if (to && !due) throw refused(to === 'next' ? 'Nothing is due.' : 'No subscription has a next invoice.', 'to', 'nothing_due');
      return { ...overviewAfter(parts, due ? due.at * 1000 : parts.time.ms() + (days ?? 0) * DAY * 1000) };
    },
  ),
  on(
    'POST',
    '/simulator/cards',
    z.strictObject({ customer: z.string(), decline: z.union([z.literal(''), z.enum(DECLINE_CODES)]) }),
    (parts, { customer, decline }) => {
      parts.state.must('customer', customer, 'customer');
      failCards(parts, customer, decline === '' ? undefined : decline);
      return overview(parts);
    },
  ),
  on(
    'POST',
    '/simulator/faults',
    z.strictObject({
      duplicate: flag.optional(),
      reorder: flag.optional(),
      drop: flag.optional(),
      delayMs: int.min(0).max(3_600_000).optional(),
    }),
    (parts, change) => {
      Object.assign(parts.state.rest.faults, change);
      return overview(parts);
    },
  ),
];

/** Makes all later charges of a customer's cards fail, or with undefined lets them go through again. Throws StripeRefusal without a card. */
export function failCards(parts: Parts, customer: string, decline: DeclineCode | undefined): void {
  const cards = cardsOf(parts, customer);
  if (cards.length === 0) throw refused('This customer has no card.', 'customer', 'no_card');
  for (const { id } of cards) {
    if (decline) parts.state.rest.declines[id] = decline;
    else delete parts.state.rest.declines[id];
  }
}

/** Sets the time forward and does all that falls due on the way, each at its own time. */
export function advance(parts: Parts, ms: number) {
  const done = runDue(parts, Math.floor(ms / 1000), null);
  parts.time.advanceTo(ms);
  return done;
}

function overviewAfter(parts: Parts, ms: number) {
  const done = advance(parts, ms);
  return { ...overview(parts), done };
}

/** The state of the simulator as staff see it. Times in epoch seconds. */
function overview(parts: Parts) {
  const { state, time } = parts;
  const [due, invoice] = [next(parts, null), next(parts, null, 'period end')];
  return {
    object: 'simulator',
    now: time.now(),
    next: due ? { at: due.at, kind: due.kind } : null,
    next_invoice_at: invoice?.at ?? null,
    faults: { ...state.rest.faults },
    customers: state
      .all('customer')
      .filter((one) => !one.test_clock)
      .map((customer) => {
        const cards = cardsOf(parts, customer.id);
        const onFile = cards.find(({ id }) => id === customer.invoice_settings.default_payment_method) ?? cards[0];
        const subscription = state.all('subscription').find((one) => one.customer === customer.id);
        return {
          id: customer.id,
          name: customer.name,
          metadata: customer.metadata,
          card: onFile ? { brand: onFile.card.brand, last4: onFile.card.last4, decline: state.rest.declines[onFile.id] ?? null } : null,
          subscription: subscription?.status ?? null,
          open_invoices: state.all('invoice').filter((one) => one.customer === customer.id && one.status === 'open').length,
        };
      }),
    done: [] as ReturnType<typeof advance>,
  };
}
