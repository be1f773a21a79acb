import { expect, it } from 'vitest';
import { mailbox } from './mailbox.ts';

it.each([
  ['an address', 'jo@example.com', undefined],
  ['64 characters before the @', `${'x'.repeat(64)}@example.com`, undefined],
  ['65 characters before the @', `${'x'.repeat(65)}@example.com`, 'Use at most 64 characters before the @.'],
  [
    '255 characters',
    `x@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example.com`.padEnd(255, 'm'),
    'Use at most 254 characters.',
  ],
  ['a name', 'nobody', 'Enter a valid email address.'],
])('what mail servers take is taken, and anything else is told what is wrong with it: %s', (_what, text, reason) => {
  expect(mailbox.safeParse(text).error?.issues[0]?.message).toBe(reason);
});
