import { backlogs, type EventLog, GROUPS, type KafkaAccess, type KafkaStanding } from '#lib/event-log/index.ts';
import { MOST_WAITING } from '#lib/ingest/index.ts';
import { planOf } from '#lib/plans/index.ts';
import { type Clock, systemClock, utcDay } from '#lib/platform/clock.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';

/** What a client that is too far ahead of its graph may still send: enough to keep its producer alive. */
const TRICKLE = 1_024;
const EVERY_MS = 10_000;

/** The event log, and the administration of the brokers where the log is Kafka. */
export interface Brokers {
  log: EventLog;
  kafka?: { access: KafkaAccess };
}

/** Runs holdAtBrokers now and again, until it is stopped. */
export function startGate(parts: Brokers, clock: Clock = systemClock): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  async function turn(): Promise<void> {
    try {
      await holdAtBrokers(parts, clock());
    } catch (error) {
      logger.warn({ err: error }, 'what the brokers grant could not be held against the plans; it is tried again');
    }
    if (!isStopped) timer = setTimeout(() => (running = turn()), EVERY_MS);
  }
  let running = parts.kafka ? turn() : Promise.resolve();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/**
 * Holds the clients that send to Kafka by themselves to what the edge holds the others to: who is suspended, or over a
 * day's hard limit, may not write; who is too far ahead of its graph is slowed to a trickle by the broker. What brokers
 * grant is compared with what should be, so that it may run at any time and anywhere; answers the clients that changed.
 */
export async function holdAtBrokers({ log: events, kafka }: Brokers, now: number): Promise<string[]> {
  if (!kafka) return [];
  const [clients, waiting, standings] = await Promise.all([
    clientsWithAccess(now),
    backlogs(events, Object.values(GROUPS)),
    kafka.access.standings(),
  ]);
  const changed: string[] = [];
  for (const { id, plan, isShut } of clients) {
    const standing = standings.get(id);
    // Removed, or not set up yet: that is for the steps to do.
    if (!standing) continue;
    const isAhead = (waiting.get(id) ?? 0n) > MOST_WAITING;
    const quota = isAhead ? { ...plan.kafka, producerBytesPerSecond: TRICKLE } : plan.kafka;
    if (isSame(standing, { mayWrite: !isShut, quota })) continue;
    if (!(await whileNotClosed(id, () => kafka.access.setQuota(id, quota).then(() => kafka.access.setMayWrite(id, !isShut))))) continue;
    logger.info({ tenantId: id, mayWrite: !isShut, ...quota }, 'what the brokers grant a client was changed');
    changed.push(id);
  }
  return changed;
}

/** Keeps a client from being closed meanwhile: its removal takes away what was granted, and must come after. False when it is closed already. */
async function whileNotClosed(tenantId: string, change: () => Promise<void>): Promise<boolean> {
  return asSystem(async (tx) => {
    const open = await tx.$queryRaw<unknown[]>`SELECT 1 FROM tenants WHERE id = ${tenantId} AND status <> 'closed' FOR SHARE`;
    if (open.length > 0) await change();
    return open.length > 0;
  });
}

/** The clients whose user was made, and whether the edge would turn them away for good reason today. */
async function clientsWithAccess(now: number) {
  return asSystem(async (tx) => {
    const clients = await tx.tenant.findMany({
      where: { status: { not: 'closed' }, steps: { some: { name: 'access-rules', status: 'done' } } },
      select: { id: true, plan: true, status: true },
    });
    const today = await tx.usageCounter.findMany({
      where: { metric: 'events', day: utcDay(now) },
      select: { tenantId: true, value: true },
    });
    const events = new Map(today.map(({ tenantId, value }) => [tenantId, Number(value)]));
    return clients.map(({ id, plan: name, status }) => {
      const plan = planOf(name);
      const isHard = plan.eventsPerDay !== null && plan.overage === null;
      const isUsedUp = isHard && (events.get(id) ?? 0) >= (plan.eventsPerDay ?? 0);
      return { id, plan, isShut: status === 'suspended' || isUsedUp };
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
