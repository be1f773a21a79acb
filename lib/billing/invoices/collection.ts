import { Semaphore } from 'async-mutex';
import { asSystem } from '#lib/platform/database/index.ts';
import { attempt } from '#lib/tenants/index.ts';
import type { Invoice } from '../../../prisma/generated/client.ts';
import { charge } from '../dunning/charge.ts';
import { remind } from '../dunning/remind.ts';
import { finalise } from './finalise.ts';

/** So many clients are worked on at once: most of the time is spent waiting for Stripe. Others need connections of the pool, too. */
const AT_ONCE = 4;

/**
 * Takes every invoice whose time has come one step further: a held draft gets its overage and becomes final, a final one is
 * charged, a failed charge is repeated, a client that has not transferred in time is reminded. Dates in the database decide, not
 * jobs, so nothing that is lost or late skips a step. An invoice that fails stops no other. Returns how many it took further. `now`
 * is Stripe's time in epoch ms.
 */
export async function advanceInvoices(now: number): Promise<number> {
  const slots = new Semaphore(AT_ONCE);
  const clients = Map.groupBy(await dueInvoices(now), ({ tenantId }) => tenantId);
  const advanced = await Promise.all([...clients.values()].map((invoices) => slots.runExclusive(() => advanceClient(invoices, now))));
  return advanced.reduce((sum, n) => sum + n, 0);
}

async function advanceClient(invoices: readonly Invoice[], now: number): Promise<number> {
  let advanced = 0;
  for (const invoice of invoices) {
    const work = { tenantId: invoice.tenantId, work: 'billing', subject: `invoice ${invoice.id}` } as const;
    const step = invoice.stage === 'held' ? finalise : invoice.byTransfer ? remind : charge;
    if (await attempt(work, now, () => step(invoice, now))) advanced++;
  }
  return advanced;
}

/** The invoices whose time has come, except those of closed clients: what these owe is for the staff to decide. */
async function dueInvoices(now: number): Promise<Invoice[]> {
  return asSystem(async (tx) => {
    const due = await tx.invoice.findMany({
      where: { dueAt: { lte: new Date(now) }, stage: { in: ['held', 'announced', 'retrying'] } },
      // The invoice of a subscription that ended has a month's overage before that of a contract.
      orderBy: [{ dueAt: 'asc' }, { createdAt: 'asc' }],
    });
    const ids = [...new Set(due.map(({ tenantId }) => tenantId))];
    const closed = await tx.tenant.findMany({ where: { id: { in: ids }, status: 'closed' }, select: { id: true } });
    const isClosed = new Set(closed.map(({ id }) => id));
    return due.filter(({ tenantId }) => !isClosed.has(tenantId));
  });
}
