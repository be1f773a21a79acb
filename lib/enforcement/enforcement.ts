import { backlogs, type EventLog, GROUPS, type KafkaAccess, type KafkaStanding } from '#lib/event-log/index.ts';
import { MAX_BACKLOG } from '#lib/ingest/index.ts';
import { enforcedLimits, limitsOf } from '#lib/plans/index.ts';
import { type Clock, systemClock, utcDay } from '#lib/platform/clock.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { type Repeated, repeat } from '#lib/platform/repeat.ts';
import { noteFailure, noteSuccess } from '#lib/tenants/index.ts';
import { type Ingested, reachedIngestLimit } from '#lib/usage/index.ts';

/** Bytes per second for a client whose backlog is too large: enough to keep its producer alive. */
const THROTTLED_BYTES_PER_SECOND = 1_024;
const INTERVAL_MS = 10_000;
const DAY_MS = 86_400_000;

/** The event log, and the administration of the brokers where the log is Kafka. */
export interface Brokers {
  log: EventLog;
  kafka?: { access: KafkaAccess };
}

/** Runs `enforceQuotas` every ten seconds until it is stopped. `stop` waits for a run in progress. Does nothing without Kafka. */
export function startQuotaEnforcement(parts: Brokers, clock: Clock = systemClock): Repeated {
  if (!parts.kafka) return { stop: async () => {} };
  return repeat(
    INTERVAL_MS,
    async () => void (await enforceQuotas(parts, clock())),
    (error) => logger.warn({ err: error }, 'quotas at the brokers could not be enforced; retrying'),
  );
}

/**
 * Applies the limits of the HTTPS edge to clients that send to Kafka directly: a client that is suspended, or at a limit of
 * its plan (lib/usage/ingest-limits.ts), loses its right to write, and one with too large a backlog is throttled by the broker. Compares what the
 * brokers grant with what they should, so it can run at any time and in any process. A client that fails stops no other. Returns the ids of the tenants whose
 * grants changed. `now` in epoch ms.
 */
export async function enforceQuotas({ log: events, kafka }: Brokers, now: number): Promise<string[]> {
  if (!kafka) return [];
  const [tenants, backlog, standings] = await Promise.all([
    tenantsWithAccess(now),
    backlogs(events, Object.values(GROUPS)),
    kafka.access.standings(),
  ]);
  const changed: string[] = [];
  for (const { id, plan, isBlocked } of tenants) {
    const standing = standings.get(id);
    // Removed or not set up yet, which is the business of provisioning.
    if (!standing) continue;
    const isBehind = (backlog.get(id) ?? 0n) > MAX_BACKLOG;
    const quota = isBehind ? { ...plan.kafka, producerBytesPerSecond: THROTTLED_BYTES_PER_SECOND } : plan.kafka;
    if (isSame(standing, { mayWrite: !isBlocked, quota })) continue;
    const work = { tenantId: id, work: 'quotas' } as const;
    try {
      const isChanged = await unlessClosed(id, () => kafka.access.setQuota(id, quota).then(() => kafka.access.setMayWrite(id, !isBlocked)));
      await noteSuccess(work);
      if (!isChanged) continue;
      logger.info({ tenantId: id, mayWrite: !isBlocked, ...quota }, 'Kafka grants of a client changed');
      changed.push(id);
    } catch (error) {
      await noteFailure(work, error, now);
    }
  }
  return changed;
}

/** Makes a change under a lock that keeps the client from being closed meanwhile: its removal revokes the grants and must come last. False when it is closed. */
async function unlessClosed(tenantId: string, change: () => Promise<void>): Promise<boolean> {
  return asSystem(async (tx) => {
    const open = await tx.$queryRaw<unknown[]>`SELECT 1 FROM tenants WHERE id = ${tenantId} AND status <> 'closed' FOR SHARE`;
    if (open.length > 0) await change();
    return open.length > 0;
  });
}

/** The tenants that have a Kafka user, and whether the HTTPS edge would refuse their data now. */
async function tenantsWithAccess(now: number) {
  return asSystem(async (tx) => {
    const tenants = await tx.tenant.findMany({
      where: { status: { not: 'closed' }, steps: { some: { name: 'access-rules', status: 'done' } } },
      select: { id: true, limits: true, isSpendCapReached: true, status: true },
    });
    // Storage is measured every few minutes: just after midnight, yesterday's measurement is the latest.
    const counters = await tx.usageCounter.findMany({
      where: {
        OR: [
          { metric: { in: ['events', 'duplicates', 'rejected'] }, day: utcDay(now) },
          { metric: 'storage_bytes', day: { gte: utcDay(now - DAY_MS) } },
        ],
      },
      orderBy: { day: 'asc' },
    });
    const used = new Map<string, Ingested>();
    for (const { tenantId, metric, value } of counters) {
      const of = used.get(tenantId) ?? { events: 0, duplicates: 0, rejected: 0, storageBytes: 0 };
      used.set(tenantId, { ...of, [metric === 'storage_bytes' ? 'storageBytes' : metric]: Number(value) });
    }
    return tenants.map(({ id, limits, isSpendCapReached, status }) => {
      const sent = used.get(id);
      const plan = enforcedLimits({ limits: limitsOf({ limits }), isSpendCapReached });
      return { id, plan, isBlocked: status === 'suspended' || (sent && reachedIngestLimit(plan, sent)) !== undefined };
    });
  });
}

function isSame({ mayWrite, quota }: KafkaStanding, wanted: KafkaStanding): boolean {
  return (
    mayWrite === wanted.mayWrite &&
    quota?.producerBytesPerSecond === wanted.quota?.producerBytesPerSecond &&
    quota?.requestPercentage === wanted.quota?.requestPercentage
  );
}
