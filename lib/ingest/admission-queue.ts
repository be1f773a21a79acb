import { planOf } from '#lib/plans/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { STREAMS } from '#lib/wire/names.ts';

/** What a client may send ahead of its plan's pace: a second of it, and never less than two agents send at once (a batch of each stream). */
const BURST = { ms: 1_000, batches: 10 };
/** How many clusters a client is taken to have whose plan bounds none. */
const MANY_CLUSTERS = 10;
/** Batches of one client that may wait here: those of all streams of all its clusters at once, and as many that come again. */
const mostInLine = (plan: TenantContext['plan']) => 2 * STREAMS.length * (planOf(plan).clusters ?? MANY_CLUSTERS);

interface Line {
  last: Promise<unknown>;
  length: number;
  /** When the client will be level with its pace, in epoch ms (the generic cell rate algorithm, ITU-T I.371). */
  levelAt: number;
}

const lines = new Map<string, Line>();

/**
 * Takes in one batch of a client after the other, however many it sends at once, and a burst no faster than the plan's
 * requests a minute: it waits for itself, and the batches of the others come between. `work` reads the body, which stays
 * with its sender until then. Refuses with 429 when too many wait. `now` in epoch ms.
 */
export async function inLine<T>({ id, plan }: Pick<TenantContext, 'id' | 'plan'>, now: number, work: () => Promise<T>): Promise<T> {
  for (const [clientId, { length, levelAt }] of lines) if (length === 0 && levelAt <= now) lines.delete(clientId);
  const line = lines.get(id) ?? { last: Promise.resolve(), length: 0, levelAt: now };
  const everyMs = 60_000 / planOf(plan).requestsPerMinute;
  const level = Math.max(line.levelAt, now);
  const waitMs = level - now - Math.max(BURST.ms, BURST.batches * everyMs);
  if (line.length >= mostInLine(plan)) throw tooMany(line.length, waitMs);
  lines.set(id, line);
  line.length++;
  line.levelAt = level + everyMs;
  const paced = waitMs > 0 ? Promise.all([line.last, new Promise((due) => setTimeout(due, waitMs))]) : line.last;
  const mine = paced.then(work);
  line.last = mine.catch(() => {});
  try {
    return await mine;
  } finally {
    line.length--;
  }
}

function tooMany(length: number, waitMs: number): Problem {
  return new Problem(
    429,
    'too_many_at_once',
    `${length} batches of this client are under way already: they are taken in at the pace of the plan. Wait for their answers before you send more.`,
    { headers: { 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))) } },
  );
}
