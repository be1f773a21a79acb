import type { Plan } from '#lib/plans/index.ts';
import { utcMonthEnd, utcMonthStart } from '#lib/platform/clock.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { attempt, getTenant } from '#lib/tenants/index.ts';
import { billableDays } from '../metering/days.ts';
import { storeInvoice } from '../stripe/mirror.ts';
import { writeOnce } from '../stripe/operations.ts';
import { customerOf, requireStripe, type Stripe } from '../stripe/port.ts';
import { contractFees, type Fee } from './contract-fees.ts';
import { overageOf } from './overage.ts';
import { CONTRACT, OVERAGE_MONTH } from './stages.ts';

/** An invoice of a contract is paid by transfer within so many days. */
const DAYS_UNTIL_DUE = 30;

/**
 * Makes the invoice of last month for every client that had a contract in it. The invoice is held, gets its fees and overage, and is
 * announced like any other, but is not charged to a card. Idempotent. A client that fails stops no other. `now` is Stripe's time in
 * epoch ms.
 */
export async function invoiceContracts(now: number): Promise<void> {
  const end = utcMonthStart(now);
  const month = utcMonthStart(end.getTime() - 1);
  const clients = await asSystem((tx) =>
    tx.contract.findMany({
      where: { startsAt: { lt: end }, OR: [{ endsAt: null }, { endsAt: { gt: month } }] },
      distinct: ['tenantId'],
      select: { tenantId: true },
    }),
  );
  for (const { tenantId } of clients)
    await attempt({ tenantId, work: 'billing', subject: 'invoice of the contract' }, now, () =>
      invoiceContract(tenantId, month.getTime(), now),
    );
}

async function invoiceContract(tenantId: string, month: number, now: number): Promise<void> {
  const name = new Date(month).toISOString();
  const key = `contract invoice ${tenantId} ${name}`;
  const isMade = await asSystem((tx) => tx.stripeOperation.count({ where: { key, doneAt: { not: null } } }));
  const tenant = await getTenant(tenantId);
  // What a closed client owes is for the staff to decide.
  if (isMade || tenant.status === 'closed') return;
  const fees = await feesOf(tenantId, month);
  const days = await billableDays(tenant, month, utcMonthEnd(month).getTime());
  if (fees.length === 0 && overageOf(days).length === 0) return;
  const { client } = requireStripe();
  const customer = await customerOf(client, tenantId);
  const ofMonth: Stripe.Invoice[] = [];
  for await (const one of client.invoices.list({ customer, limit: 100 })) if (one.metadata?.[OVERAGE_MONTH] === name) ofMonth.push(one);
  // A subscription that ended in this month has an invoice for the overage.
  if (fees.length === 0 && ofMonth.length > 0) return;
  // Made by a process that died, so long ago that Stripe has forgotten the idempotency key.
  const earlier = ofMonth.find(({ metadata }) => metadata?.[CONTRACT]);
  const create = (options: Stripe.RequestOptions) =>
    client.invoices.create(
      {
        customer,
        auto_advance: false,
        collection_method: 'send_invoice',
        days_until_due: DAYS_UNTIL_DUE,
        description: 'Enterprise plan by contract',
        metadata: { [OVERAGE_MONTH]: name, [CONTRACT]: 'yes' },
      },
      options,
    );
  const operation = { key, tenantId, what: 'make the invoice of a contract', now };
  await storeInvoice(tenantId, await writeOnce(operation, async (options) => earlier ?? create(options)));
}

/** What a client's contracts cost in the month that begins at `month` (epoch ms). */
export async function feesOf(tenantId: string, month: number): Promise<Fee[]> {
  const contracts = await inTenant(tenantId, (tx) => tx.contract.findMany({ where: { tenantId } }));
  const terms = contracts.map(({ terms, ...times }) => ({ ...times, monthlyCents: (terms as unknown as Plan).monthlyCents ?? 0 }));
  return contractFees(terms, month);
}
