import { addTaxId } from '../api/customers.ts';
import { cardsOf } from '../api/payment-methods.ts';
import { attach, digitsOf, firstDecline, mustConfirm, newCard, wrongNumber } from '../engine/cards.ts';
import { StripeRefusal } from '../errors.ts';
import { day, dollars } from '../money.ts';
import type { Parts } from '../parts.ts';
import type { Kinds, Subscription } from '../types.ts';
import { confirmPage } from './confirm.ts';
import { cardField, type Page, page, problem, redirect, TEST_CARDS, text } from './layout.ts';

type Session = Kinds['billing_portal.session'];

/** The customer portal: card, billing details, invoices and subscription, as far as its configuration allows; with what its forms ask for. */
export function portalPage(parts: Parts, session: Session, form: Record<string, unknown> | undefined): Page {
  if (!form) return show(parts, session, {});
  const { state } = parts;
  const configuration = state.must('billing_portal.configuration', session.configuration);
  const { payment_method_update: cards, customer_update: details, subscription_cancel: cancels } = configuration.features;
  if (form.do === 'card' && cards.enabled) return saveCard(parts, session, form);
  if (form.do === 'details' && details.enabled) return saveDetails(parts, session, form);
  if ((form.do === 'cancel' || form.do === 'keep') && cancels.enabled) {
    const subscription = subscriptionOf(parts, session);
    if (!subscription || subscription.schedule) return show(parts, session, { error: 'This subscription cannot be cancelled here.' });
    const ends = form.do === 'cancel';
    subscription.cancel_at_period_end = ends;
    subscription.cancel_at = ends ? (subscription.items.data[0]?.current_period_end ?? null) : null;
    subscription.canceled_at = ends ? parts.time.now(session.customer) : null;
    parts.emit('customer.subscription.updated', subscription);
    return show(parts, session, { message: 'Your changes have been saved.' });
  }
  return show(parts, session, { error: 'This cannot be changed here.' });
}

function saveCard(parts: Parts, session: Session, form: Record<string, unknown>): Page {
  const { state, emit } = parts;
  const number = String(form.card ?? '');
  const wrong = wrongNumber(number);
  if (wrong) return show(parts, session, { error: wrong });
  if (form.confirmation === 'refused') return show(parts, session, { error: 'Your bank did not confirm this card. Nothing was changed.' });
  const card = newCard(parts, digitsOf(number));
  const refusal = firstDecline(parts, card);
  const waits = mustConfirm(parts, card) && form.confirmation !== 'given';
  if (refusal || waits) {
    state.remove(card);
    return refusal ? show(parts, session, { error: refusal.message }) : confirmPage('keep this card for later payments', form);
  }
  const customer = state.must('customer', session.customer);
  attach(parts, card, customer);
  state.rest.setUp[card.id] = true;
  customer.invoice_settings.default_payment_method = card.id;
  for (const subscription of state.all('subscription')) {
    if (subscription.customer !== customer.id || subscription.status === 'canceled' || !subscription.default_payment_method) continue;
    subscription.default_payment_method = card.id;
    emit('customer.subscription.updated', subscription);
  }
  emit('customer.updated', customer);
  const { after_completion: after } = session.flow ?? {};
  if (after?.type === 'redirect' && after.redirect) return redirect(after.redirect.return_url);
  return show(parts, session, { message: 'Your changes have been saved.' });
}

function saveDetails(parts: Parts, session: Session, form: Record<string, unknown>): Page {
  const { state, emit } = parts;
  const customer = state.must('customer', session.customer);
  const value = (name: string) => String(form[name] ?? '').trim();
  if (value('country') && !/^[A-Za-z]{2}$/.test(value('country')))
    return show(parts, session, { error: 'Enter the country with its two letters, for example DE.' });
  try {
    const [type, id] = [value('tax_id_type') || 'eu_vat', value('tax_id')];
    const isKnown = state.all('tax_id').some((one) => one.customer === customer.id && one.value === id);
    if (id && !isKnown) addTaxId(parts, customer, { type, value: id });
  } catch (error) {
    if (error instanceof StripeRefusal)
      return show(parts, session, { error: `The tax ID ${value('tax_id')} does not have the form of one.` });
    throw error;
  }
  if (value('name')) customer.name = value('name');
  customer.address = {
    line1: value('line1') || null,
    line2: null,
    postal_code: value('postal_code') || null,
    city: value('city') || null,
    state: null,
    country: value('country').toUpperCase() || null,
  };
  emit('customer.updated', customer);
  return show(parts, session, { message: 'Your changes have been saved.' });
}

function subscriptionOf({ state }: Parts, session: Session): Subscription | undefined {
  return state
    .all('subscription')
    .find((one) => one.customer === session.customer && one.status !== 'canceled' && one.status !== 'incomplete_expired');
}

function show(parts: Parts, session: Session, { error, message }: { error?: string; message?: string }): Page {
  const { state } = parts;
  const customer = state.must('customer', session.customer);
  const { features } = state.must('billing_portal.configuration', session.configuration);
  const isFlow = session.flow !== null;
  const sections = [
    features.payment_method_update.enabled && cardSection(parts, session),
    !isFlow && features.customer_update.enabled && detailsSection(parts, session),
    !isFlow && features.invoice_history.enabled && invoicesSection(parts, session),
    !isFlow && subscriptionSection(parts, session, features.subscription_cancel.enabled),
  ].filter(Boolean);
  return page(
    'Billing details',
    `<h1>${text(customer.name)}</h1>${message ? `<p role="status">${text(message)}</p>` : ''}${problem(error)}${sections.join('')}
${session.return_url ? `<p><a href="${text(session.return_url)}">Go back</a></p>` : ''}`,
    error ? 402 : 200,
  );
}

function cardSection(parts: Parts, session: Session): string {
  const customer = parts.state.must('customer', session.customer);
  const cards = cardsOf(parts, session.customer);
  const onFile = cards.find(({ id }) => id === customer.invoice_settings.default_payment_method) ?? cards[0];
  return `<section><h2>Card</h2><p>${onFile ? `On file: ${text(onFile.card.brand)} ending in ${text(onFile.card.last4)}` : 'No card is on file.'}</p><form method="post">${cardField('')}<button name="do" value="card">Save card</button></form>${TEST_CARDS}</section>`;
}

function detailsSection({ state }: Parts, session: Session): string {
  const { name, address } = state.must('customer', session.customer);
  const taxId = state.all('tax_id').find((one) => one.customer === session.customer);
  const field = (id: string, label: string, value: unknown) =>
    `<label for="${id}">${label}</label><input id="${id}" name="${id}" value="${text(value)}" autocomplete="off">`;
  return `<section><h2>Billing details</h2><form method="post">${field('name', 'Name', name)}${field('line1', 'Street', address?.line1)}${field('postal_code', 'Postal code', address?.postal_code)}${field('city', 'City', address?.city)}${field('country', 'Country, two letters', address?.country)}${field('tax_id', 'Tax ID', taxId?.value)}<button name="do" value="details">Save details</button></form></section>`;
}

function invoicesSection({ state }: Parts, session: Session): string {
  const invoices = state.all('invoice').filter((one) => one.customer === session.customer && one.status !== 'draft');
  const rows = invoices.map(
    (one) =>
      `<tr><td><a href="${text(one.hosted_invoice_url)}">${text(one.number)}</a></td><td>${day(one.created)}</td><td>${text(one.status)}</td><td>${dollars(one.total, one.currency)}</td></tr>`,
  );
  return `<section><h2>Invoices</h2>${rows.length > 0 ? `<table><tbody>${rows.join('')}</tbody></table>` : '<p>There are no invoices yet.</p>'}</section>`;
}

function subscriptionSection(parts: Parts, session: Session, canCancel: boolean): string {
  const subscription = subscriptionOf(parts, session);
  const ends = subscription?.cancel_at_period_end;
  const button = ends ? 'Keep subscription' : 'Cancel at the end of the billing period';
  const form =
    subscription && canCancel && !subscription.schedule
      ? `<form method="post"><button name="do" value="${ends ? 'keep' : 'cancel'}">${button}</button></form>`
      : '';
  return `<section><h2>Subscription</h2><p>${text(subscription?.status ?? 'none')}${ends ? ' (cancelled, ends with the current billing period)' : ''}</p>${form}</section>`;
}
