import { handle } from '#lib/platform/handles.ts';
import { Problem } from '#lib/platform/problem.ts';
import { sha256 } from '#lib/platform/secrets.ts';

/** Refusals that hold for their time whatever happens meanwhile. A day's or a month's limit is none: another plan lifts it at once. */
const HOLDING: ReadonlySet<string> = new Set(['rate_limit', 'too_many_at_once', 'behind']);

interface Held {
  problem: Problem;
  /** Epoch ms. */
  until: number;
}

/** By the hash of the key, and the path where the refusal holds for one; once a process, for the portal's server and its routes. */
const heldOff = handle<Map<string, Held>>('held-off');
const placeOf = (authorization: string, path = '') => `${sha256(authorization)} ${path}`;

/** Notes that a key was told by 429 to come back later: with any request, where its minute is used up, else to this path. `now` in epoch ms. */
export function holdOff(authorization: string, path: string, problem: Problem, now: number): void {
  const wait = Number(problem.headers['Retry-After'] ?? 0);
  if (!HOLDING.has(problem.code) || wait <= 0) return;
  if (!heldOff.find()) heldOff.provide(new Map());
  const held = heldOff.use();
  for (const [place, { until }] of held) if (until <= now) held.delete(place);
  held.set(placeOf(authorization, problem.code === 'rate_limit' ? undefined : path), { problem, until: now + wait * 1000 });
}

/**
 * What a key is told again that asks before its time, with the seconds that are left; undefined when it may ask. It is the
 * first thing to look at: a client that sends ten times what its plan holds must cost the others next to nothing.
 */
export function refusalAgain(authorization: string | undefined, path: string, now: number): Problem | undefined {
  const held = heldOff.find();
  if (!authorization || !held?.size) return undefined;
  const known = [placeOf(authorization), placeOf(authorization, path)]
    .map((place) => held.get(place))
    .find((one) => one && now < one.until);
  if (!known) return undefined;
  const { status, code, detail, headers } = known.problem;
  return new Problem(status, code, detail, { headers: { ...headers, 'Retry-After': String(Math.ceil((known.until - now) / 1000)) } });
}
