import { utcDay } from '#lib/platform/clock.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { noteFailure, noteSuccess } from '#lib/tenants/index.ts';
import { asStripeError, requireStripe } from '../stripe/port.ts';

/** The meters at Stripe. Storage has none: it is billed as a mean, which no sum of events gives. */
export const METERS = {
  events: { eventName: 'kg_rca_events', displayName: 'Events' },
  rca_queries: { eventName: 'kg_rca_rca_queries', displayName: 'RCA queries' },
} as const;
type MeteredMetric = keyof typeof METERS;

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** An hour is closed this long after its end: counting is behind by seconds. */
const CLOSED_AFTER_MS = 10 * 60_000;
/** What is counted into an older hour is sent by the reconciliation of its day. */
const LOOKED_BACK_MS = 3 * DAY_MS;
const BATCH = 500;
/** After so many attempts an event waits for the staff. */
const MAX_ATTEMPTS = 20;

/**
 * Queues the usage of closed hours for Stripe's meters, for all clients that Stripe knows. An identifier names client, metric, hour
 * and how often usage of that hour was sent, so that a repetition queues nothing twice. Returns how many were queued. `now` in epoch ms.
 */
export async function queueMeterEvents(now: number): Promise<number> {
  const until = new Date(Math.floor((now - CLOSED_AFTER_MS) / HOUR_MS) * HOUR_MS);
  const from = new Date(until.getTime() - LOOKED_BACK_MS);
  return asSystem(
    (tx) => tx.$executeRaw`
      INSERT INTO meter_events (identifier, tenant_id, metric, hour, value, created_at)
      SELECT concat_ws(':', used.tenant_id, used.metric, to_char(used.hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24'), coalesce(sent.times, 0) + 1),
        used.tenant_id, used.metric, used.hour, used.value - coalesce(sent.value, 0), ${new Date(now)}
      FROM (SELECT tenant_id, metric, hour, sum(value) AS value FROM usage_hours
            WHERE hour >= ${from} AND hour < ${until} GROUP BY tenant_id, metric, hour) AS used
      JOIN tenants ON tenants.id = used.tenant_id AND tenants.stripe_customer_id IS NOT NULL AND tenants.status <> 'closed'
      LEFT JOIN (SELECT tenant_id, metric, hour, sum(value) AS value, count(*) AS times FROM meter_events
                 WHERE hour >= ${from} GROUP BY tenant_id, metric, hour) AS sent USING (tenant_id, metric, hour)
      WHERE used.value > coalesce(sent.value, 0)
      ON CONFLICT (identifier) DO NOTHING`,
  );
}

/**
 * Sends queued usage to Stripe, those first that failed least often, so that one bad customer holds up no other. Stripe refuses an
 * identifier that it has, which is what makes a repetition after a crash harmless. Returns how many were sent.
 */
export async function sendMeterEvents(now: number): Promise<number> {
  const { client } = requireStripe();
  const waiting = await asSystem((tx) =>
    tx.meterEvent.findMany({
      where: { sentAt: null, attempts: { lt: MAX_ATTEMPTS } },
      orderBy: [{ attempts: 'asc' }, { hour: 'asc' }],
      take: BATCH,
    }),
  );
  const customers = await customersOf(waiting.map(({ tenantId }) => tenantId));
  let sent = 0;
  for (const event of waiting) {
    const work = { tenantId: event.tenantId, work: 'billing', subject: `meter ${event.metric}` } as const;
    try {
      const customer = customers.get(event.tenantId);
      if (!customer) throw new Error('the client is no customer at Stripe any more');
      await client.billing.meterEvents.create({
        event_name: METERS[event.metric as MeteredMetric].eventName,
        identifier: event.identifier,
        timestamp: Math.floor(event.hour.getTime() / 1_000),
        payload: { stripe_customer_id: customer, value: String(event.value) },
      });
    } catch (error) {
      if (!isDuplicate(error)) {
        const text = (error as Error).message.slice(0, 500);
        await asSystem((tx) =>
          tx.meterEvent.update({ where: { identifier: event.identifier }, data: { attempts: { increment: 1 }, error: text } }),
        );
        await noteFailure(work, error, now);
        // Where Stripe is away, it is away for all.
        if (asStripeError(error)?.type === 'StripeConnectionError') return sent;
        continue;
      }
    }
    await asSystem((tx) => tx.meterEvent.update({ where: { identifier: event.identifier }, data: { sentAt: new Date(now), error: null } }));
    await noteSuccess(work);
    sent++;
  }
  return sent;
}

/** A repeated identifier: the event has arrived before. */
function isDuplicate(error: unknown): boolean {
  const { statusCode, message = '' } = asStripeError(error) ?? {};
  return statusCode === 400 && /identifier/i.test(message) && /already/i.test(message);
}

async function customersOf(tenantIds: string[]): Promise<Map<string, string>> {
  const rows = await asSystem((tx) =>
    tx.tenant.findMany({ where: { id: { in: [...new Set(tenantIds)] } }, select: { id: true, stripeCustomerId: true } }),
  );
  return new Map(rows.flatMap(({ id, stripeCustomerId }) => (stripeCustomerId ? [[id, stripeCustomerId]] : [])));
}

/**
 * Compares the usage of a UTC day with what Stripe's meters say, for every client that Stripe knows and that used something, and
 * queues what Stripe lacks. Where Stripe has more, or still differs the night after, the staff see it. A client whose usage waits to
 * be sent is compared the next time. Returns how many differed. `day` and `now` in epoch ms.
 */
export async function reconcileMeters(day: number, now: number): Promise<number> {
  const from = utcDay(day);
  const until = new Date(from.getTime() + DAY_MS);
  const used = await asSystem(
    (tx) => tx.$queryRaw<{ tenantId: string; customer: string; metric: MeteredMetric; value: bigint }[]>`
      SELECT tenant_id AS "tenantId", stripe_customer_id AS customer, metric, sum(value)::bigint AS value
      FROM usage_hours JOIN tenants ON tenants.id = tenant_id
      WHERE hour >= ${from} AND hour < ${until} AND stripe_customer_id IS NOT NULL AND status <> 'closed'
        AND NOT EXISTS (SELECT 1 FROM meter_events waiting WHERE waiting.tenant_id = usage_hours.tenant_id AND waiting.metric = usage_hours.metric
                        AND waiting.hour >= ${from} AND waiting.hour < ${until} AND waiting.sent_at IS NULL AND waiting.attempts < ${MAX_ATTEMPTS})
      GROUP BY tenant_id, stripe_customer_id, metric ORDER BY tenant_id, metric`,
  );
  const meters = await meterIds();
  let differed = 0;
  for (const { tenantId, customer, metric, value: ours } of used) {
    const work = { tenantId, work: 'billing', subject: `reconciliation of ${metric}` } as const;
    try {
      const theirs = await totalAtStripe(meters[metric], customer, from, until);
      const corrected = await storeReconciliation({ tenantId, metric, day: from, ours, theirs }, now);
      if (ours === theirs) await noteSuccess(work);
      else {
        differed++;
        const what = `Stripe's meter has ${theirs} of ${ours} ${metric} on ${from.toISOString().slice(0, 10)}; ${corrected} are sent now`;
        await noteFailure(work, new Error(what), now);
      }
    } catch (error) {
      await noteFailure(work, error, now);
    }
  }
  return differed;
}

/** The UTC day (its start, in epoch ms) that the nightly comparison is about: yesterday, or before 02:00 the day before that. */
export function dayToReconcile(now: number): number {
  return utcDay(now - 2 * HOUR_MS).getTime() - DAY_MS;
}

/** Stores a comparison, and queues what Stripe lacks. Returns how much that is. */
async function storeReconciliation(
  { tenantId, metric, day, ours, theirs }: { tenantId: string; metric: MeteredMetric; day: Date; ours: bigint; theirs: bigint },
  now: number,
): Promise<bigint> {
  const key = { tenantId_day_metric: { tenantId, day, metric } };
  const corrected = ours > theirs ? ours - theirs : 0n;
  const row = { ours, theirs, corrected, checkedAt: new Date(now) };
  await asSystem(async (tx) => {
    await tx.meterReconciliation.upsert({ where: key, create: { tenantId, day, metric, ...row }, update: row });
    if (corrected === 0n) return;
    const name = day.toISOString().slice(0, 10);
    // A meter takes an event of up to 35 days ago; midday is as good a time of that day as any.
    const hour = new Date(day.getTime() + DAY_MS / 2);
    const identifier = `${tenantId}:${metric}:${name}:reconciled:${ours}-${theirs}`;
    await tx.meterEvent.createMany({
      data: [{ identifier, tenantId, metric, hour, value: corrected, createdAt: new Date(now) }],
      skipDuplicates: true,
    });
    logger.warn({ tenantId, metric, day: name, ours: Number(ours), theirs: Number(theirs) }, "usage differs from Stripe's meter");
  });
  return corrected;
}

async function totalAtStripe(meter: string | undefined, customer: string, from: Date, until: Date): Promise<bigint> {
  if (!meter) throw new Error('Stripe has no such meter: run npm run stripe:sync');
  const { client } = requireStripe();
  let total = 0;
  const params = { customer, start_time: from.getTime() / 1_000, end_time: until.getTime() / 1_000, limit: 100 };
  for await (const { aggregated_value } of client.billing.meters.listEventSummaries(meter, params)) total += aggregated_value;
  return BigInt(Math.round(total));
}

async function meterIds(): Promise<Partial<Record<MeteredMetric, string>>> {
  const { client } = requireStripe();
  const ids: Partial<Record<MeteredMetric, string>> = {};
  for await (const { id, event_name, status } of client.billing.meters.list({ limit: 100 })) {
    if (status !== 'active') continue;
    for (const [metric, { eventName }] of Object.entries(METERS)) if (eventName === event_name) ids[metric as MeteredMetric] = id;
  }
  return ids;
}

/** How metering stands: what waits, what was given up, and the newest comparisons (or only those that differed). */
export async function meterStanding(limit: number, differing: boolean) {
  return asSystem(async (tx) => {
    const waiting = { sentAt: null, attempts: { lt: MAX_ATTEMPTS } };
    const oldest = await tx.meterEvent.findFirst({ where: waiting, orderBy: { hour: 'asc' } });
    return {
      waiting: await tx.meterEvent.count({ where: waiting }),
      oldestWaiting: oldest?.hour.getTime() ?? null,
      failing: await tx.meterEvent.count({ where: { sentAt: null, attempts: { gte: MAX_ATTEMPTS } } }),
      items: await tx.meterReconciliation.findMany({
        where: differing ? { NOT: { ours: { equals: tx.meterReconciliation.fields.theirs } } } : {},
        orderBy: [{ day: 'desc' }, { tenantId: 'asc' }, { metric: 'asc' }],
        take: limit,
      }),
    };
  });
}
