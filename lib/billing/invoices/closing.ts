import { utcMonthStart } from '#lib/platform/clock.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { refusalOf } from '../dunning/charge.ts';
import { storeInvoice, storeInvoices } from '../stripe/mirror.ts';
import { writeOnce } from '../stripe/operations.ts';
import { requireStripe } from '../stripe/port.ts';
import { billSeparately, finaliseDraft } from './finalise.ts';
import { billingPage, money, sendBillingMail } from './mails.ts';

/**
 * Ends the billing of a client that is closed: cancels every subscription at Stripe at once, bills the overage so far, charges every
 * open invoice once, and takes name and address off the customer there. What cannot be charged stays open for the staff. Idempotent.
 * Returns how many subscriptions ended. Throws when Stripe is not configured although the client is its customer.
 */
export async function endSubscription(tenantId: string): Promise<number> {
  const tenant = await asSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
  if (!tenant.stripeCustomerId) return 0;
  const { client, now } = requireStripe();
  const customer = tenant.stripeCustomerId;
  let ended = 0;
  for await (const { id, status } of client.subscriptions.list({ customer, status: 'all', limit: 100 })) {
    if (status === 'canceled' || status === 'incomplete_expired') continue;
    await client.subscriptions.cancel(id);
    ended += 1;
  }
  await storeInvoices(client, tenantId, customer);
  await billSeparately(tenantId, customer, utcMonthStart(now()).getTime(), now());
  const open = await inTenant(tenantId, (tx) =>
    tx.invoice.findMany({
      where: { tenantId, stage: { in: ['held', 'announced', 'retrying', 'unpaid'] }, byTransfer: false },
      orderBy: { createdAt: 'asc' },
    }),
  );
  for (const { id } of open) await settle(tenantId, id, now());
  await client.customers.update(customer, { name: tenantId, email: '' });
  return ended;
}

async function settle(tenantId: string, id: string, now: number): Promise<void> {
  const { client } = requireStripe();
  const invoice = await finaliseDraft(await client.invoices.retrieve(id), tenantId, now);
  if (invoice.status === 'open') {
    const operation = { key: `last charge of ${id}`, tenantId, what: 'charge the invoice of a closed client', now };
    try {
      await writeOnce(operation, (options) => client.invoices.pay(id, {}, options));
    } catch (error) {
      if (!refusalOf(error)) throw error;
    }
  }
  const last = await client.invoices.retrieve(id);
  await asSystem(async (tx) => {
    const { count } = await tx.invoice.updateMany({
      where: { id, OR: [{ stage: { not: 'unpaid' } }, { dueAt: { not: null } }] },
      data: { stage: 'unpaid', dueAt: null },
    });
    if (count === 0) return;
    const amount = money(last.amount_due, last.currency);
    await sendBillingMail(tx, tenantId, {
      subject: `Your last KG RCA invoice ${last.number}`,
      paragraphs: [
        last.status === 'open'
          ? `Your account is closed. We could not charge ${amount} for invoice ${last.number} to your card. Please pay it with another one.`
          : `Your account is closed. Invoice ${last.number} of ${amount} is paid.`,
      ],
      action: { text: 'See the invoice:', url: last.hosted_invoice_url ?? billingPage() },
    });
  });
  await storeInvoice(tenantId, last);
}
