import { random as randomOf } from '#lib/rca/testing/mutations.ts';
import type { Act } from './oracle.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The charges that may fail are over by the 12th; a client that pays late does so on this day. */
const PAYS_ON = 20;

/**
 * The acts of a client between `start` and `end` (epoch ms, both the first of a month), drawn by a seeded generator: when it
 * subscribes, changes its plan, uses more than the plan, is counted late, has a card that fails, pays, leaves, comes back.
 */
export function lifeOf(seed: number, start: number, end: number): Act[] {
  const random = randomOf(seed);
  const chance = (percent: number) => random() * 100 < percent;
  const between = (from: number, until: number) => from + Math.floor(random() * (until - from));
  const acts: Act[] = [];
  let plan: 'free' | 'basic' | 'pro' = 'free';
  let returns = true;
  let isFailing = false;

  for (let month = start; month < end; month = monthAfter(month)) {
    /** A second of a day of this month. */
    const on = (day: number, hour = between(8, 23)) => month + (day - 1) * DAY + hour * HOUR + between(0, 3_000) * 1_000;
    const lastDay = Math.round((monthAfter(month) - month) / DAY);
    if (plan === 'free') {
      if (!returns) continue;
      plan = chance(70) ? 'basic' : 'pro';
      acts.push({ kind: 'subscribe', at: on(between(2, 20)), plan });
      acts.push({ kind: 'queries', at: on(24), n: between(1, 3_000) });
      continue;
    }
    const wasFailing = isFailing;
    if (wasFailing) {
      // Before the second attempt with another card, or after the suspension by a payment.
      if (chance(50)) acts.push({ kind: 'card', at: on(6), fails: false });
      else acts.push({ kind: 'pay', at: on(PAYS_ON) });
      isFailing = false;
    }
    for (let i = between(0, 3); i > 0; i--)
      acts.push(counted(on(between(1, lastDay)), Math.round((plan === 'pro' ? 1_000_000 : 100_000) * (0.5 + 2 * random()))));
    if (chance(35)) acts.push({ kind: 'queries', at: on(between(1, lastDay)), n: between(500, plan === 'pro' ? 15_000 : 2_000) });
    if (chance(35)) for (const day of [7, 19]) acts.push({ kind: 'storage', at: on(day), bytes: between(1, 250) * 1e9 + between(0, 1e9) });
    if (chance(25)) {
      const at = on(lastDay, 22);
      const next = monthAfter(month);
      acts.push({ kind: 'events', at, n: between(90_000, 140_000), countedAt: chance(50) ? next + 3 * HOUR : next + between(2, 9) * DAY });
    }
    if (!wasFailing && chance(12) && plan === 'basic') {
      acts.push({ kind: 'upgrade', at: on(between(5, 25)) });
      plan = 'pro';
    } else if (chance(15) && plan === 'pro') {
      acts.push({ kind: 'downgrade', at: on(21), to: 'basic' });
      if (chance(40)) acts.push({ kind: 'keep', at: on(25) });
      else plan = 'basic';
    } else if (!wasFailing && chance(8)) {
      acts.push({ kind: 'downgrade', at: on(22), to: 'free' });
      plan = 'free';
      returns = chance(60);
    } else if (!wasFailing && chance(4)) {
      acts.push({ kind: 'close', at: on(lastDay - 2) });
      return acts.filter((act) => act.at <= on(lastDay - 2, 0) || act.kind === 'close' || (act.kind === 'events' && act.countedAt < month));
    } else if (chance(15)) {
      acts.push({ kind: 'card', at: on(lastDay - 1), fails: true });
      isFailing = true;
    }
  }
  return acts;
}

function counted(at: number, n: number): Act {
  return { kind: 'events', at, n, countedAt: at + 60_000 };
}

function monthAfter(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
