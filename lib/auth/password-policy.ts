import { invalid } from '#lib/platform/problem.ts';
import { passwordStrength } from './password-strength.ts';

/**
 * The longest password that is checked at sign-in, in UTF-16 code units: hashing a longer one would only cost time. New ones
 * are shorter; some were chosen when this was the limit.
 */
export const MAX_CHECKED_PASSWORD_LENGTH = 200;

/**
 * Refuses a new password that is too short or long, one of the most common ones, or made of the account's own words (`words`:
 * name, email address, company). Throws a Problem with status 422 that names `field`.
 */
export function assertGoodPassword(field: string, password: string, words: readonly string[]): void {
  const { problem } = passwordStrength(password, words);
  if (problem) throw invalid(field, problem);
}
