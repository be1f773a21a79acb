import { utcMonthEnd } from '#lib/platform/clock.ts';

const DAY_MS = 86_400_000;

/** When a contract holds and what it costs; `endsAt` null for one without an end. */
export interface Term {
  id: string;
  monthlyCents: number;
  startsAt: Date;
  endsAt: Date | null;
  createdAt: Date;
}

/** What a contract costs in a month: its price for the days on which it was in force. */
export interface Fee {
  contractId: string;
  days: number;
  /** The days of the whole month. */
  ofDays: number;
  cents: number;
}

/** The contract that is in force at `at` (epoch ms): of those that hold then the one that started last, of two the newer one. */
export function contractInForce<T extends Pick<Term, 'startsAt' | 'endsAt' | 'createdAt'>>(terms: readonly T[], at: number): T | undefined {
  return terms
    .filter(({ startsAt, endsAt }) => startsAt.getTime() <= at && (endsAt === null || endsAt.getTime() > at))
    .sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime() || b.createdAt.getTime() - a.createdAt.getTime())[0];
}

/**
 * The fees of a client's contracts in the UTC month that begins at `month` (epoch ms). As with usage, a day belongs to the contract
 * that is in force at its end. Day n of a month of m days costs the price times n/m less the price times (n-1)/m, each rounded to the
 * cent, halves up: so the days of a month add up to exactly its price, however contracts divide it.
 */
export function contractFees(terms: readonly Term[], month: number): Fee[] {
  const ofDays = Math.round((utcMonthEnd(month).getTime() - month) / DAY_MS);
  const fees = new Map<string, Fee>();
  for (let day = 1; day <= ofDays; day++) {
    const term = contractInForce(terms, month + day * DAY_MS - 1);
    if (!term) continue;
    const upTo = (days: number) => Math.round((term.monthlyCents * days) / ofDays);
    const fee = fees.get(term.id) ?? { contractId: term.id, days: 0, ofDays, cents: 0 };
    fees.set(term.id, { ...fee, days: fee.days + 1, cents: fee.cents + upTo(day) - upTo(day - 1) });
  }
  return [...fees.values()].filter(({ cents }) => cents > 0);
}
