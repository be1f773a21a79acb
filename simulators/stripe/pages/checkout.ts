import { closedBecause, completeCheckout, type Entered, planOf, pricesOf, type Session } from '../engine/checkout.ts';
import { dollars } from '../money.ts';
import type { Parts } from '../parts.ts';
import { confirmPage } from './confirm.ts';
import { cardField, type Page, page, problem, redirect, TEST_CARDS, text } from './layout.ts';

/** The page on which a plan is paid for, and what happens when its form comes back. */
export function checkoutPage(parts: Parts, session: Session, form: Record<string, unknown> | undefined): Page {
  if (!form) return show(parts, session, {});
  const value = (name: string) => (typeof form[name] === 'string' ? String(form[name]).trim() : undefined);
  const entered: Entered = {
    card: value('card') ?? '',
    promotionCode: value('code'),
    name: value('name'),
    taxId: value('tax_id'),
    address: {
      line1: value('line1') ?? '',
      postal_code: value('postal_code') ?? '',
      city: value('city') ?? '',
      country: value('country') ?? '',
    },
  };
  if (form.confirmation === 'refused')
    return show(
      parts,
      session,
      form,
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    );
  const result = completeCheckout(parts, session, entered, form.confirmation === 'given');
  if ('error' in result) return show(parts, session, form, result.error);
  if ('confirm' in result) return confirmPage(`Pay for ${pricesOf(parts, session).length === 1 ? 'your plan' : 'your plans'}`, form);
  return redirect(String(session.success_url).replace('{CHECKOUT_SESSION_ID}', session.id));
}

function show(parts: Parts, session: Session, form: Record<string, unknown>, error?: string): Page {
  const { state, time } = parts;
  const closed = closedBecause(session);
  const [first] = pricesOf(parts, session);
  const name = first ? (state.find('product', first.price.product)?.name ?? '') : '';
  if (closed) return page(`Subscribe to ${name}`, `<h1>${text(name)}</h1>${problem(closed)}${back(session)}`, error ? 402 : 410);
  const { anchor } = planOf(parts, session);
  const field = (id: string, label: string, more = '') =>
    `<label for="${id}">${label}</label><input id="${id}" name="${id}" value="${text(form[id] ?? '')}" autocomplete="off" ${more}>`;
  const prices = pricesOf(parts, session)
    .map(
      ({ price, quantity }) =>
        `<p>${dollars((price.unit_amount ?? 0) * quantity, price.currency)} per ${text(price.recurring?.interval)}${price.recurring?.usage_type === 'metered' ? ', by use' : ''}</p>`,
    )
    .join('');
  const begins =
    anchor !== undefined && anchor > time.now(session.customer)
      ? `<p>The first full month begins on ${new Date(anchor * 1000).toISOString().slice(0, 10)}. Today you pay for the days until then.</p>`
      : '';
  const address =
    session.billing_address_collection === 'required'
      ? `${field('line1', 'Street', 'required')}${field('postal_code', 'Postal code')}${field('city', 'City')}${field('country', 'Country, two letters', 'required maxlength="2"')}`
      : '';
  return page(
    `Subscribe to ${name}`,
    `<h1>${text(name)}</h1>${prices}${begins}${problem(error)}
<form method="post">${cardField(typeof form.card === 'string' ? form.card : undefined)}${address}${session.tax_id_collection?.enabled ? field('tax_id', 'Tax ID (optional)') : ''}${session.allow_promotion_codes ? field('code', 'Promotion code (optional)') : ''}
<button>Pay and subscribe</button></form>${TEST_CARDS}${back(session)}`,
    error ? 402 : 200,
  );
}

const back = (session: Session) => (session.cancel_url ? `<p><a href="${text(session.cancel_url)}">Cancel and go back</a></p>` : '');
