import type { Parts } from '../parts.ts';
import type { Kinds } from '../types.ts';
import { expireCheckout } from './checkout.ts';
import { chargeByItself, finalizeByItself, isCycling, periodEnd, renew } from './cycle.ts';
import { voidInvoice } from './invoices.ts';
import { advanceSchedule, nextBoundary, startSchedule } from './schedules.ts';
import { cancel } from './subscriptions.ts';

/** An incomplete subscription whose first invoice is not paid in this time is given up. */
const INCOMPLETE_SECONDS = 23 * 3_600;

/** Something that Stripe does by itself at a time, in epoch seconds. */
export interface Due {
  at: number;
  kind: 'cancellation' | 'charge' | 'expiry' | 'finalisation' | 'period end' | 'schedule';
  customer: string | null;
  run: () => void;
}

/** The order of things that are due at the same time. */
const ORDER: Due['kind'][] = ['schedule', 'cancellation', 'period end', 'finalisation', 'charge', 'expiry'];

/** All that will come for the customers of a test clock, or of none with null. Each runs only if nothing earlier has settled it. */
export function upcoming(parts: Parts, clock: string | null): Due[] {
  const { state } = parts;
  const isOurs = (customer: string | null) => (state.find('customer', customer)?.test_clock ?? null) === clock;
  const all: Due[] = [];
  for (const subscription of state.all('subscription')) {
    const { customer } = subscription;
    if (!isOurs(customer)) continue;
    if (isCycling(subscription)) {
      const at = periodEnd(subscription);
      all.push({
        at,
        kind: 'period end',
        customer,
        run: () => isCycling(subscription) && periodEnd(subscription) === at && renew(parts, subscription),
      });
      const { cancel_at: end } = subscription;
      if (end !== null && !subscription.cancel_at_period_end)
        all.push({ at: end, kind: 'cancellation', customer, run: () => isCycling(subscription) && cancel(parts, subscription) });
    }
    const { pending_update: update } = subscription;
    if (update)
      all.push({
        at: update.expires_at,
        kind: 'expiry',
        customer,
        run: () => subscription.pending_update && expireUpdate(parts, subscription),
      });
    if (subscription.status === 'incomplete') {
      all.push({
        at: subscription.created + INCOMPLETE_SECONDS,
        kind: 'expiry',
        customer,
        run: () => {
          const invoice = state.find('invoice', subscription.latest_invoice);
          if (subscription.status === 'incomplete' && invoice?.status === 'open') voidInvoice(parts, invoice);
        },
      });
    }
  }
  for (const invoice of state.all('invoice')) {
    const { customer, automatically_finalizes_at: finalizes, next_payment_attempt: charges } = invoice;
    if (invoice.status === 'draft' && finalizes !== null && isOurs(customer))
      all.push({
        at: finalizes,
        kind: 'finalisation',
        customer,
        run: () => invoice.status === 'draft' && finalizeByItself(parts, invoice),
      });
    if (invoice.status === 'open' && charges !== null && isOurs(customer))
      all.push({ at: charges, kind: 'charge', customer, run: () => invoice.status === 'open' && chargeByItself(parts, invoice) });
  }
  for (const schedule of state.all('subscription_schedule')) {
    const [boundary, subscription] = [nextBoundary(schedule), state.find('subscription', schedule.subscription)];
    if (boundary !== undefined && subscription && isOurs(schedule.customer))
      all.push({ at: boundary, kind: 'schedule', customer: schedule.customer, run: () => advanceSchedule(parts, subscription, boundary) });
    if (schedule.status === 'not_started' && isOurs(schedule.customer))
      all.push({
        at: schedule.phases[0]?.start_date ?? 0,
        kind: 'schedule',
        customer: schedule.customer,
        run: () => startSchedule(parts, schedule),
      });
  }
  for (const session of state.all('checkout.session'))
    if (session.status === 'open' && isOurs(session.customer))
      all.push({
        at: session.expires_at,
        kind: 'expiry',
        customer: session.customer,
        run: () => session.status === 'open' && expireCheckout(parts, session),
      });
  return all;
}

/** The first of what will come, optionally of one kind. */
export function next(parts: Parts, clock: string | null, kind?: Due['kind']): Due | undefined {
  return upcoming(parts, clock)
    .filter((one) => !kind || one.kind === kind)
    .reduce<Due | undefined>((first, one) => (!first || one.at < first.at ? one : first), undefined);
}

/** Does all that is due until a time, in order of time, each at its own time. Returns what was done. */
export function runDue(parts: Parts, until: number, clock: string | null): { at: number; kind: Due['kind']; customer: string | null }[] {
  const done = [];
  for (;;) {
    const due = upcoming(parts, clock).filter((one) => one.at <= until);
    const at = Math.min(...due.map((one) => one.at));
    const first = due.filter((one) => one.at === at).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
    if (first.length === 0) return done;
    for (const { kind, customer, run } of first) {
      parts.time.at(at, run);
      done.push({ at, kind, customer });
    }
  }
}

/** Gives up an update that nobody has paid in time: its invoice becomes void. */
function expireUpdate(parts: Parts, subscription: Kinds['subscription']): void {
  subscription.pending_update = null;
  const invoice = parts.state.find('invoice', subscription.latest_invoice);
  parts.emit('customer.subscription.pending_update_expired', subscription);
  if (invoice?.status === 'open') voidInvoice(parts, invoice);
}
