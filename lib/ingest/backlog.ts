import { backlogs, type EventLog, eventLog, GROUPS } from '#lib/event-log/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';

/** How many records of one client may be waiting in the event log: some seconds of what one machine ingests. Beyond that, the agent buffers them. */
export const MAX_BACKLOG = 100_000n;
const REFRESH_MS = 1_000;
const RETRY_AFTER_SECONDS = 10;

/** The backlogs of all tenants as last read from an event log. */
interface BacklogCache {
  /** Epoch ms; minus infinity until the first read. */
  readAt: number;
  reading: Promise<void> | undefined;
  waiting: ReadonlyMap<string, bigint>;
}

const caches = new WeakMap<EventLog, BacklogCache>();

/**
 * Throws a Problem with status 429 while more than MAX_BACKLOG of a client's records wait to be applied to its graph or
 * to be counted: a client that sends faster than that is slowed down at the source, and the others keep their pace. The
 * log is read at most once a second and, after the first time, in the background; while it cannot be read the last
 * result counts. `now` in epoch ms.
 */
export async function assertBacklogBelowLimit(tenantId: string, now: number): Promise<void> {
  const events = eventLog.use();
  const cache: BacklogCache = caches.get(events) ?? { readAt: Number.NEGATIVE_INFINITY, reading: undefined, waiting: new Map() };
  caches.set(events, cache);
  if (!cache.reading && Math.abs(now - cache.readAt) >= REFRESH_MS) cache.reading = refresh(events, cache, now);
  if (cache.readAt === Number.NEGATIVE_INFINITY) await cache.reading;
  const waiting = cache.waiting.get(tenantId) ?? 0n;
  if (waiting <= MAX_BACKLOG) return;
  throw new Problem(
    429,
    'behind',
    `${waiting} records of this client are waiting to be processed; the limit is ${MAX_BACKLOG}. Keep the records and send them again later, as agents do.`,
    { headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) } },
  );
}

async function refresh(events: EventLog, cache: BacklogCache, now: number): Promise<void> {
  try {
    cache.waiting = await backlogs(events, Object.values(GROUPS));
  } catch (error) {
    logger.warn({ err: error }, 'the backlog of clients could not be read; retrying within seconds');
  } finally {
    cache.readAt = now;
    cache.reading = undefined;
  }
}
