import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { invalid } from '#lib/platform/problem.ts';

/** The shortest password (NIST SP 800-63B asks for 8, OWASP ASVS 2.1.1 for 12 or a check like the one below). */
export const MIN_PASSWORD_LENGTH = 10;
/** The longest password, in UTF-16 code units: hashing a longer one would cost time without making it safer. */
export const MAX_PASSWORD_LENGTH = 200;
/** zxcvbn's scores go from 0 to 4; 3 means safe against an offline attack on a slow hash for a while. */
const MIN_SCORE = 3;

/** How many characters a password must have beside words of the account, such as the company's name and a year. */
const MIN_OWN_PART = 7;

let estimator: ZxcvbnFactory | undefined;

/**
 * Refuses a password that is easy to guess: too short or long, one of the most common ones, or made of the account's own words
 * (`words`: name, email address, company). Checked offline by zxcvbn. Throws a Problem with status 422 that names `field`.
 */
export function assertGoodPassword(field: string, password: string, words: string[]): void {
  if (password.length < MIN_PASSWORD_LENGTH) throw invalid(field, `Use at least ${MIN_PASSWORD_LENGTH} characters.`);
  if (password.length > MAX_PASSWORD_LENGTH) throw invalid(field, `Use at most ${MAX_PASSWORD_LENGTH} characters.`);
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: MAX_PASSWORD_LENGTH });
  const own = ownWords(words);
  const { score, sequence } = estimator.check(password, own);
  const rest = own.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase());
  const isOwn = rest.length < MIN_OWN_PART || sequence.some((match) => 'dictionaryName' in match && match.dictionaryName === 'userInputs');
  if (rest.length >= MIN_OWN_PART && score >= MIN_SCORE) return;
  throw invalid(
    field,
    isOwn
      ? 'This password contains your name, email address or company, so it is easy to guess. Choose another one.'
      : 'This password is common or easy to guess. Choose a longer one, for example four random words.',
  );
}

/** The words of an account, in lower case and longest first: whole, and in their parts. */
function ownWords(words: string[]): string[] {
  const parts = [...words, 'kg rca', 'kgrca', 'kubernetes'].flatMap((word) => [word, ...word.split('@'), ...word.split(/[^\p{L}\p{N}]+/u)]);
  return [...new Set(parts.map((word) => word.toLowerCase().trim()))].filter((word) => word.length > 2).sort((a, b) => b.length - a.length);
}
