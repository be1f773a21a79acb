import { digitsOf, newCard, wrongNumber } from '../engine/cards.ts';
import { attempt, cardFor } from '../engine/payments.ts';
import { day, dollars } from '../money.ts';
import type { Parts } from '../parts.ts';
import type { Card, Invoice } from '../types.ts';
import { confirmPage } from './confirm.ts';
import { cardField, type Page, page, problem, TEST_CARDS, text } from './layout.ts';

/** An invoice as the customer sees it: with a form to pay it while it is open, and with the payment that this form asks for. */
export function invoicePage(parts: Parts, invoice: Invoice, form: Record<string, unknown> | undefined): Page {
  if (!form) return show(parts, invoice);
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    return show(parts, invoice, `This invoice is ${invoice.status}: there is nothing to pay.`, 402);
  if (form.confirmation === 'refused')
    return show(
      parts,
      invoice,
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
      402,
    );
  const onFile = form.with === 'file' ? cardFor(parts, invoice) : undefined;
  if (form.with === 'file' && !onFile) return show(parts, invoice, 'There is no card on file.', 402);
  const wrong = onFile ? undefined : wrongNumber(String(form.card ?? ''));
  if (wrong) return show(parts, invoice, wrong, 402);
  const card = onFile ?? newCard(parts, digitsOf(String(form.card)));
  const result = attempt(parts, invoice, card, form.confirmation === 'given');
  if (result.paid) return kept(parts, invoice, card, onFile !== undefined);
  if (!onFile) parts.state.remove(card);
  if (result.needsConfirmation) return confirmPage(`${dollars(invoice.amount_due, invoice.currency)} for invoice ${invoice.number}`, form);
  return show(parts, invoice, result.decline?.message ?? 'The payment failed.', 402);
}

/** The card that paid stays with its owner; it becomes the one on file if there was none. */
function kept(parts: Parts, invoice: Invoice, card: Card, wasOnFile: boolean): Page {
  const customer = parts.state.must('customer', invoice.customer);
  if (!wasOnFile) {
    card.customer = customer.id;
    parts.state.rest.setUp[card.id] = true;
    parts.emit('payment_method.attached', card);
    customer.invoice_settings.default_payment_method ??= card.id;
  }
  return show(parts, invoice);
}

function show(parts: Parts, invoice: Invoice, error?: string, status = 200): Page {
  const { currency } = invoice;
  const isOpen = invoice.status === 'open' || invoice.status === 'uncollectible';
  const onFile = cardFor(parts, invoice);
  const row = (label: string, cents: number, strong = false) =>
    `<tr><td>${strong ? '<strong>' : ''}${text(label)}${strong ? '</strong>' : ''}</td><td>${dollars(cents, currency)}</td></tr>`;
  const discount = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const rows = [
    ...invoice.lines.data.map((line) => row(line.description ?? '', line.amount)),
    ...(discount ? [row('Discount', -discount)] : []),
    row('Total', invoice.total, true),
    ...(invoice.amount_due === invoice.total ? [] : [row('Amount due', invoice.amount_due, true)]),
  ];
  const fileForm = onFile
    ? `<form method="post"><button name="with" value="file">Pay with the card ending in ${text(onFile.card.last4)}</button></form>`
    : '';
  const form = isOpen
    ? `<section><h2>Pay ${dollars(invoice.amount_remaining, currency)}</h2>${fileForm}<form method="post">${cardField(onFile ? '' : undefined)}<button name="with" value="card">Pay with this card</button></form>${TEST_CARDS}</section>`
    : '';
  return page(
    `Invoice ${invoice.number ?? '(draft)'}`,
    `<h1>Invoice ${text(invoice.number ?? '(draft)')}</h1><p>Status: ${text(invoice.status)} · ${day(invoice.created)} · ${text(invoice.customer_name ?? '')}</p>${problem(error)}<table><tbody>${rows.join('')}</tbody></table>
${invoice.invoice_pdf ? `<p><a href="${text(invoice.invoice_pdf)}">Download as PDF</a></p>` : ''}${form}`,
    status,
  );
}
