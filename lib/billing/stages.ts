import type Stripe from 'stripe';
import type { InvoiceStage } from '../../prisma/generated/enums.ts';

const HOUR_MS = 3_600_000;
/** A draft waits so long for usage of its month that is still being counted. */
const HOLD_MS = 6 * HOUR_MS;
/** From the day an invoice is final to its charge. */
export const NOTICE_MS = 72 * HOUR_MS;
/** The metadata of an invoice that we make for overage alone: the start of its month. */
export const OVERAGE_MONTH = 'overage_month';

/**
 * The stage of an invoice as Stripe has it now, and when the next step is due; `known` is what is stored of it. Renewals and invoices
 * for overage have stages; an upgrade or a first payment has none, since Stripe charges those at once.
 */
export function stageOf(invoice: Stripe.Invoice, known: { stage: InvoiceStage | null; dueAt: Date | null } | null) {
  const isOurs = invoice.billing_reason === 'subscription_cycle' || invoice.metadata?.[OVERAGE_MONTH] !== undefined;
  if (!isOurs && !known?.stage) return { stage: null, dueAt: null };
  if (invoice.status === 'draft') return { stage: 'held' as const, dueAt: known?.dueAt ?? new Date(invoice.created * 1_000 + HOLD_MS) };
  if (invoice.status !== 'open') return { stage: 'settled' as const, dueAt: null };
  if (known?.stage && known.stage !== 'held' && known.stage !== 'settled') return { stage: known.stage, dueAt: known.dueAt };
  // Stripe, or somebody in its dashboard, made it final.
  const finalisedAt = (invoice.status_transitions?.finalized_at ?? invoice.created) * 1_000;
  return { stage: 'announced' as const, dueAt: new Date(finalisedAt + NOTICE_MS) };
}
