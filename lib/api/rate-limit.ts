import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible';
import type { Principal } from '#lib/auth/index.ts';
import { planOf } from '#lib/billing/plans.ts';
import { handle } from '#lib/platform/handles.ts';
import { Problem } from '#lib/platform/problem.ts';
import { sha256 } from '#lib/platform/secrets.ts';

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

/** Keys whose minute is used up, by the hash of their header: until when, and what they are told. */
const spent = new Map<string, { until: number; refusal: Refusal }>();

interface Refusal {
  whose: string;
  points: number;
}

/**
 * Refuses again what a key sends after its minute was used up, before anything is asked of the database: a client that
 * sends ten times what its plan holds must cost the others next to nothing. Times in epoch ms.
 */
export function assertNotSpent(authorization: string | null, now: number): void {
  const known = authorization === null ? undefined : spent.get(sha256(authorization));
  if (known && now < known.until) throw rateProblem(known.refusal, Math.ceil((known.until - now) / 1000));
}

/** Refuses with 429 what goes over the plan's requests a minute; portal sessions have a rate of their own. */
export async function assertRate(principal: Principal, authorization: string | null, now: number): Promise<void> {
  const { tenant, via } = principal;
  const plan = tenant && planOf(tenant.plan);
  const ofPlan = via === 'key' && tenant && plan ? { whose: `The ${plan.name} plan allows`, points: plan.requestsPerMinute } : undefined;
  const refusal = ofPlan ?? { whose: 'This session may make', points: SESSION_PER_MINUTE };
  const key = ofPlan ? `tenant ${tenant?.id}` : `user ${principal.userId ?? principal.name}`;
  const refused = await limiter().take(key, refusal.points, 60);
  if (!refused) return;
  if (ofPlan && authorization !== null) {
    for (const [hash, { until }] of spent) if (until <= now) spent.delete(hash);
    spent.set(sha256(authorization), { until: now + refused.waitSeconds * 1000, refusal });
  }
  throw rateProblem(refusal, refused.waitSeconds);
}

function rateProblem({ whose, points }: Refusal, waitSeconds: number): Problem {
  return new Problem(429, 'rate_limit', `${whose} ${points} requests a minute. Try again in ${waitSeconds} s.`, {
    headers: { 'Retry-After': String(waitSeconds), 'RateLimit-Limit': String(points), 'RateLimit-Remaining': '0' },
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
