import { describe, expect, it } from 'vitest';
import { assertGoodPassword } from './password-policy.ts';

const WORDS = ['jo.smith@example.com', 'Jo Smith', 'Acme Corp', 'acme-prod'];
const check = (password: string) => () => assertGoodPassword('password', password, WORDS);

describe('a new password', () => {
  it.each(['correct horse battery', 'xK9#mQ2$vLw', 'zebra-lamp-orbit-kite', 'Ünïcode Pässe sind 12'])(
    'may be hard to guess: %s',
    (password) => {
      expect(check(password)).not.toThrow();
    },
  );

  it.each(['password12', 'Password1234', 'P@ssw0rd2026', 'qwertyuiop', '1234567890', 'aaaaaaaaaa', 'iloveyou123'])(
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
    ['short', 'Use at least 10 characters.'],
    ['x'.repeat(201), 'Use at most 200 characters.'],
  ])('is refused on its field when its length is wrong', (password, reason) => {
    expect(check(password)).toThrow(expect.objectContaining({ status: 422, invalidParams: [{ name: 'password', reason }] }));
  });
});
