import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible';
import type { Principal } from '#lib/auth/index.ts';
import { planOf } from '#lib/plans/index.ts';
import { handle } from '#lib/platform/handles.ts';
import { Problem } from '#lib/platform/problem.ts';

/** Requests a minute of a person in the portal, whatever the plan: above what any page asks for. */
const SESSION_PER_MINUTE = 1_200;
/** Attempts a quarter of an hour for one address to sign in, ask for a mail, or sign up. */
const ATTEMPTS = 20;
const ATTEMPT_SECONDS = 900;

/** Counts in windows by key; answers the seconds to wait when `points` are used up. */
export interface Limiter {
  take(key: string, points: number, seconds: number): Promise<{ waitSeconds: number } | undefined>;
}

/** Counts in this process. */
export function memoryLimiter(): Limiter {
  return limiterOf((points, seconds) => new RateLimiterMemory({ points, duration: seconds, keyPrefix: `${points}/${seconds}` }));
}

/** A limiter over one counter of rate-limiter-flexible for each kind of window. */
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

/** The limiter of this process; in memory unless another is provided. */
export const limiters = handle<Limiter>('limiter');

function limiter(): Limiter {
  const existing = limiters.find();
  if (existing) return existing;
  const made = memoryLimiter();
  limiters.provide(made);
  return made;
}

/** Refuses with 429 what goes over the plan's requests a minute; portal sessions have a rate of their own. */
export async function assertRate({ tenant, via, userId, name }: Principal): Promise<void> {
  const plan = via === 'key' && tenant ? planOf(tenant.plan) : undefined;
  const points = plan ? plan.requestsPerMinute : SESSION_PER_MINUTE;
  const refused = await limiter().take(plan ? `tenant ${tenant?.id}` : `user ${userId ?? name}`, points, 60);
  if (!refused) return;
  const whose = plan ? `The ${plan.name} plan allows` : 'This session may make';
  throw new Problem(429, 'rate_limit', `${whose} ${points} requests a minute. Wait as many seconds as Retry-After says.`, {
    headers: { 'Retry-After': String(refused.waitSeconds), 'RateLimit-Limit': String(points), 'RateLimit-Remaining': '0' },
  });
}

/** Refuses with 429 when somebody tries passwords or addresses: by account and by address of origin. */
export async function assertAttempt(what: string, subject: string): Promise<void> {
  const refused = await limiter().take(`${what} ${subject}`, ATTEMPTS, ATTEMPT_SECONDS);
  if (!refused) return;
  throw new Problem(429, 'too_many_attempts', `Too many attempts. Try again in ${Math.ceil(refused.waitSeconds / 60)} minutes.`, {
    headers: { 'Retry-After': String(refused.waitSeconds) },
  });
}
