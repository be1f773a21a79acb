import { utcMonthEnd } from '#lib/platform/clock.ts';
import type { InvoiceStage } from '../../../prisma/generated/enums.ts';
import type { Stripe } from '../stripe/port.ts';

const HOUR_MS = 3_600_000;
/** A draft waits so long for usage that is still being counted: from when it was made, or its month was over. */
const HOLD_MS = 6 * HOUR_MS;
/** From the day an invoice is final to its charge. */
export const NOTICE_MS = 72 * HOUR_MS;
/** The metadata of an invoice that we make for overage alone: the start of its month. */
export const OVERAGE_MONTH = 'overage_month';
/** The metadata of the invoice of a contract. */
export const CONTRACT = 'contract';

/** The stages of an invoice whose charge failed, or that was not transferred in time. */
export const OVERDUE = { in: ['retrying', 'unpaid'] satisfies InvoiceStage[] };
/** Invoices whose charge failed: for these a client is suspended, not for a transfer. */
export const FAILED_CHARGE = { stage: OVERDUE, byTransfer: false };
/** An older invoice that is seen for the first time is history, and left alone. */
const RECENT_MS = 35 * 24 * HOUR_MS;

/**
 * The stage of an invoice as Stripe has it now, and when the next step is due; `known` is what is stored of it, null for one that is
 * seen for the first time. Renewals, and invoices for overage or a contract, have stages; an upgrade or a first payment has none, since Stripe
 * charges those at once. One that Stripe, or somebody in its dashboard, made final or charged before us is held all the same: its
 * overage has not been billed. `now` in epoch ms.
 */
export function stageOf(invoice: Stripe.Invoice, known: { stage: InvoiceStage | null; dueAt: Date | null } | null, now: number) {
  if (known?.stage === null) return { stage: null, dueAt: null };
  if (known && known.stage !== 'held') return invoice.status === 'open' ? { stage: known.stage, dueAt: known.dueAt } : SETTLED;
  const isOurs = invoice.billing_reason === 'subscription_cycle' || invoice.metadata?.[OVERAGE_MONTH] !== undefined;
  const createdAt = invoice.created * 1_000;
  if (!known && (!isOurs || createdAt < now - RECENT_MS)) return { stage: null, dueAt: null };
  const month = invoice.metadata?.[OVERAGE_MONTH];
  const from = month ? Math.max(createdAt, utcMonthEnd(Date.parse(month)).getTime()) : createdAt;
  return { stage: 'held' as const, dueAt: known?.dueAt ?? new Date(from + HOLD_MS) };
}

const SETTLED = { stage: 'settled' as const, dueAt: null };
