import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { overdueInvoices } from '#lib/billing/index.ts';
import { limit, maybeTime, time } from '../../schemas.ts';

const count = z.number().int();

export const GET = route(
  {
    operationId: 'listOverdueInvoices',
    method: 'GET',
    path: '/api/v1/admin/overdue-invoices',
    summary: 'List invoices that could not be charged, or were not transferred in time, the oldest first. Money is in cents.',
    tag: 'Provider',
    access: 'staff',
    query: z.object({ limit }),
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          number: z.string().nullable(),
          clientId: z.string(),
          clientName: z.string(),
          openCents: count,
          createdAt: time,
          failedCharges: count,
          /** It is an invoice of a contract, which is paid by transfer. */
          byTransfer: z.boolean(),
          declineCode: z.string().nullable(),
          dueAt: maybeTime,
          graceUntil: maybeTime,
        }),
      ),
    }),
  },
  async ({ query }) => ({
    items: (await overdueInvoices(query.limit)).map((invoice) => ({
      id: invoice.id,
      number: invoice.number,
      clientId: invoice.tenantId,
      clientName: invoice.clientName,
      openCents: invoice.dueCents - invoice.paidCents,
      createdAt: invoice.createdAt.getTime(),
      failedCharges: invoice.failedCharges,
      byTransfer: invoice.byTransfer,
      declineCode: invoice.declineCode,
      dueAt: invoice.dueAt?.getTime() ?? null,
      graceUntil: invoice.graceUntil?.getTime() ?? null,
    })),
  }),
);
