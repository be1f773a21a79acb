import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { billingOf, daysOfMonth, estimateBill } from '#lib/billing/index.ts';
import { utcMonthEnd } from '#lib/platform/clock.ts';
import { planName } from '../inputs.ts';
import { maybeTime, time } from '../schemas.ts';

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
        .object({
          status: z.string(),
          currentPeriodStart: time,
          currentPeriodEnd: time,
          cancelAtPeriodEnd: z.boolean(),
          scheduledPlan: planName.nullable(),
        })
        .nullable(),
      estimate: z.object({ lines: z.array(billLine), totalCents: z.number().int().nullable(), monthEnd: time, asOf: time }),
      /** The address for mails about money; null where they go to the owners. */
      billingEmail: z.string().nullable(),
      graceUntil: maybeTime,
      invoices: z.array(
        z.object({
          id: z.string(),
          number: z.string().nullable(),
          status: z.string(),
          currency: z.string(),
          totalCents: z.number().int(),
          /** What is charged: the total with the balance of earlier invoices and without credit notes. */
          dueCents: z.number().int(),
          paidCents: z.number().int(),
          createdAt: time,
          /** What happens with it next: `held` waits for late usage, `announced` and `retrying` are charged at `dueAt`, `unpaid` had its last attempt or is an overdue transfer. */
          stage: z.enum(['held', 'announced', 'retrying', 'unpaid', 'settled']).nullable(),
          dueAt: maybeTime,
          failedCharges: z.number().int(),
          /** It is paid until `dueAt` by the client itself, and not charged to a card. */
          byTransfer: z.boolean(),
          hasUsage: z.boolean(),
          hostedUrl: z.string().nullable(),
          pdfUrl: z.string().nullable(),
        }),
      ),
    }),
  },
  async ({ tenant, now }) => {
    const [{ subscription, invoices, billingEmail, graceUntil }, days] = await Promise.all([
      billingOf(tenant.id),
      daysOfMonth(tenant, now),
    ]);
    return {
      plan: tenant.plan,
      subscription: subscription && {
        status: subscription.status,
        cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
        scheduledPlan: subscription.scheduledPlan,
        currentPeriodStart: subscription.currentPeriodStart.getTime(),
        currentPeriodEnd: subscription.currentPeriodEnd.getTime(),
      },
      estimate: { ...estimateBill(tenant.limits, days), monthEnd: utcMonthEnd(now).getTime(), asOf: now },
      billingEmail,
      graceUntil: graceUntil?.getTime() ?? null,
      invoices: invoices.map((invoice) => ({
        ...invoice,
        createdAt: invoice.createdAt.getTime(),
        dueAt: invoice.dueAt?.getTime() ?? null,
      })),
    };
  },
);
