import { audit, INSTALLATION } from '#lib/audit/index.ts';
import { utcMonthEnd, utcMonthStart } from '#lib/platform/clock.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { OVERDUE } from '../invoices/stages.ts';

/** What a unit of usage costs the provider: storage per GB and month, events per million, and each client per month. */
export const COST_RATES = ['storage_gb_month', 'million_events', 'client_month'] as const;
export type CostRateName = (typeof COST_RATES)[number];
/** Cents, with fractions down to a millionth. */
export type CostRates = Record<CostRateName, number>;

const MICRO = 1_000_000;

/** What the provider earns. Money in integer cents. */
export interface Revenue {
  /** Monthly and annual recurring revenue: the price of every plan that is subscribed, without overage. */
  mrrCents: number;
  arrCents: number;
  payingClients: number;
  /** Mean recurring revenue of a paying client; null without any. */
  arpuCents: number | null;
  overdueCents: number;
  /** The last twelve months, the oldest first. */
  months: RevenueMonth[];
}

export interface RevenueMonth {
  /** Such as 2026-11. */
  month: string;
  /** What was paid on invoices made in the month, by the plan that the client had then. */
  paidCents: { basic: number; pro: number; enterprise: number; free: number };
  /** Recurring revenue at the end of the month, or now. */
  mrrCents: number;
  /** Clients that paid at the beginning, those that began and those that stopped. */
  payingAtStart: number;
  started: number;
  stopped: number;
  /** `stopped` of `payingAtStart`; null where nobody paid at the beginning. */
  churn: number | null;
}

/** The figures of the provider as of `now` (epoch ms). Sums are of US dollars; the catalogue has no other currency. */
export async function revenue(now: number): Promise<Revenue> {
  const starts = lastMonths(now, 12);
  return asSystem(async (tx) => {
    const { changes, overdueInvoices: _, ...standing } = await standingOf(tx, now);
    const paid = await tx.$queryRaw<{ month: Date; plan: keyof RevenueMonth['paidCents']; cents: bigint }[]>`
      SELECT date_trunc('month', invoices.created_at, 'UTC') AS month, coalesce(paying.plan, tenants.plan, 'free') AS plan, sum(paid_cents)::bigint AS cents
      FROM invoices LEFT JOIN tenants ON tenants.id = invoices.tenant_id
      LEFT JOIN LATERAL (SELECT plan FROM subscription_changes WHERE subscription_changes.tenant_id = invoices.tenant_id
                         AND at <= invoices.created_at + interval '1 minute' ORDER BY at DESC, id DESC LIMIT 1) AS paying ON true
      WHERE invoices.created_at >= ${new Date(starts[0] ?? now)} AND paid_cents > 0 GROUP BY 1, 2`;
    const { mrrCents, payingClients } = standing;
    return {
      ...standing,
      arrCents: 12 * mrrCents,
      arpuCents: payingClients === 0 ? null : Math.round(mrrCents / payingClients),
      months: starts.map((start) => monthOf(start, Math.min(now, utcMonthEnd(start).getTime()), changes, paid)),
    };
  });
}

/** What of the provider's figures holds now, without the months before: recurring revenue and what is overdue. */
export async function revenueNow(now: number) {
  const { changes: _, ...standing } = await asSystem((tx) => standingOf(tx, now));
  return standing;
}

async function standingOf(tx: Tx, now: number) {
  const changes = await tx.$queryRaw<Change[]>`
    SELECT tenant_id AS "tenantId", at, monthly_cents AS "monthlyCents" FROM subscription_changes ORDER BY at, id`;
  const prices = [...pricesAt(changes, now).values()];
  const { _sum, _count } = await tx.invoice.aggregate({
    where: { stage: OVERDUE },
    _sum: { dueCents: true, paidCents: true },
    _count: true,
  });
  return {
    changes,
    mrrCents: sum(prices),
    payingClients: prices.filter((cents) => cents > 0).length,
    overdueInvoices: _count,
    overdueCents: (_sum.dueCents ?? 0) - (_sum.paidCents ?? 0),
  };
}

type Change = { tenantId: string; at: Date; monthlyCents: number };

function monthOf(
  start: number,
  end: number,
  changes: readonly Change[],
  paid: readonly { month: Date; plan: keyof RevenueMonth['paidCents']; cents: bigint }[],
): RevenueMonth {
  const [before, after] = [pricesAt(changes, start), pricesAt(changes, end)];
  const paying = (prices: Map<string, number>, tenantId: string) => (prices.get(tenantId) ?? 0) > 0;
  const payingAtStart = [...before.keys()].filter((id) => paying(before, id));
  const stopped = payingAtStart.filter((id) => !paying(after, id)).length;
  const paidCents = { free: 0, basic: 0, pro: 0, enterprise: 0 };
  for (const row of paid) if (row.month.getTime() === start) paidCents[row.plan] = Number(row.cents);
  return {
    month: new Date(start).toISOString().slice(0, 7),
    paidCents,
    mrrCents: sum([...after.values()]),
    payingAtStart: payingAtStart.length,
    started: [...after.keys()].filter((id) => paying(after, id) && !paying(before, id)).length,
    stopped,
    churn: payingAtStart.length === 0 ? null : stopped / payingAtStart.length,
  };
}

/** The monthly price of each client as of `at`; `changes` in the order of time. */
function pricesAt(changes: readonly Change[], at: number): Map<string, number> {
  const prices = new Map<string, number>();
  for (const change of changes) if (change.at.getTime() <= at) prices.set(change.tenantId, change.monthlyCents);
  return prices;
}

/** What a client paid and cost in a month. Money in integer cents. */
export interface ClientMargin {
  clientId: string;
  name: string;
  plan: string;
  paidCents: number;
  events: number;
  storageBytes: number;
  costCents: number;
  marginCents: number;
}

/** What each client paid and cost in the UTC month that contains `at` (epoch ms), those that paid most first. */
export async function clientMargins(at: number, limit: number): Promise<ClientMargin[]> {
  const rates = await costRates();
  const [from, until] = [utcMonthStart(at), utcMonthEnd(at)];
  const rows = await asSystem(
    (tx) => tx.$queryRaw<{ clientId: string; name: string; plan: string; paid: bigint; events: bigint; storage: bigint }[]>`
      SELECT tenants.id AS "clientId", name, plan,
        coalesce((SELECT sum(paid_cents) FROM invoices WHERE tenant_id = tenants.id AND created_at >= ${from} AND created_at < ${until}), 0)::bigint AS paid,
        coalesce((SELECT sum(value) FROM usage_counters WHERE tenant_id = tenants.id AND metric = 'events'
                  AND day >= ${from}::date AND day < ${until}::date), 0)::bigint AS events,
        coalesce((SELECT avg(value) FROM usage_counters WHERE tenant_id = tenants.id AND metric = 'storage_bytes' AND value > 0
                  AND day >= ${from}::date AND day < ${until}::date), 0)::bigint AS storage
      FROM tenants WHERE status <> 'closed' ORDER BY paid DESC, events DESC, tenants.id LIMIT ${limit}`,
  );
  return rows.map(({ clientId, name, plan, ...row }) => {
    const [paidCents, events, storageBytes] = [Number(row.paid), Number(row.events), Number(row.storage)];
    const costCents = Math.round(
      (storageBytes / 1e9) * rates.storage_gb_month + (events / 1e6) * rates.million_events + rates.client_month,
    );
    return { clientId, name, plan, paidCents, events, storageBytes, costCents, marginCents: paidCents - costCents };
  });
}

/** The cost rates in cents; 0 until the provider has set them. */
export async function costRates(): Promise<CostRates> {
  const rows = await asSystem((tx) => tx.costRate.findMany());
  const rateOf = (name: CostRateName) => Number(rows.find((row) => row.name === name)?.microCents ?? 0n) / MICRO;
  return { storage_gb_month: rateOf('storage_gb_month'), million_events: rateOf('million_events'), client_month: rateOf('client_month') };
}

/** Sets the cost rates, in cents. `now` in epoch ms. */
export async function setCostRates(rates: CostRates, actor: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    for (const name of COST_RATES) {
      const row = { microCents: BigInt(Math.round(rates[name] * MICRO)), updatedAt: new Date(now), updatedBy: actor };
      await tx.costRate.upsert({ where: { name }, create: { name, ...row }, update: row });
    }
    await audit(tx, { tenantId: INSTALLATION, actor, action: 'cost_rates.changed', target: 'cost rates', after: rates });
  });
}

/** Invoices that could not be charged, the oldest first. */
export async function overdueInvoices(limit: number) {
  return asSystem(async (tx) => {
    const invoices = await tx.invoice.findMany({
      where: { stage: OVERDUE },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: limit,
    });
    const tenants = await tx.tenant.findMany({ where: { id: { in: invoices.map(({ tenantId }) => tenantId) } } });
    const names = new Map(tenants.map(({ id, name, graceUntil }) => [id, { clientName: name, graceUntil }]));
    return invoices.map((invoice) => ({ ...invoice, clientName: '', graceUntil: null, ...names.get(invoice.tenantId) }));
  });
}

/** The starts (epoch ms) of the last `n` UTC months, the oldest first. */
function lastMonths(now: number, n: number): number[] {
  const start = utcMonthStart(now);
  return Array.from({ length: n }, (_, i) => Date.UTC(start.getUTCFullYear(), start.getUTCMonth() - (n - 1 - i), 1));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
