import { handle } from '#lib/platform/handles.ts';
import { Problem } from '#lib/platform/problem.ts';
import { sha256 } from '#lib/platform/secrets.ts';

/** Refusals that stay valid until their Retry-After has passed. A daily or monthly plan limit is not one: an upgrade lifts it at once. */
const CACHEABLE: ReadonlySet<string> = new Set(['rate_limit', 'too_many_at_once', 'behind']);

interface CachedRefusal {
  problem: Problem;
  /** Epoch ms. */
  until: number;
}

/**
 * Refusals by the hash of the key, plus the path when the refusal applies to one path only. One cache per process: the
 * HTTP server reads what Next's routes write.
 */
const cache = handle<Map<string, CachedRefusal>>('retry-after-cache');
const cacheKey = (authorization: string, path = '') => `${sha256(authorization)} ${path}`;

/**
 * Remembers that a key was refused with 429 and a Retry-After: for every path when its rate limit is reached, otherwise
 * for this path. Other problems are ignored. `now` in epoch ms.
 */
export function rememberRefusal(authorization: string, path: string, problem: Problem, now: number): void {
  const waitSeconds = Number(problem.headers['Retry-After'] ?? 0);
  if (!CACHEABLE.has(problem.code) || waitSeconds <= 0) return;
  if (!cache.find()) cache.provide(new Map());
  const refusals = cache.use();
  for (const [key, { until }] of refusals) if (until <= now) refusals.delete(key);
  const scope = problem.code === 'rate_limit' ? undefined : path;
  refusals.set(cacheKey(authorization, scope), { problem, until: now + waitSeconds * 1000 });
}

/**
 * The refusal that is still valid for a key, with the remaining seconds as Retry-After; undefined when the request may
 * proceed. Checked before anything else: a client that sends ten times its plan's rate must cost the others next to nothing.
 */
export function cachedRefusal(authorization: string | undefined, path: string, now: number): Problem | undefined {
  const refusals = cache.find();
  if (!authorization || !refusals?.size) return undefined;
  const valid = [cacheKey(authorization), cacheKey(authorization, path)]
    .map((key) => refusals.get(key))
    .find((refusal) => refusal && now < refusal.until);
  if (!valid) return undefined;
  const { status, code, detail, headers } = valid.problem;
  return new Problem(status, code, detail, { headers: { ...headers, 'Retry-After': String(Math.ceil((valid.until - now) / 1000)) } });
}
