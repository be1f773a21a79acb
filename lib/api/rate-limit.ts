import { type RateLimiterAbstract, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
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

/** The window of a key after one request was counted in it. */
export interface RateWindow {
  /** Whether it was one too many. */
  isOver: boolean;
  remaining: number;
  /** Until the window ends. */
  resetSeconds: number;
}

/** Counts by key in fixed windows. */
export interface Limiter {
  /** Takes one of `points` per `seconds`. */
  take(key: string, points: number, seconds: number): Promise<RateWindow>;
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
      const windowOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes, isOver: boolean) => ({
        isOver,
        remaining: Math.max(0, remainingPoints),
        resetSeconds: Math.ceil(msBeforeNext / 1000),
      });
      try {
        return windowOf(await counterOf(points, seconds).consume(key), false);
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal;
        return windowOf(refusal as RateLimiterRes, true);
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

/**
 * Counts a request against the requests per minute of the plan; portal sessions have their own limit. Returns the headers that tell how
 * much is left, of the Internet-Draft draft-ietf-httpapi-ratelimit-headers-10. Throws a Problem with status 429 above the limit.
 */
export async function assertRate({ tenant, via, userId, name }: Principal): Promise<Record<string, string>> {
  const plan = via === 'key' ? tenant?.limits : undefined;
  const points = plan ? plan.requestsPerMinute : SESSION_PER_MINUTE;
  const subject = via === 'scim-token' ? `scim ${tenant?.id}` : plan ? `tenant ${tenant?.id}` : `user ${userId ?? name}`;
  const { isOver, remaining, resetSeconds } = await limiter().take(subject, points, 60);
  const policy = plan ? '"plan"' : '"session"';
  const headers = { 'RateLimit-Policy': `${policy};q=${points};w=60`, RateLimit: `${policy};r=${remaining};t=${resetSeconds}` };
  if (!isOver) return headers;
  const limited = plan ? `The ${plan.name} plan allows` : 'A session may make';
  throw new Problem(429, 'rate_limit', `${limited} ${points} requests per minute. Wait for the number of seconds in Retry-After.`, {
    // The last two are of earlier drafts; programs that were written for them go on.
    headers: { ...headers, 'Retry-After': String(resetSeconds), 'RateLimit-Limit': String(points), 'RateLimit-Remaining': '0' },
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
    const { isOver, resetSeconds } = await limiter().take(key, points, ATTEMPT_SECONDS);
    if (isOver) throw tooManyAttempts(resetSeconds);
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
