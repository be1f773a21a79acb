import { audit } from '#lib/audit/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { getTenant, setSuspended } from '#lib/tenants/index.ts';
import type { Invoice } from '../../../prisma/generated/client.ts';
import { billingPage, dateText, money, sendBillingMail } from '../invoices/mails.ts';
import { FAILED_CHARGE } from '../invoices/stages.ts';
import { storeInvoice } from '../stripe/mirror.ts';
import { writeOnce } from '../stripe/operations.ts';
import { asStripeError, requireStripe } from '../stripe/port.ts';
import { resumeWhenPaid } from './resume.ts';

const DAY_MS = 86_400_000;
/** From each failed charge to the next attempt; after the last one the client is suspended. */
const RETRY_AFTER_MS = [3 * DAY_MS, 5 * DAY_MS];
const ATTEMPTS = RETRY_AFTER_MS.length + 1;
/** Refusals after which the same card cannot work: https://docs.stripe.com/declines/codes */
const HARD_DECLINES = new Set([
  'card_not_supported',
  'currency_not_supported',
  'expired_card',
  'fraudulent',
  'incorrect_number',
  'invalid_account',
  'invalid_number',
  'lost_card',
  'merchant_blacklist',
  'new_account_information_available',
  'pickup_card',
  'restricted_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'stolen_card',
  'transaction_not_allowed',
]);
const NO_CARD = 'no_payment_method';
const AUTHENTICATION = 'authentication_required';

/** Charges an invoice that is due. A refusal is the next step of dunning; any other error is thrown. `now` in epoch ms. */
export async function charge(stored: Invoice, now: number): Promise<void> {
  const { client } = requireStripe();
  const { id, tenantId } = stored;
  const attempt = stored.failedCharges + 1;
  try {
    const operation = { key: `charge ${id} attempt ${attempt}`, tenantId, what: `charge the invoice, attempt ${attempt}`, now };
    await writeOnce(operation, (options) => client.invoices.pay(id, {}, options));
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { status } = await client.invoices.retrieve(id);
    if (status === 'open') return chargeFailed(stored, attempt, refusal, now);
  }
  await storeInvoice(tenantId, await client.invoices.retrieve(id));
  await resumeWhenPaid(tenantId, now);
}

/** Why a charge was refused; undefined for an error that is not about the client's money. */
export function refusalOf(thrown: unknown): string | undefined {
  const error = asStripeError(thrown);
  if (!error) return undefined;
  const { type, code, decline_code, statusCode, message } = error;
  if (code === 'invoice_payment_intent_requires_action' || code === AUTHENTICATION) return AUTHENTICATION;
  if (type === 'StripeCardError') return decline_code ?? code ?? 'card_declined';
  if (code === 'invoice_already_paid') return 'already_paid';
  // There is neither a default payment method nor a source.
  if (statusCode === 400 && /payment method|payment source/i.test(message)) return NO_CARD;
  return undefined;
}

async function chargeFailed(stored: Invoice, attempt: number, declineCode: string, now: number): Promise<void> {
  const { id, tenantId, number, dueCents, currency, hostedUrl } = stored;
  const wait = RETRY_AFTER_MS[attempt - 1];
  const grace = await graceOf(tenantId, now);
  // Within a grace period another attempt at its end takes the place of the suspension.
  const next = wait === undefined ? grace : now + wait;
  const stage = next === undefined ? 'unpaid' : 'retrying';
  await asSystem(async (tx) => {
    const { count } = await tx.invoice.updateMany({
      where: { id, stage: stored.stage, failedCharges: stored.failedCharges },
      data: { stage, failedCharges: attempt, declineCode, dueAt: next === undefined ? null : new Date(next) },
    });
    if (count === 0) return;
    await tx.tenant.update({ where: { id: tenantId }, data: { failedPayments: attempt } });
    const after = { stage, attempt, declineCode, ...(next !== undefined && { nextAttempt: new Date(next).toISOString() }) };
    await audit(tx, {
      tenantId,
      actor: 'system',
      action: 'invoice.charge_failed',
      target: number ?? id,
      before: { stage: stored.stage },
      after,
    });
    const amount = money(dueCents, currency);
    const cause = causeText(declineCode);
    const consequence =
      next === undefined
        ? 'This was the last attempt, so your account is suspended now: new data is refused, and everything stored is kept. It resumes as soon as all open invoices are paid.'
        : `We will try again on ${dateText(next)}${attempt >= ATTEMPTS - 1 ? '. If that fails too, the account will be suspended: new data would be refused, and everything stored kept' : ''}.`;
    await sendBillingMail(tx, tenantId, {
      subject:
        next === undefined
          ? `Your KG RCA account is suspended: invoice ${number} is unpaid`
          : `The payment of invoice ${number} failed (attempt ${attempt} of ${Math.max(attempt, ATTEMPTS)})`,
      paragraphs: [`We could not charge ${amount} for invoice ${number}. ${cause}`, consequence],
      action: {
        text: declineCode === AUTHENTICATION ? 'Confirm the payment:' : 'Pay now, or with another card:',
        url: hostedUrl ?? billingPage(),
      },
    });
  });
  if (stage === 'unpaid') await setSuspended(tenantId, true, `${attempt} failed payments`, 'system');
}

function causeText(declineCode: string): string {
  if (declineCode === AUTHENTICATION) return 'Your bank asks you to confirm the payment; without that no further attempt can succeed.';
  if (declineCode === NO_CARD) return 'There is no card for it. Please add one.';
  if (HARD_DECLINES.has(declineCode))
    return 'Your bank refused the card for good. Please use another card: this one will be refused again.';
  if (declineCode === 'insufficient_funds') return 'The card does not have sufficient funds.';
  return 'Your bank declined the card.';
}

/** The end of the client's grace period in epoch ms, if it has not passed. */
async function graceOf(tenantId: string, now: number): Promise<number | undefined> {
  const { graceUntil } = await getTenant(tenantId);
  return graceUntil && graceUntil.getTime() > now ? graceUntil.getTime() : undefined;
}

/**
 * Charges again everything whose charge failed, because the client asks for it, perhaps with another card. Attempts of the client are not
 * counted. Throws a Problem with status 402 and the reason when a charge is refused; what was paid before stays paid.
 */
export async function payOverdue(tenantId: string): Promise<{ paid: number }> {
  const { client, now } = requireStripe();
  const overdue = await inTenant(tenantId, (tx) =>
    tx.invoice.findMany({ where: { tenantId, ...FAILED_CHARGE }, orderBy: { createdAt: 'asc' } }),
  );
  let paid = 0;
  for (const { id, number, hostedUrl } of overdue) {
    let refusal: string | undefined;
    try {
      await client.invoices.pay(id);
    } catch (error) {
      refusal = refusalOf(error);
      if (!refusal) throw error;
    }
    const invoice = await client.invoices.retrieve(id);
    await storeInvoice(tenantId, invoice);
    if (invoice.status === 'open') {
      const way = hostedUrl ? ` Use another card, or open the invoice: ${hostedUrl}` : ' Use another card under Manage card.';
      throw new Problem(402, 'payment_failed', `Invoice ${number} could not be paid. ${causeText(refusal ?? 'card_declined')}${way}`);
    }
    paid++;
  }
  await resumeWhenPaid(tenantId, now());
  return { paid };
}
