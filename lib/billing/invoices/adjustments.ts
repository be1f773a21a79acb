import { audit } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { isWritten, writeOnce } from '../stripe/operations.ts';
import { asStripeError, requireStripe, type Stripe } from '../stripe/port.ts';
import { syncCustomer } from '../stripe/sync.ts';
import { money, sendBillingMail } from './mails.ts';

/** A correction by the staff. `requestId` makes a repeated request the same correction. Cents are positive. */
export interface Adjustment {
  cents: number;
  reason: string;
  requestId: string;
}

/**
 * Gives a client credit, which its next invoices use up. Audited, and the client is told. Throws a Problem: 404, or 409 without
 * payment data or for a `requestId` of another correction.
 */
export async function creditClient(tenantId: string, { cents, reason, requestId }: Adjustment, actor: string): Promise<void> {
  const { client, now } = requireStripe();
  const customer = await customerFor(tenantId);
  const operation = { key: `credit ${tenantId} ${requestId}`, tenantId, what: 'give credit', now: now() };
  const params = { amount: -cents, currency: 'usd', description: reason };
  const { id } = await correct(operation, (options) => client.customers.createBalanceTransaction(customer, params, options));
  await record(tenantId, actor, 'billing.credited', id, { cents, reason }, [
    `You have been given a credit of ${money(cents)}. Your next invoices use it up. Reason: ${reason}`,
  ]);
}

/**
 * Corrects an invoice by a credit note: one that is open asks for less, one that is paid gives the money back (`refund`) or credit.
 * Issued invoices are never changed. Throws a Problem: 404, 409 for a draft or voided invoice or a `requestId` of another correction,
 * 422 for more than the invoice has left.
 */
export async function correctInvoice(
  tenantId: string,
  invoiceId: string,
  { cents, reason, requestId, refund }: Adjustment & { refund: boolean },
  actor: string,
): Promise<void> {
  const { client, now } = requireStripe();
  const stored = await asSystem((tx) => tx.invoice.findUnique({ where: { id: invoiceId, tenantId } }));
  if (!stored) throw notFound();
  const customer = await customerFor(tenantId);
  const invoice = await client.invoices.retrieve(invoiceId);
  if (invoice.status !== 'open' && invoice.status !== 'paid')
    throw new Problem(
      409,
      'invoice_not_final',
      `Invoice ${invoice.number ?? invoiceId} is ${invoice.status}: only one that is open or paid can be corrected.`,
    );
  const isOpen = invoice.status === 'open';
  const operation = { key: `credit note ${invoiceId} ${requestId}`, tenantId, what: 'issue a credit note', now: now() };
  const left = isOpen ? invoice.amount_remaining : invoice.amount_paid - (invoice.post_payment_credit_notes_amount ?? 0);
  // One that was made already is no longer left.
  if (cents > left && !(await isWritten(operation.key)))
    throw invalid('cents', `At most ${money(left, invoice.currency)} of this invoice can be corrected.`);
  const params: Stripe.CreditNoteCreateParams = {
    invoice: invoiceId,
    amount: cents,
    memo: reason,
    ...(!isOpen && (refund ? { refund_amount: cents } : { credit_amount: cents })),
  };
  const note = await correct(operation, (options) => client.creditNotes.create(params, options));
  await syncCustomer(customer);
  const effect = isOpen
    ? 'It asks for that much less now.'
    : refund
      ? 'The money is on its way back to your card.'
      : 'Your next invoices use it up.';
  await record(
    tenantId,
    actor,
    refund && !isOpen ? 'billing.refunded' : 'billing.corrected',
    note.number,
    { invoice: invoice.number, cents, reason },
    [
      `Invoice ${invoice.number} was corrected by ${money(cents, invoice.currency)} (credit note ${note.number}). ${effect} Reason: ${reason}`,
    ],
  );
}

/** Writes a correction once. Stripe refuses the key of one correction for another. */
async function correct<T>(...write: Parameters<typeof writeOnce<T>>): Promise<T> {
  try {
    return await writeOnce(...write);
  } catch (error) {
    const { type, statusCode } = asStripeError(error) ?? {};
    if (type !== 'StripeIdempotencyError' || statusCode !== 400) throw error;
    throw new Problem(
      409,
      'request_id_reused',
      'This requestId was used for another correction, with another amount or reason. Repeat that one as it was, or make this one with a new requestId.',
    );
  }
}

async function customerFor(tenantId: string): Promise<string> {
  const tenant = await asSystem((tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
  if (!tenant) throw notFound();
  if (!tenant.stripeCustomerId)
    throw new Problem(409, 'no_payment_data', 'This client has never paid by card, so it has no account at Stripe to correct.');
  return tenant.stripeCustomerId;
}

/** Notes a correction and tells the client, once however often it is asked for. */
async function record(tenantId: string, actor: string, action: string, target: string, after: object, paragraphs: string[]): Promise<void> {
  await asSystem(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`correction ${target}`}, 0))`;
    if (await tx.auditEntry.findFirst({ where: { tenantId, action, target } })) return;
    await audit(tx, { tenantId, actor, action, target, after });
    await sendBillingMail(tx, tenantId, { subject: 'A correction of your KG RCA bill', paragraphs });
  });
}
