/** Words that no shell reads as anything but themselves. `=` and `~` have a meaning at the beginning of a word. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

/**
 * A command as a line for people to copy: a POSIX shell (also bash, zsh and fish) reads back exactly these words, and runs
 * nothing else. Every command that the product shows is written by this function.
 */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
