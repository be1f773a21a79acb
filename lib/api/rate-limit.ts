import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible';
import type { Principal } from '#lib/auth/index.ts';
import { planOf } from '#lib/plans/index.ts';
import { handle } from '#lib/platform/handles.ts';
import { Problem } from '#lib/platform/problem.ts';

/** Requests per minute of a user of the portal, on every plan: more than any page makes. */
const SESSION_PER_MINUTE = 1_200;
/** Attempts per 15 minutes and subject to sign in, request a mail or sign up. */
const ATTEMPTS = 20;
const ATTEMPT_SECONDS = 900;

/** Counts by key in fixed windows. */
export interface Limiter {
  /** Takes one of `points` per `seconds`; returns the seconds to wait when they are used up. */
  take(key: string, points: number, seconds: number): Promise<{ waitSeconds: number } | undefined>;
}

/** A limiter that counts in this process. */
export function memoryLimiter(): Limiter {
  return limiterOf((points, seconds) => new RateLimiterMemory({ points, duration: seconds, keyPrefix: `${points}/${seconds}` }));
}

/** A limiter with one counter of rate-limiter-flexible for each window size. */
export function limiterOf(counter: (points: number, seconds: number) => RateLimiterAbstract): Limiter {
  const counters = new Map<string, RateLimiterAbstract>();
  return {
    async take(key, points, seconds) {
      const id = `${points}/${seconds}`;
      const limiter = counters.get(id) ?? counter(points, seconds);
      counters.set(id, limiter);
      try {
        await limiter.consume(key);
        return undefined;
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal;
        return { waitSeconds: Math.ceil((refusal as { msBeforeNext: number }).msBeforeNext / 1000) };
      }
    },
  };
}

/** The limiter of this process: in memory unless another one is provided. */
export const limiters = handle<Limiter>('limiter');

function limiter(): Limiter {
  const existing = limiters.find();
  if (existing) return existing;
  const made = memoryLimiter();
  limiters.provide(made);
  return made;
}

/** Throws a Problem with status 429 above the plan's requests per minute. Portal sessions have their own limit. */
export async function assertRate({ tenant, via, userId, name }: Principal): Promise<void> {
  const plan = via === 'key' && tenant ? planOf(tenant.plan) : undefined;
  const points = plan ? plan.requestsPerMinute : SESSION_PER_MINUTE;
  const refused = await limiter().take(plan ? `tenant ${tenant?.id}` : `user ${userId ?? name}`, points, 60);
  if (!refused) return;
  const limited = plan ? `The ${plan.name} plan allows` : 'A session may make';
  throw new Problem(429, 'rate_limit', `${limited} ${points} requests per minute. Wait for the number of seconds in Retry-After.`, {
    headers: { 'Retry-After': String(refused.waitSeconds), 'RateLimit-Limit': String(points), 'RateLimit-Remaining': '0' },
  });
}

/** Throws a Problem with status 429 after too many attempts by one subject, against guessing of passwords and addresses. */
export async function assertAttempt(what: string, subject: string): Promise<void> {
  const refused = await limiter().take(`${what} ${subject}`, ATTEMPTS, ATTEMPT_SECONDS);
  if (!refused) return;
  const minutes = Math.ceil(refused.waitSeconds / 60);
  throw new Problem(429, 'too_many_attempts', `Too many attempts. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`, {
    headers: { 'Retry-After': String(refused.waitSeconds) },
  });
}
