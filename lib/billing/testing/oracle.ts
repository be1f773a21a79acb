/**
 * What clients owe, computed from docs/billing.md and from nothing of the code that bills: prices and limits stand here again, and
 * days, months and rounding are worked out another way (from the acts of a client, one after the other).
 */

export type Plan = 'free' | 'basic' | 'pro';
/** Something that happens in a client's life. Times in epoch ms. */
export type Act = { at: number } & (
  | { kind: 'subscribe'; plan: 'basic' | 'pro' }
  | { kind: 'upgrade' }
  | { kind: 'downgrade'; to: 'free' | 'basic' }
  | { kind: 'keep' }
  | { kind: 'events'; n: number; countedAt: number }
  | { kind: 'queries'; n: number }
  | { kind: 'storage'; bytes: number }
  | { kind: 'card'; fails: boolean }
  | { kind: 'pay' }
  | { kind: 'close' }
);

const PRICE = { free: 0, basic: 9_900, pro: 49_900 };
const DAILY_EVENTS = { basic: 100_000, pro: 1_000_000 };
const QUERIES = { basic: 1_000, pro: 10_000 };
const STORAGE = { basic: 10_000_000_000, pro: 100_000_000_000 };
const PER_THOUSAND_EVENTS = { basic: 10, pro: 5 };
const PER_QUERY = { basic: 50, pro: 25 };
const PER_GB = { basic: 200, pro: 100 };

/** From the first of a month on, usage of the month before still counts into it for so long. */
export const CLOSES_AFTER_MS = 6 * 3_600_000;

interface Day {
  events: number;
  queries: number;
  storage: number | null;
}

/** The totals in cents of all invoices of a client, in the order in which they are made. */
export function invoicesOf(acts: readonly Act[], end: number): number[] {
  const invoices: number[] = [];
  const days = new Map<number, Day>();
  /** The plan of each day on which something happened, as of its end. */
  const planOf = new Map<number, Plan>();
  let plan: Plan = 'free';
  let next: Plan | undefined;
  let isClosed = false;
  let month = monthStart(acts[0]?.at ?? 0);

  const dayOf = (ms: number): Day => {
    const start = Math.floor(ms / 86_400_000);
    const day = days.get(start) ?? { events: 0, queries: 0, storage: null };
    days.set(start, day);
    return day;
  };
  const overageOf = (from: number, until: number): number => {
    const inMonth = [...days].filter(([day]) => day * 86_400_000 >= from && day * 86_400_000 < until).sort(([a], [b]) => a - b);
    const thousandths = { basic: 0, pro: 0 };
    let queries = 0;
    const measured: number[] = [];
    for (const [start, day] of inMonth) {
      const of = planOf.get(start) ?? 'free';
      queries += day.queries;
      if (day.storage !== null) measured.push(day.storage);
      if (of === 'free') continue;
      if (day.events > DAILY_EVENTS[of]) thousandths[of] += day.events - DAILY_EVENTS[of];
    }
    // Plans as they were at the end of their days; a day without a change has that of the change before it.
    const changes = [...planOf].filter(([day]) => day * 86_400_000 < until).sort(([a], [b]) => a - b);
    let last: 'basic' | 'pro' | undefined;
    for (const [i, [, of]] of changes.entries()) {
      const ends = (changes[i + 1]?.[0] ?? Number.POSITIVE_INFINITY) * 86_400_000;
      if (of !== 'free' && ends > from) last = of;
    }
    if (!last) return 0;
    const stored = measured.length ? Math.round(measured.reduce((a, b) => a + b, 0) / measured.length) : 0;
    const started = (n: number, unit: number) => (n <= 0 ? 0 : Math.floor((n - 1) / unit) + 1);
    return (
      started(thousandths.basic, 1_000) * PER_THOUSAND_EVENTS.basic +
      started(thousandths.pro, 1_000) * PER_THOUSAND_EVENTS.pro +
      Math.max(0, queries - QUERIES[last]) * PER_QUERY[last] +
      started(stored - STORAGE[last], 1_000_000_000) * PER_GB[last]
    );
  };
  /** The part of a price for the rest of the month, to the second; halves are rounded away from zero. */
  const rest = (cents: number, at: number): number => {
    const [from, until] = [monthStart(at), monthStart(at, 1)];
    const share = ((until - at) / 1_000 / ((until - from) / 1_000)) * Math.abs(cents);
    return Math.sign(cents) * Math.floor(share + 0.5);
  };
  const close = (until: number): void => {
    while (monthStart(month, 1) <= until) {
      const first = monthStart(month, 1);
      const overage = overageOf(month, first);
      if (next) {
        plan = next;
        next = undefined;
        planOf.set(Math.floor(first / 86_400_000), plan);
      }
      if (!isClosed) {
        if (plan !== 'free') invoices.push(PRICE[plan] + overage);
        else if (overage > 0) invoices.push(overage);
      }
      month = first;
    }
  };

  // Usage that is counted in time belongs to the day on which it was accepted, also in the order of what happens.
  const counted = (act: Extract<Act, { kind: 'events' }>) =>
    act.countedAt < monthStart(act.at, 1) + CLOSES_AFTER_MS ? act.at : act.countedAt;
  const inOrder = acts.map((act) => ({ act, at: act.kind === 'events' ? counted(act) : act.at })).sort((a, b) => a.at - b.at);
  for (const { act, at } of inOrder) {
    close(at);
    const today = Math.floor(at / 86_400_000);
    if (act.kind === 'subscribe') {
      plan = act.plan;
      invoices.push(rest(PRICE[plan], at));
    } else if (act.kind === 'upgrade') {
      invoices.push(rest(-PRICE.basic, at) + rest(PRICE.pro, at));
      plan = 'pro';
      next = undefined;
    } else if (act.kind === 'downgrade') next = act.to;
    else if (act.kind === 'keep') next = undefined;
    else if (act.kind === 'events') dayOf(at).events += act.n;
    else if (act.kind === 'queries') dayOf(at).queries += act.n;
    else if (act.kind === 'storage') dayOf(at).storage = act.bytes;
    else if (act.kind === 'close') {
      const owed = overageOf(month, at + 1);
      if (owed > 0) invoices.push(owed);
      isClosed = true;
    }
    planOf.set(today, plan);
  }
  close(end);
  return invoices;
}

function monthStart(ms: number, plus = 0): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + plus, 1);
}
