import { asSystem } from '#lib/platform/database/index.ts';
import type { OpenedClient } from './opened-product.ts';

/** Pages of objects of a client: an incident, a destination and an invoice, which is made here. */
export async function pagesOfObjects({ id: tenantId, ids: [incident] }: OpenedClient): Promise<string[]> {
  const [destination, invoice] = await asSystem(async (tx) => [
    await tx.destination.findFirstOrThrow({ where: { tenantId } }),
    await tx.invoice.create({
      data: {
        ...{ id: `in_${tenantId}`, tenantId, status: 'open', currency: 'usd', totalCents: 1, dueCents: 1, paidCents: 0, lines: [] },
        ...{ createdAt: new Date(), periodStart: new Date('2026-10-01'), periodEnd: new Date('2026-11-01') },
      },
    }),
  ]);
  return [`/incidents/${incident}`, `/integrations/${destination.id}`, `/billing/invoices/${invoice.id}`];
}
