import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './password-length.ts';

/**
 * How good a new password is. Pure, so that the forms show while somebody types what the server will say.
 */

/** zxcvbn's scores go from 0 to 4; 3 means safe against an offline attack on a slow hash for a while. */
const MIN_SCORE = 3;

/** How many characters a password must have beside words of the account, such as the company's name and a year. */
const MIN_OWN_PART = 7;

/** The score goes from 0 (guessed at once) to 4 (very hard to guess). With a `problem`, a whole sentence, the password is refused. */
export interface PasswordStrength {
  score: number;
  problem?: string;
}

let estimator: ZxcvbnFactory | undefined;

/**
 * Estimates how hard a password is to guess, offline, by zxcvbn. `words` are those of the account, such as name, email address
 * and company; a password made of them is refused like a common one.
 */
export function passwordStrength(password: string, words: readonly string[]): PasswordStrength {
  if (password.length < MIN_PASSWORD_LENGTH) return { score: 0, problem: `Use at least ${MIN_PASSWORD_LENGTH} characters.` };
  if (password.length > MAX_PASSWORD_LENGTH) return { score: 0, problem: `Use at most ${MAX_PASSWORD_LENGTH} characters.` };
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: MAX_PASSWORD_LENGTH });
  const own = ownWords(words);
  const { score, sequence } = estimator.check(password, own);
  const rest = own.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase());
  if (rest.length >= MIN_OWN_PART && score >= MIN_SCORE) return { score };
  const isOwn = rest.length < MIN_OWN_PART || sequence.some((match) => 'dictionaryName' in match && match.dictionaryName === 'userInputs');
  return {
    score: Math.min(score, MIN_SCORE - 1),
    problem: isOwn
      ? 'This password contains your name, email address or company, so it is easy to guess. Choose another one.'
      : 'This password is common or easy to guess. Choose a longer one, for example four random words.',
  };
}

/** The words of an account, in lower case and longest first: whole, and in their parts. */
function ownWords(words: readonly string[]): string[] {
  const parts = [...words, 'kg rca', 'kgrca', 'kubernetes'].flatMap((word) => [word, ...word.split('@'), ...word.split(/[^\p{L}\p{N}]+/u)]);
  return [...new Set(parts.map((word) => word.toLowerCase().trim()))].filter((word) => word.length > 2).sort((a, b) => b.length - a.length);
}
