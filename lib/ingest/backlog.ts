import { backlogs, type EventLog, eventLog, GROUPS } from '#lib/event-log/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';

/** Records of one client that may wait in the log: some seconds of all that one machine takes in. Beyond, the agent keeps them. */
export const MOST_WAITING = 100_000n;
const LOOK_EVERY_MS = 1_000;
const RETRY_AFTER_S = 10;

interface Seen {
  lookedAt: number;
  looking: Promise<void> | undefined;
  waiting: ReadonlyMap<string, bigint>;
}

const seenOf = new WeakMap<EventLog, Seen>();

/**
 * Refuses with 429 what a client sends while more than MOST_WAITING of its records wait for its graph or for being
 * counted: so whoever sends faster than that is slowed down at the source and the rest keep their pace. The log is looked
 * at once a second at most, behind the requests but for the first; while it cannot be looked at the last look counts.
 */
export async function assertKeepsUp(clientId: string, now: number): Promise<void> {
  const events = eventLog.use();
  const seen: Seen = seenOf.get(events) ?? { lookedAt: Number.NEGATIVE_INFINITY, looking: undefined, waiting: new Map() };
  seenOf.set(events, seen);
  if (!seen.looking && Math.abs(now - seen.lookedAt) >= LOOK_EVERY_MS) seen.looking = look(events, seen, now);
  if (seen.lookedAt === Number.NEGATIVE_INFINITY) await seen.looking;
  const waiting = seen.waiting.get(clientId) ?? 0n;
  if (waiting <= MOST_WAITING) return;
  throw new Problem(
    429,
    'behind',
    `${waiting} records of this client still wait to be taken in, and at most ${MOST_WAITING} may. Keep these and send them again later; agents do so by themselves.`,
    { headers: { 'Retry-After': String(RETRY_AFTER_S) } },
  );
}

async function look(events: EventLog, seen: Seen, now: number): Promise<void> {
  try {
    seen.waiting = await backlogs(events, Object.values(GROUPS));
  } catch (error) {
    logger.warn({ err: error }, 'how many records wait could not be read; it is tried again within seconds');
  } finally {
    seen.lookedAt = now;
    seen.looking = undefined;
  }
}
