import { hasSignedInFrom } from '#lib/auth/index.ts';
import { limiter, tooManyAttempts } from './rate-limit.ts';

/** Failed sign-ins in an hour before the next has to wait, and the longest wait in seconds. */
const LIMITS = {
  /** One address that tries one account. */
  pair: { free: 5, maxSeconds: 900 },
  /** One address that tries any accounts. */
  address: { free: 50, maxSeconds: 900 },
  /** Any addresses that try one account. */
  account: { free: 20, maxSeconds: 900 },
  /** Any addresses that try any accounts. */
  installation: { free: 2_000, maxSeconds: 60 },
};

/** Slows down the guessing of passwords and codes. */
export interface SignInThrottle {
  /** Throws a Problem with status 429 when this attempt has to wait. */
  before(account: string, address: string): Promise<void>;
  failed(account: string, address: string): Promise<void>;
  succeeded(account: string, address: string): Promise<void>;
}

/**
 * Each failure makes the next attempt wait longer, by account, by address and over the installation. The owner of an account
 * that others attack is not locked out: from an address where the account signed in before, only the failures of that very
 * address count, and a password reset always works.
 */
export const signInThrottle: SignInThrottle = {
  async before(account, address) {
    const { pair, ...others } = keys(account, address);
    const isKnown = await hasSignedInFrom(account, address);
    for (const key of isKnown ? [pair] : [pair, ...Object.values(others)]) {
      const seconds = await limiter().wait(key);
      if (seconds > 0) throw tooManyAttempts(seconds);
    }
  },
  async failed(account, address) {
    for (const [level, key] of Object.entries(keys(account, address))) {
      const { free, maxSeconds } = LIMITS[level as keyof typeof LIMITS];
      await limiter().fail(key, free, maxSeconds);
    }
  },
  async succeeded(account, address) {
    await limiter().forget(keys(account, address).pair);
  },
};

function keys(account: string, address: string) {
  return {
    pair: `sign-in ${account} from ${address}`,
    address: `sign-in from ${address}`,
    account: `sign-in ${account}`,
    installation: 'sign-in',
  };
}
