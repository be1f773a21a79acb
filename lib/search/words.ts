import { stemmer } from 'stemmer';

/** Words that say nothing about what is looked for. */
const STOP_WORDS = new Set(
  'a an and are as at be been being but by can cannot could did do does for from had has have how i if in is it its me my no not of on or our so some such than that the their then there these this those to too us was we were what when where which why will with without would you your'.split(
    ' ',
  ),
);

/**
 * The words of a text in lower case, in order: `CrashLoopBackOff` is taken apart at its capitals and is a word of its own too, and names
 * are taken apart at hyphens, dots and slashes. Words that mean nothing for a search are left out, others are reduced to their stems
 * (M. F. Porter, "An algorithm for suffix stripping", 1980).
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [token] of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const parts = atCapitals(token).split(' ');
    for (const part of parts.length > 1 ? [...parts, token] : parts) {
      const word = part.toLowerCase();
      if (!STOP_WORDS.has(word)) words.push(stemOf(word));
    }
  }
  return words;
}

/** A text in which names are taken apart: `Crash Loop Back Off`, `cart settings`, `registry.example search`. */
export const namesApart = (text: string): string => atCapitals(text).replace(/[-_/{}]+/g, ' ');

const atCapitals = (text: string): string =>
  text.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');

/** Numbers and words of one or two letters have no stem. */
const stemOf = (word: string): string => (word.length > 2 && /^\p{L}+$/u.test(word) ? stemmer(word) : word);
