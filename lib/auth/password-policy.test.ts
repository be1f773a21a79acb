import { describe, expect, it } from 'vitest';
import { assertGoodPassword } from './password-policy.ts';

const WORDS = ['jo.smith@example.com', 'Jo Smith', 'Acme Corp', 'acme-prod'];
const check = (password: string) => () => assertGoodPassword('password', password, WORDS);

describe('a new password', () => {
  it.each(['correct horse battery', 'xK9#mQ2$vLw8', 'zebra-lamp-orbit-kite', 'Ünïcode Pässe sind 12'])(
    'may be hard to guess: %s',
    (password) => {
      expect(check(password)).not.toThrow();
    },
  );

  it.each(['password1212', 'Password1234', 'P@ssw0rd2026', 'qwertyuiopas', '123456789012', 'aaaaaaaaaaaa', 'iloveyou1234'])(
    'is refused when it is common or a pattern: %s',
    (password) => {
      expect(check(password)).toThrow('easy to guess');
    },
  );

  it.each(['acmecorp2026!', 'jo.smith2026', 'AcmeCorp-Smith1', 'kubernetes2026'])(
    'is refused when it is made of the account’s own words: %s',
    (password) => {
      expect(check(password)).toThrow('your name, email address or company');
    },
  );

  it.each([
    ['short', 'Use at least 12 characters.'],
    ['eleven chrs', 'Use at least 12 characters.'],
    ['x'.repeat(129), 'Use at most 128 characters.'],
  ])('is refused on its field when its length is wrong', (password, reason) => {
    expect(check(password)).toThrow(expect.objectContaining({ status: 422, invalidParams: [{ name: 'password', reason }] }));
  });
});
