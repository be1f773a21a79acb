import { addTaxId } from '../api/customers.ts';
import { redeem } from '../api/discounts.ts';
import { refused } from '../errors.ts';
import type { Parts } from '../parts.ts';
import type { CheckoutPlan } from '../state.ts';
import type { Card, Customer, Kinds, Price } from '../types.ts';
import { attach, digitsOf, firstDecline, mustConfirm, newCard, wrongNumber } from './cards.ts';
import { newSubscription, start } from './subscriptions.ts';

export type Session = Kinds['checkout.session'];

/** What somebody enters on a payment page. */
export interface Entered {
  card: string;
  promotionCode?: string | undefined;
  name?: string | undefined;
  address?: { line1?: string; postal_code?: string; city?: string; country?: string } | undefined;
  taxId?: string | undefined;
}

/** Closes a payment page before somebody has paid on it. Throws StripeRefusal if it is not open. */
export function expireCheckout(parts: Parts, session: Session): Session {
  if (session.status !== 'open') {
    const why = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`;
    throw refused(why);
  }
  Object.assign(session, { status: 'expired', url: null });
  parts.emit('checkout.session.expired', session);
  return session;
}

/** What a payment page has to say when it cannot be paid on any more. */
export function closedBecause(session: Session): string | undefined {
  if (session.status === 'expired') return 'This payment page has expired.';
  return session.status === 'open' ? undefined : 'This payment page has already been used.';
}

/**
 * What happens when somebody pays on the page: the subscription starts and its first invoice is paid. `confirmed`: the card's owner has
 * just confirmed it. Gives `done`, an `error` to show, or `confirm` if the card's owner has to confirm first.
 */
export function completeCheckout(
  parts: Parts,
  session: Session,
  entered: Entered,
  confirmed = false,
): { done: true } | { error: string } | { confirm: true } {
  const { state, time, emit } = parts;
  const closed = closedBecause(session) ?? wrongNumber(entered.card) ?? wrongDetails(session, entered);
  if (closed) return { error: closed };
  const code = entered.promotionCode?.trim();
  const promotion = code
    ? state.all('promotion_code').find((one) => one.active && one.code.toLowerCase() === code.toLowerCase())
    : undefined;
  if (code && !promotion) return { error: `The code ${code} is not valid.` };
  const customer = state.must('customer', session.customer, 'customer');
  const card = newCard(parts, digitsOf(entered.card));
  const refusal = firstDecline(parts, card);
  if (refusal) return discard(parts, card, { error: refusal.message });
  if (mustConfirm(parts, card) && !confirmed) return discard(parts, card, { confirm: true });
  const plan = planOf(parts, session);
  const wanted = promotion
    ? [{ promotion_code: promotion.id }]
    : (session.discounts ?? []).map(({ coupon, promotion_code }) => ({
        coupon: coupon ?? undefined,
        promotion_code: promotion_code ?? undefined,
      }));
  const items = plan.items.map(({ price, quantity }) => ({ price: state.must('price', price, 'line_items[0][price]'), quantity }));
  const customerDetails = update(customer, session, plan, entered);
  if (entered.taxId && session.tax_id_collection?.enabled) addTaxId(parts, customer, { type: 'eu_vat', value: entered.taxId });
  attach(parts, card, customer);
  state.rest.setUp[card.id] = true;
  customer.invoice_settings.default_payment_method ??= card.id;
  const isFuture = plan.anchor !== undefined && plan.anchor > time.now(customer);
  const subscription = newSubscription(parts, {
    customer,
    items,
    metadata: plan.metadata,
    anchor: isFuture ? plan.anchor : undefined,
    automaticTax: session.automatic_tax.enabled,
    card: card.id,
    description: plan.description,
  });
  subscription.discounts = redeem(parts, customer.id, wanted, subscription.id).map(({ id }) => id);
  // The owner is there: a card that only fails later pays now.
  const later = state.rest.cards[card.id] ?? '';
  state.rest.cards[card.id] = '4242424242424242';
  const { invoice } = start(parts, subscription, plan.prorates);
  state.rest.cards[card.id] = later;
  Object.assign(session, {
    status: 'complete',
    payment_status: invoice.total > 0 ? 'paid' : 'no_payment_required',
    subscription: subscription.id,
    invoice: invoice.id,
    amount_subtotal: invoice.subtotal,
    amount_total: invoice.total,
    customer_details: { ...session.customer_details, ...customerDetails } as Session['customer_details'],
    url: null,
  } satisfies Partial<Session>);
  emit('checkout.session.completed', session);
  return { done: true };
}

function discard<T>({ state }: Parts, card: Card, result: T): T {
  state.remove(card);
  delete state.rest.cards[card.id];
  return result;
}

function wrongDetails(session: Session, { address, taxId }: Entered): string | undefined {
  if (taxId && session.tax_id_collection?.enabled && !/^[A-Z]{2}[A-Z0-9+*]{2,12}$/.test(taxId))
    return `The tax ID ${taxId} does not have the form of one, for example DE123456789.`;
  if (session.billing_address_collection !== 'required') return undefined;
  if (!address?.line1?.trim()) return 'Enter the street of the billing address.';
  return /^[A-Za-z]{2}$/.test(address.country?.trim() ?? '')
    ? undefined
    : 'Enter the country of the billing address with its two letters, for example DE.';
}

function update(customer: Customer, session: Session, plan: CheckoutPlan, { name, address, taxId }: Entered) {
  const given = address?.country
    ? {
        line1: address.line1 ?? null,
        line2: null,
        city: address.city ?? null,
        state: null,
        postal_code: address.postal_code ?? null,
        country: address.country.toUpperCase(),
      }
    : undefined;
  if (given && plan.updatesAddress) customer.address = given;
  if (name && plan.updatesName) customer.name = name;
  return {
    name: name ?? customer.name ?? null,
    address: given ?? null,
    email: customer.email,
    tax_ids: taxId && session.tax_id_collection?.enabled ? [{ type: 'unknown', value: taxId }] : [],
  };
}

/** What was asked of a checkout. */
export function planOf({ state }: Parts, session: Session): CheckoutPlan {
  const plan = state.rest.checkouts[session.id];
  if (!plan) throw new Error(`the checkout ${session.id} has no plan`);
  return plan;
}

/** The prices on a payment page. */
export function pricesOf(parts: Parts, session: Session): { price: Price; quantity: number }[] {
  return planOf(parts, session).items.map(({ price, quantity }) => ({ price: parts.state.must('price', price), quantity }));
}
