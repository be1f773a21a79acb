// The pages that Stripe hosts: payment, invoices, the customer portal, and a bank's confirmation.
import type { Parts } from '../parts.ts';
import { checkoutPage } from './checkout.ts';
import { creditNotePdf, invoicePdf } from './documents.ts';
import { invoicePage } from './invoice.ts';
import type { Page } from './layout.ts';
import { portalPage } from './portal.ts';

const pdf = (body: Buffer, name: string): Page => ({
  status: 200,
  headers: { 'Content-Type': 'application/pdf', 'Content-Disposition': `inline; filename="${name}.pdf"` },
  body,
});

/** The page at an address; undefined where there is none. Throws StripeRefusal for an unknown id. */
export function answerPage(
  parts: Parts,
  kind: string,
  id: string,
  detail: string,
  form: Record<string, unknown> | undefined,
): Page | undefined {
  const { state } = parts;
  if (kind === 'checkout') return checkoutPage(parts, state.must('checkout.session', id), form);
  if (kind === 'portal') return portalPage(parts, state.must('billing_portal.session', id), form);
  if (kind === 'credit-notes' && detail === 'pdf') {
    const note = state.must('credit_note', id);
    return pdf(creditNotePdf(parts, note), note.number);
  }
  if (kind !== 'invoices' && kind !== 'confirm') return undefined;
  const invoice = state.must('invoice', id);
  return detail === 'pdf' ? pdf(invoicePdf(parts, invoice), invoice.number ?? 'draft') : invoicePage(parts, invoice, form);
}
