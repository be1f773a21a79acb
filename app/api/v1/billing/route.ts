import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { billingOf, daysOfMonth, estimateBill } from '#lib/billing/index.ts';
import { planOf } from '#lib/plans/index.ts';
import { utcMonthEnd } from '#lib/platform/clock.ts';
import { time } from '../schemas.ts';

const billLine = z.object({ label: z.string(), quantity: z.number(), unit: z.string(), cents: z.number().int() });

export const GET = route(
  {
    operationId: 'getBilling',
    method: 'GET',
    path: '/api/v1/billing',
    summary: "Get the subscription, this month's estimated bill and the invoices, as last synchronised from Stripe. Money is in cents.",
    tag: 'Billing',
    access: 'tenant',
    role: 'admin',
    metered: false,
    response: z.object({
      plan: z.enum(['free', 'basic', 'pro', 'enterprise']),
      subscription: z
        .object({ status: z.string(), currentPeriodStart: time, currentPeriodEnd: time, cancelAtPeriodEnd: z.boolean() })
        .nullable(),
      estimate: z.object({ lines: z.array(billLine), totalCents: z.number().int().nullable(), monthEnd: time, asOf: time }),
      invoices: z.array(
        z.object({
          id: z.string(),
          number: z.string().nullable(),
          status: z.string(),
          currency: z.string(),
          totalCents: z.number().int(),
          paidCents: z.number().int(),
          createdAt: time,
          hostedUrl: z.string().nullable(),
          pdfUrl: z.string().nullable(),
        }),
      ),
    }),
  },
  async ({ tenant, now }) => {
    const [{ subscription, invoices }, days] = await Promise.all([billingOf(tenant.id), daysOfMonth(tenant, now)]);
    return {
      plan: tenant.plan,
      subscription: subscription && {
        status: subscription.status,
        cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
        currentPeriodStart: subscription.currentPeriodStart.getTime(),
        currentPeriodEnd: subscription.currentPeriodEnd.getTime(),
      },
      estimate: { ...estimateBill(planOf(tenant.plan), days), monthEnd: utcMonthEnd(now).getTime(), asOf: now },
      invoices: invoices.map((invoice) => ({ ...invoice, createdAt: invoice.createdAt.getTime() })),
    };
  },
);
