import { deleteDeadLettersBefore } from '#lib/dead-letters/index.ts';
import { clientsBehind, type EventLog, GROUPS } from '#lib/event-log/index.ts';
import type { GraphStore } from '#lib/graph/index.ts';
import { recordFirstData } from '#lib/ingest/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import type { Database } from '#lib/platform/database/index.ts';
import type { Logger } from '#lib/platform/logger.ts';
import { attempt, getTenant, listActiveTenantIds, noteFailure, noteSuccess, type WorkOf } from '#lib/tenants/index.ts';
import { countClient, deleteIdentitiesBefore, recordStorage } from '#lib/usage/index.ts';

const POLL_MS = 2_000;
/** After an error an append does not shorten the wait: it would only fail the same way. */
const RETRY_MS = 1_000;
const HOUSEKEEPING_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/** What counting works with. */
export interface UsageParts {
  db: Database;
  log: EventLog;
  /** Without it storage counts the log alone. */
  graph: GraphStore | undefined;
  /** Whether this process counts a client; without it, it counts all. */
  isMine?: (clientId: string) => boolean;
  clock: Clock;
  logger: Logger;
  /** Called after each count, for the metrics. */
  onCounted: (clientId: string, events: number) => void;
  onStorage: (clientId: string, bytes: number) => void;
}

/**
 * Counts what was appended: at once when it is notified of it, else within two seconds. Every five minutes it measures
 * storage and deletes what is past the retention.
 */
export function startUsage(parts: UsageParts): { stop(): Promise<void> } {
  const waiting = new Set<string>();
  let wake: () => void = () => {};
  let stopped = false;
  let nextPoll = 0;
  let nextHousekeeping = 0;
  const unsubscribe = parts.log.onAppend((clientId) => {
    waiting.add(clientId);
    wake();
  });

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        const now = parts.clock();
        if (now >= nextPoll) {
          for (const clientId of await clientsBehind(parts.log, GROUPS.usage)) waiting.add(clientId);
          nextPoll = now + POLL_MS;
        }
        const clients = [...waiting].filter((clientId) => parts.isMine?.(clientId) ?? true);
        waiting.clear();
        let failed = 0;
        for (const clientId of clients) {
          if (stopped) return;
          if (!(await count(clientId))) failed++;
        }
        if (now >= nextHousekeeping) {
          nextHousekeeping = now + HOUSEKEEPING_MS;
          await housekeeping(parts, now);
        }
        // Where all fail it is not the fault of one client: the database may be away.
        if (failed > 0 && failed === clients.length) await rest(RETRY_MS, () => stopped);
      } catch (error) {
        parts.logger.error({ err: error }, 'usage could not be counted; it is tried again');
        await rest(RETRY_MS, () => stopped);
      }
      if (waiting.size === 0) await rest(POLL_MS, () => true);
    }
  }

  /** Counts the next batch of a client; false if that failed, which stops no other client. The next poll tries again. */
  async function count(clientId: string): Promise<boolean> {
    const work = { tenantId: clientId, work: 'usage' } as const;
    try {
      const counted = await countClient({ pool: parts.db.pool, log: parts.log, clock: parts.clock }, clientId);
      // The next batch comes after everybody else's.
      if (counted.more) waiting.add(clientId);
      if (counted.events > 0) parts.onCounted(clientId, counted.events);
      if (counted.clusters.length > 0) await recordFirstData(clientId, parts.clock());
      await noteSuccess(work);
      return true;
    } catch (error) {
      await noteFailure(work, error, parts.clock());
      return false;
    }
  }

  /** Waits; being woken ends it early where `mayWake` says so. */
  function rest(ms: number, mayWake: () => boolean): Promise<void> {
    if (stopped) return Promise.resolve();
    return new Promise((awake) => {
      const timer = setTimeout(awake, ms);
      wake = () => {
        if (!mayWake()) return;
        clearTimeout(timer);
        awake();
      };
    });
  }

  const running = run();
  return {
    async stop() {
      stopped = true;
      unsubscribe();
      wake();
      await running;
    },
  };
}

async function housekeeping(parts: UsageParts, now: number): Promise<void> {
  for (const tenantId of await listActiveTenantIds()) {
    if (parts.isMine && !parts.isMine(tenantId)) continue;
    await attempt({ tenantId, work: 'housekeeping' }, now, () => keepClient(parts, tenantId, now));
  }
  const failures: [WorkOf, unknown][] = [];
  await parts.log.enforceRetention(now, (tenantId, stream, error) =>
    failures.push([{ tenantId, work: 'retention', subject: stream }, error]),
  );
  for (const [work, error] of failures) await noteFailure(work, error, now);
}

async function keepClient({ db, log, graph, onStorage }: UsageParts, clientId: string, now: number): Promise<void> {
  const bytes = (await log.sizeBytes(clientId)) + ((await graph?.sizeBytes(clientId)) ?? 0);
  await recordStorage(clientId, bytes, now);
  onStorage(clientId, bytes);
  const { retentionDays } = (await getTenant(clientId)).limits;
  await deleteIdentitiesBefore(db.pool, clientId, now - (retentionDays + 1) * DAY_MS);
  await deleteDeadLettersBefore(clientId, now - retentionDays * DAY_MS);
}
