import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible';
import type { Principal } from '#lib/auth/index.ts';
import { handle } from '#lib/platform/handles.ts';
import { Problem } from '#lib/platform/problem.ts';

/** Requests per minute of a user of the portal, on every plan: more than any page makes. */
const SESSION_PER_MINUTE = 1_200;
/** How many attempts one subject (an account, a recipient of mail) and one address have in 15 minutes. */
const ATTEMPTS = {
  'sign-up': { perSubject: 5, perAddress: 20 },
  mail: { perSubject: 5, perAddress: 20 },
  password: { perSubject: 10, perAddress: 60 },
  passkey: { perSubject: 60, perAddress: 60 },
  link: { perSubject: 20, perAddress: 60 },
  sso: { perSubject: 300, perAddress: 100 },
  'client-id': { perSubject: 300, perAddress: 300 },
} as const;
const ATTEMPT_SECONDS = 900;

/** What is limited, apart from sign-ins (sign-in-throttle.ts). */
export type AttemptKind = keyof typeof ATTEMPTS;

/** Failures older than this are forgotten. */
const FAILURE_SECONDS = 3_600;

/** Counts by key in fixed windows. */
export interface Limiter {
  /** Takes one of `points` per `seconds`; returns the seconds to wait when they are used up. */
  take(key: string, points: number, seconds: number): Promise<{ waitSeconds: number } | undefined>;
  /** Records a failed attempt. After `free` of them in an hour each doubles the time to wait, from one second to `maxSeconds`. */
  fail(key: string, free: number, maxSeconds: number): Promise<void>;
  /** The seconds to wait after failed attempts; 0 if the next may come now. */
  wait(key: string): Promise<number>;
  /** Forgets the failed attempts of a key. */
  forget(key: string): Promise<void>;
  /** Forgets everything that is counted under a key that holds one of these texts: what a client that is deleted left. */
  forgetAll(texts: readonly string[]): Promise<void>;
}

/** A limiter that counts in this process. */
export function memoryLimiter(): Limiter {
  const limiter = limiterOf((points, seconds) => new RateLimiterMemory({ points, duration: seconds, keyPrefix: `${points}/${seconds}` }));
  // Counters in memory end with their window, an hour at most, and are written nowhere.
  return { ...limiter, forgetAll: async () => {} };
}

/** A limiter with one counter of rate-limiter-flexible for each window size. */
export function limiterOf(counter: (points: number, seconds: number) => RateLimiterAbstract): Omit<Limiter, 'forgetAll'> {
  const counters = new Map<string, RateLimiterAbstract>();
  const counterOf = (points: number, seconds: number) => {
    const id = `${points}/${seconds}`;
    const limiter = counters.get(id) ?? counter(points, seconds);
    counters.set(id, limiter);
    return limiter;
  };
  const failures = counterOf(1_000_000, FAILURE_SECONDS);
  const blocked = counterOf(1, FAILURE_SECONDS);
  return {
    async take(key, points, seconds) {
      try {
        await counterOf(points, seconds).consume(key);
        return undefined;
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal;
        return { waitSeconds: Math.ceil((refusal as { msBeforeNext: number }).msBeforeNext / 1000) };
      }
    },
    async fail(key, free, maxSeconds) {
      const { consumedPoints } = await failures.penalty(key);
      if (consumedPoints > free) await blocked.block(key, Math.min(2 ** Math.min(20, consumedPoints - free - 1), maxSeconds));
    },
    async wait(key) {
      const state = await blocked.get(key);
      return state && state.consumedPoints > 1 ? Math.ceil(state.msBeforeNext / 1000) : 0;
    },
    async forget(key) {
      await failures.delete(key);
      await blocked.delete(key);
    },
  };
}

/** The limiter of this process: in memory unless another one is provided. */
export const limiters = handle<Limiter>('limiter');

/** The limiter of this process, made at first use. */
export function limiter(): Limiter {
  const existing = limiters.find();
  if (existing) return existing;
  const made = memoryLimiter();
  limiters.provide(made);
  return made;
}

/** Throws a Problem with status 429 above the plan's requests per minute. Portal sessions have their own limit. */
export async function assertRate({ tenant, via, userId, name }: Principal): Promise<void> {
  const plan = via === 'key' ? tenant?.limits : undefined;
  const points = plan ? plan.requestsPerMinute : SESSION_PER_MINUTE;
  const subject = via === 'scim-token' ? `scim ${tenant?.id}` : plan ? `tenant ${tenant?.id}` : `user ${userId ?? name}`;
  const refused = await limiter().take(subject, points, 60);
  if (!refused) return;
  const limited = plan ? `The ${plan.name} plan allows` : 'A session may make';
  throw new Problem(429, 'rate_limit', `${limited} ${points} requests per minute. Wait for the number of seconds in Retry-After.`, {
    headers: { 'Retry-After': String(refused.waitSeconds), 'RateLimit-Limit': String(points), 'RateLimit-Remaining': '0' },
  });
}

/**
 * Throws a Problem with status 429 after too many attempts to do `what` by one subject (an account, a recipient) or from one
 * address: against guessing, and against filling somebody's mailbox.
 */
export async function assertAttempt(what: AttemptKind, subject: string, address: string): Promise<void> {
  const { perSubject, perAddress } = ATTEMPTS[what];
  for (const [key, points] of [
    [`${what} ${subject}`, perSubject],
    [`${what} from ${address}`, perAddress],
  ] as const) {
    const refused = await limiter().take(key, points, ATTEMPT_SECONDS);
    if (refused) throw tooManyAttempts(refused.waitSeconds);
  }
}

/** The answer to somebody who has to wait before the next attempt. */
export function tooManyAttempts(waitSeconds: number): Problem {
  const minutes = Math.ceil(waitSeconds / 60);
  const wait = waitSeconds < 60 ? `${waitSeconds} second${waitSeconds === 1 ? '' : 's'}` : `${minutes} minute${minutes === 1 ? '' : 's'}`;
  return new Problem(429, 'too_many_attempts', `Too many attempts. Try again in ${wait}.`, {
    headers: { 'Retry-After': String(waitSeconds) },
  });
}
