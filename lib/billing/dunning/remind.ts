import { audit } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import type { Invoice } from '../../../prisma/generated/client.ts';
import { billingPage, dateText, money, sendBillingMail } from '../invoices/mails.ts';
import { storeInvoice } from '../stripe/mirror.ts';
import { requireStripe } from '../stripe/port.ts';

/**
 * Reminds a client of an invoice that it has not transferred in time, and puts it among the overdue ones. Nobody is suspended for a
 * transfer: the staff talk to clients with contracts. `now` in epoch ms.
 */
export async function remind({ id, tenantId }: Invoice, now: number): Promise<void> {
  // A payment may be known at Stripe already.
  const current = await requireStripe().client.invoices.retrieve(id);
  await storeInvoice(tenantId, current);
  await asSystem(async (tx) => {
    const { count } = await tx.invoice.updateMany({
      where: { id, stage: 'announced', byTransfer: true, dueAt: { lte: new Date(now) } },
      data: { stage: 'unpaid', dueAt: null },
    });
    if (count === 0) return;
    const number = current.number ?? id;
    const [before, after] = [{ stage: 'announced' }, { stage: 'unpaid' }];
    await audit(tx, { tenantId, actor: 'system', action: 'invoice.overdue', target: number, before, after });
    await sendBillingMail(tx, tenantId, {
      subject: `KG RCA invoice ${number} is overdue`,
      paragraphs: [
        `Invoice ${number} of ${money(current.amount_remaining, current.currency)} was due on ${dateText((current.due_date ?? now / 1_000) * 1_000)} and has not been paid yet. If you have paid it in the last few days, no action is needed.`,
      ],
      action: { text: 'See and pay the invoice:', url: current.hosted_invoice_url ?? billingPage() },
    });
  });
}
