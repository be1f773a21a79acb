import { asSystem } from '#lib/platform/database/index.ts';
import { getTenant, noteFailure, noteSuccess } from '#lib/tenants/index.ts';
import { charge } from '../dunning/charge.ts';
import { remind } from '../dunning/remind.ts';
import { finalise } from './finalise.ts';

const BATCH = 100;

/**
 * Takes every invoice whose time has come one step further: a held draft gets its overage and becomes final, a final one is
 * charged, a failed charge is repeated, a client that has not transferred in time is reminded. Dates in the database decide, not jobs, so nothing that is lost or late skips a step. An
 * invoice that fails stops no other. Returns how many it took further. `now` is Stripe's time in epoch ms.
 */
export async function advanceInvoices(now: number): Promise<number> {
  let advanced = 0;
  for (const invoice of await dueInvoices(now)) {
    const work = { tenantId: invoice.tenantId, work: 'billing', subject: `invoice ${invoice.id}` } as const;
    try {
      // What a closed client owes is for the staff to decide.
      if ((await getTenant(invoice.tenantId)).status === 'closed') continue;
      await (invoice.stage === 'held' ? finalise : invoice.byTransfer ? remind : charge)(invoice, now);
      await noteSuccess(work);
      advanced++;
    } catch (error) {
      await noteFailure(work, error, now);
    }
  }
  return advanced;
}

async function dueInvoices(now: number) {
  return asSystem((tx) =>
    tx.invoice.findMany({
      where: { dueAt: { lte: new Date(now) }, stage: { in: ['held', 'announced', 'retrying'] } },
      // The invoice of a subscription that ended has a month's overage before that of a contract.
      orderBy: [{ dueAt: 'asc' }, { createdAt: 'asc' }],
      take: BATCH,
    }),
  );
}
