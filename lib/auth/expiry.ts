import { invalid } from '#lib/platform/problem.ts';

/** The furthest expiry of a key or token, in years. */
const MAX_YEARS = 5;
const YEAR_MS = 365 * 86_400_000;

/** Throws a Problem with status 422 for the expiry of a key or token that is in the past or too far away. `now` in epoch ms. */
export function assertExpiry(expiresAt: Date | undefined, now: number): void {
  if (!expiresAt) return;
  if (expiresAt.getTime() <= now) throw invalid('expiresAt', 'The expiry is in the past. Choose a later time, or leave it out.');
  // Also false for a time that is no date at all.
  if (!(expiresAt.getTime() <= now + MAX_YEARS * YEAR_MS))
    throw invalid('expiresAt', `The expiry may be at most ${MAX_YEARS} years away. Choose an earlier time, or leave it out.`);
}
