import { handle } from '#lib/platform/handles.ts';
import { Problem } from '#lib/platform/problem.ts';
import { sha256 } from '#lib/platform/secrets.ts';

/** Refusals that are repeated until their Retry-After has passed. */
const UNTIL_RETRY: ReadonlySet<string> = new Set(['rate_limit', 'too_many_at_once', 'behind']);
/** How long a refusal is repeated that an upgrade or a payment lifts. */
const BRIEFLY_SECONDS = 5;
/** Keys that are remembered at most; each takes some hundred bytes. */
const MAX_REFUSALS = 50_000;

interface CachedRefusal {
  problem: Problem;
  /** Until when it is repeated, in epoch ms. */
  until: number;
  /** When its Retry-After ends, in epoch ms; undefined if it has none. */
  retryAt: number | undefined;
}

/**
 * Refusals by the hash of the key, plus the path when the refusal applies to one path only. One cache per process: the
 * HTTP server reads what Next's routes write.
 */
const cache = handle<Map<string, CachedRefusal>>('retry-after-cache');
const cacheKey = (authorization: string, path = '') => `${sha256(authorization)} ${path}`;

/**
 * Remembers that a key was refused: for every path when its rate limit is reached, otherwise for this path. A refusal at a
 * limit of the plan holds for a few seconds, since an upgrade lifts it. Other problems are ignored. `now` in epoch ms.
 */
export function rememberRefusal(authorization: string, path: string, problem: Problem, now: number): void {
  const waitSeconds = Number(problem.headers['Retry-After'] ?? 0);
  // A suspended client may still read, also where it may not write: only its data is refused everywhere.
  const isBrief =
    problem.code === 'plan_limit' || (['suspended', 'deletion_requested'].includes(problem.code) && path.startsWith('/api/v1/ingest/'));
  if (!isBrief && !(UNTIL_RETRY.has(problem.code) && waitSeconds > 0)) return;
  if (!cache.find()) cache.provide(new Map());
  const refusals = cache.use();
  if (refusals.size >= MAX_REFUSALS) for (const [key, { until }] of refusals) if (until <= now) refusals.delete(key);
  if (refusals.size >= MAX_REFUSALS) return;
  const scope = problem.code === 'rate_limit' ? undefined : path;
  const until = now + (isBrief ? BRIEFLY_SECONDS : waitSeconds) * 1000;
  refusals.set(cacheKey(authorization, scope), { problem, until, retryAt: waitSeconds > 0 ? now + waitSeconds * 1000 : undefined });
}

/**
 * The refusal that is still valid for a key, with the remaining seconds as Retry-After; undefined when the request may
 * proceed. Checked before anything else: a client that sends ten times its plan's rate must cost the others next to nothing.
 */
export function cachedRefusal(authorization: string | undefined, path: string, now: number): Problem | undefined {
  const refusals = cache.find();
  if (!authorization || !refusals?.size) return undefined;
  for (const key of [cacheKey(authorization), cacheKey(authorization, path)]) {
    const refusal = refusals.get(key);
    if (!refusal) continue;
    if (now >= refusal.until) {
      refusals.delete(key);
      continue;
    }
    const { status, code, detail, headers } = refusal.problem;
    return new Problem(status, code, detail, { headers: { ...headers, ...waitHeaders(headers, refusal.retryAt, now) } });
  }
  return undefined;
}

/** The headers that say how long to wait, as of now. */
function waitHeaders(headers: Record<string, string>, retryAt: number | undefined, now: number): Record<string, string> {
  if (retryAt === undefined) return {};
  const seconds = String(Math.ceil((retryAt - now) / 1000));
  const { RateLimit: state } = headers;
  return { 'Retry-After': seconds, ...(state && { RateLimit: state.replace(/;t=\d+/, `;t=${seconds}`) }) };
}
