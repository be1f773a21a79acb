import type Stripe from 'stripe';

/**
 * An object as it goes over the wire: references are ids (the SDK's types also allow the expanded object), and decimals are text.
 * Everything that the simulator keeps has such a type, so a change of the SDK's types breaks its build.
 */
export type Wire<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends Stripe.Decimal
    ? string
    : T extends (infer U)[]
      ? Reference<U>[]
      : T extends object
        ? { -readonly [K in keyof T]: Reference<T[K]> }
        : T;
type Reference<F> = string extends F ? Wire<Exclude<F, { object: string }>> : Wire<F>;

/** A card as its payment method shows it, with a number that only the simulator sees. */
export type Card = Wire<Stripe.PaymentMethod> & { card: Wire<Stripe.PaymentMethod.Card> };

/** What the simulator keeps, by the `object` that Stripe names it. */
export interface Kinds {
  'billing.meter': Wire<Stripe.Billing.Meter>;
  'billing_portal.configuration': Wire<Stripe.BillingPortal.Configuration>;
  'billing_portal.session': Wire<Stripe.BillingPortal.Session>;
  charge: Wire<Stripe.Charge>;
  'checkout.session': Wire<Stripe.Checkout.Session>;
  coupon: Wire<Stripe.Coupon>;
  credit_note: Wire<Stripe.CreditNote>;
  customer: Wire<Stripe.Customer>;
  customer_balance_transaction: Wire<Stripe.CustomerBalanceTransaction>;
  discount: Wire<Stripe.Discount>;
  event: StripeEvent;
  invoice: Wire<Stripe.Invoice>;
  invoice_payment: Wire<Stripe.InvoicePayment>;
  invoiceitem: Wire<Stripe.InvoiceItem>;
  payment_intent: Wire<Stripe.PaymentIntent>;
  payment_method: Card;
  price: Wire<Stripe.Price>;
  product: Wire<Stripe.Product>;
  promotion_code: Wire<Stripe.PromotionCode>;
  refund: Wire<Stripe.Refund>;
  subscription: Wire<Stripe.Subscription>;
  subscription_schedule: Wire<Stripe.SubscriptionSchedule>;
  tax_id: Wire<Stripe.TaxId>;
  'test_helpers.test_clock': Wire<Stripe.TestHelpers.TestClock>;
}
export type Kind = keyof Kinds;
export type StripeObject = Kinds[Kind];

export type Customer = Kinds['customer'];
export type Invoice = Kinds['invoice'];
export type InvoiceItem = Kinds['invoiceitem'];
export type Line = Wire<Stripe.InvoiceLineItem>;
export type Price = Kinds['price'];
export type Schedule = Kinds['subscription_schedule'];
export type Subscription = Kinds['subscription'];
export type SubscriptionItem = Wire<Stripe.SubscriptionItem>;
export type EventType = Stripe.Event['type'];

/** An event as Stripe keeps and sends it. */
export interface StripeEvent {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: unknown };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: EventType;
}

/** A list as Stripe answers it. */
export const listOf = <T>(url: string, data: T[], hasMore = false) => ({ object: 'list' as const, url, has_more: hasMore, data });
