import { enforcedLimits, type Plan } from '#lib/plans/index.ts';
import { utcDay } from '#lib/platform/clock.ts';
import { database, inTenantSql } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';

const DAY_MS = 86_400_000;
/** How long what was read of a client's counters holds. */
const REFRESH_MS = 1_000;
/** Storage is measured every five minutes: what was appended since then is counted here, in steps of a minute. */
const SINCE_MEASURED_MINUTES = 6;
const MINUTE_MS = 60_000;
/** When to try again while the storage is full: it shrinks by the retention only. */
const RETRY_STORAGE_SECONDS = 3_600;

/** What the limits of a client are judged by. */
export type Limited = Pick<TenantContext, 'id' | 'plan' | 'limits' | 'isSpendCapReached'>;

/** What a client has sent today, and the bytes that it stores. */
export interface Ingested {
  events: number;
  duplicates: number;
  rejected: number;
  storageBytes: number;
}

/** A limit that data may not exceed, as a sentence names it. */
interface ReachedLimit {
  kind: 'day' | 'storage';
  text: string;
}

/**
 * The limit at which data of a client is refused; undefined while there is none. Events are limited where the plan has no
 * overage; rejected and repeated records and the storage are limited on every plan, since they are not billed or not without end.
 */
export function reachedIngestLimit(plan: Plan, used: Ingested): ReachedLimit | undefined {
  const perDay = (limit: number, what: string): ReachedLimit => ({ kind: 'day', text: `${limit} ${what} per day` });
  if (plan.eventsPerDay !== null && !plan.overage && used.events >= plan.eventsPerDay) return perDay(plan.eventsPerDay, 'events');
  if (used.rejected >= plan.rejectedPerDay) return perDay(plan.rejectedPerDay, 'rejected records');
  if (used.duplicates >= plan.duplicatesPerDay) return perDay(plan.duplicatesPerDay, 'records that were sent before');
  if (used.storageBytes < plan.storageCeilingBytes) return undefined;
  return { kind: 'storage', text: `${plan.storageCeilingBytes / 1e9} GB of storage` };
}

interface Cached {
  readAt: number;
  used: Ingested;
  /** Bytes appended by this process, by minute. */
  appended: Map<number, number>;
}

const cache = new Map<string, Cached>();

/**
 * Throws a Problem with status 429, which names the limit, while a client may not send data (see reachedIngestLimit). Reads
 * its counters at most once a second; what this process refuses and appends is counted at once. `now` in epoch ms.
 */
export async function assertMayIngest(tenant: Limited, now: number): Promise<void> {
  const cached = cache.get(tenant.id) ?? { readAt: Number.NEGATIVE_INFINITY, used: nothing(), appended: new Map() };
  cache.set(tenant.id, cached);
  if (Math.abs(now - cached.readAt) >= REFRESH_MS) {
    cached.readAt = now;
    cached.used = await readUsed(tenant.id, now);
  }
  const storageBytes = cached.used.storageBytes + recentlyAppended(cached, now);
  const used = { ...cached.used, storageBytes };
  const reached = reachedIngestLimit(enforcedLimits(tenant), used);
  if (reached) throw limitReached(tenant, reached, !reachedIngestLimit(tenant.limits, used), now);
}

/** Counts what a batch added, until the counters are read again. `now` in epoch ms. */
export function noteIngested(tenantId: string, added: { rejected: number; bytes: number }, now: number): void {
  const cached = cache.get(tenantId);
  if (!cached) return;
  cached.used.rejected += added.rejected;
  const minute = Math.floor(now / MINUTE_MS);
  cached.appended.set(minute, (cached.appended.get(minute) ?? 0) + added.bytes);
}

function recentlyAppended({ appended }: Cached, now: number): number {
  let bytes = 0;
  for (const [minute, some] of appended) {
    if (minute <= now / MINUTE_MS - SINCE_MEASURED_MINUTES) appended.delete(minute);
    else bytes += some;
  }
  return bytes;
}

const nothing = (): Ingested => ({ events: 0, duplicates: 0, rejected: 0, storageBytes: 0 });

async function readUsed(tenantId: string, now: number): Promise<Ingested> {
  const { rows } = await inTenantSql(database.use().pool, tenantId, (sql) =>
    sql.query<{ metric: 'events' | 'duplicates' | 'rejected' | 'storage_bytes'; value: string }>({
      name: 'ingest limits',
      text: `SELECT metric, value FROM usage_counters
        WHERE tenant_id = $1 AND day = $2 AND metric IN ('events', 'duplicates', 'rejected')
        UNION ALL
        (SELECT metric, value FROM usage_counters WHERE tenant_id = $1 AND metric = 'storage_bytes' ORDER BY day DESC LIMIT 1)`,
      values: [tenantId, utcDay(now)],
    }),
  );
  const used = nothing();
  for (const { metric, value } of rows) used[metric === 'storage_bytes' ? 'storageBytes' : metric] = Number(value);
  return used;
}

function limitReached({ plan, limits }: Limited, { kind, text }: ReachedLimit, isCap: boolean, now: number): Problem {
  const resetsAt = utcDay(now).getTime() + DAY_MS;
  const [end, seconds] =
    kind === 'day'
      ? [`It resets at ${new Date(resetsAt).toISOString()}.`, Math.ceil((resetsAt - now) / 1000)]
      : [`Data is deleted when it is older than ${limits.retentionDays} days.`, RETRY_STORAGE_SECONDS];
  const wayOut = isCap
    ? 'An admin of the account can raise the cap under Billing.'
    : plan === 'enterprise'
      ? 'Contact support to raise it.'
      : 'Upgrade the plan to continue now.';
  return new Problem(
    429,
    isCap ? 'spend_cap' : 'plan_limit',
    `The limit of the ${limits.name} plan, ${text}, has been reached${isCap ? ', and so has the spend cap of this account, so usage above it is refused' : ''}. ${end} ${wayOut}`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}
