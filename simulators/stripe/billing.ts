import { noSuch, StripeRefusal } from './errors.ts';
import type { State, StripeObject } from './state.ts';

const CARDS: Record<string, 'pays' | 'declines' | 'declines later'> = {
  '4242424242424242': 'pays',
  '4000000000000002': 'declines',
  '4000000000000341': 'declines later',
};

/** Reports a change of an object to listeners (webhooks). */
export type Emit = (type: string, object: StripeObject) => void;

/** Stripe's behaviour for subscriptions, invoices and payments. Times in epoch seconds. */
export class Billing {
  readonly #state: State;
  readonly #emit: Emit;
  readonly #now: () => number;
  readonly #publicUrl: () => string;

  constructor(state: State, emit: Emit, now: () => number, publicUrl: () => string) {
    this.#state = state;
    this.#emit = emit;
    this.#now = now;
    this.#publicUrl = publicUrl;
  }

  /** The object of a kind with an id. Throws StripeRefusal if there is none. */
  must(object: string, id: string): StripeObject {
    const found = this.#state.find(object, id);
    if (!found) throw noSuch(object, id);
    return found;
  }

  /** What happens when somebody pays on the hosted page. Returns undefined on success, otherwise the error to show. */
  completeCheckout(sessionId: string, cardNumber: string): string | undefined {
    const session = this.must('checkout.session', sessionId);
    if (session.status === 'expired') return 'This payment page has expired.';
    if (session.status !== 'open') return 'This payment page has already been used.';
    const behaviour = CARDS[cardNumber];
    if (!behaviour) return 'This card number is not one of the test cards.';
    if (behaviour === 'declines') return 'Your card was declined.';
    const customer = this.must('customer', String(session.customer));
    customer.card = cardNumber;
    const price = this.must('price', String((session.line_items as { price: string }[])[0]?.price));
    const start = this.#now();
    const subscription = this.#state.add('sub', 'subscription', {
      customer: customer.id,
      status: 'active',
      created: start,
      start_date: start,
      cancel_at_period_end: false,
      canceled_at: null,
      metadata: (session.subscription_data as { metadata?: object } | undefined)?.metadata ?? {},
      items: {
        object: 'list',
        has_more: false,
        data: [
          {
            id: `si_${sessionId.slice(3)}`,
            object: 'subscription_item',
            price,
            quantity: 1,
            current_period_start: start,
            current_period_end: monthLater(start),
          },
        ],
      },
    });
    const invoice = this.#addInvoice(subscription, 'subscription_create', start, monthLater(start));
    this.#attempt(invoice);
    subscription.latest_invoice = invoice.id;
    Object.assign(session, { status: 'complete', payment_status: 'paid', subscription: subscription.id, invoice: invoice.id });
    this.#emit('customer.subscription.created', subscription);
    this.#emit('checkout.session.completed', session);
    return undefined;
  }

  /** Closes a payment page before somebody has paid on it. */
  expireCheckout(sessionId: string): StripeObject {
    const session = this.must('checkout.session', sessionId);
    if (session.status !== 'open') {
      const why = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`;
      throw new StripeRefusal(400, why);
    }
    Object.assign(session, { status: 'expired', url: null });
    this.#emit('checkout.session.expired', session);
    return session;
  }

  /** Ends the current period: the next one is invoiced and charged, or the subscription ends if it was cancelled. */
  renew(subscriptionId: string): void {
    const subscription = this.must('subscription', subscriptionId);
    const item = itemOf(subscription);
    if (subscription.cancel_at_period_end) {
      this.#cancel(subscription);
      return;
    }
    const from = item.current_period_end;
    Object.assign(item, { current_period_start: from, current_period_end: monthLater(from) });
    const invoice = this.#addInvoice(subscription, 'subscription_cycle', from, monthLater(from));
    subscription.latest_invoice = invoice.id;
    subscription.status = this.#attempt(invoice) ? 'active' : 'past_due';
    this.#emit('customer.subscription.updated', subscription);
  }

  /** Retries an open invoice, as Stripe does automatically some days later, or a person with `pay`. */
  retry(invoiceId: string): StripeObject {
    const invoice = this.must('invoice', invoiceId);
    if (invoice.status !== 'open') throw new StripeRefusal(400, 'Invoice is already paid', { code: 'invoice_already_paid' });
    const paid = this.#attempt(invoice);
    const subscription = this.#state.find(
      'subscription',
      (invoice.parent as { subscription_details: { subscription: string } }).subscription_details.subscription,
    );
    if (subscription && subscription.status !== 'canceled') {
      subscription.status = paid ? 'active' : 'past_due';
      this.#emit('customer.subscription.updated', subscription);
    }
    if (!paid) throw new StripeRefusal(402, 'Your card was declined.', { type: 'card_error', code: 'card_declined' });
    return invoice;
  }

  /** Changes whether a subscription ends with its period, and adds metadata. */
  update(
    subscriptionId: string,
    change: { cancel_at_period_end?: boolean | undefined; metadata?: Record<string, string> | undefined },
  ): StripeObject {
    const subscription = this.must('subscription', subscriptionId);
    if (change.cancel_at_period_end !== undefined) subscription.cancel_at_period_end = change.cancel_at_period_end;
    if (change.metadata) subscription.metadata = { ...(subscription.metadata as object), ...change.metadata };
    this.#emit('customer.subscription.updated', subscription);
    return subscription;
  }

  /** Cancels a subscription at once. */
  cancel(subscriptionId: string): StripeObject {
    const subscription = this.must('subscription', subscriptionId);
    this.#cancel(subscription);
    return subscription;
  }

  #cancel(subscription: StripeObject): void {
    Object.assign(subscription, { status: 'canceled', canceled_at: this.#now(), ended_at: this.#now() });
    this.#emit('customer.subscription.deleted', subscription);
  }

  #addInvoice(subscription: StripeObject, reason: string, from: number, to: number): StripeObject {
    const item = itemOf(subscription);
    const amount = Number(item.price.unit_amount);
    const number = `KG-${String(this.#state.all('invoice').length + 1).padStart(4, '0')}`;
    const invoice = this.#state.add('in', 'invoice', {
      number,
      customer: subscription.customer,
      parent: { type: 'subscription_details', subscription_details: { subscription: subscription.id, metadata: subscription.metadata } },
      billing_reason: reason,
      currency: item.price.currency,
      status: 'open',
      total: amount,
      subtotal: amount,
      amount_due: amount,
      amount_paid: 0,
      amount_remaining: amount,
      attempt_count: 0,
      attempted: false,
      auto_advance: true,
      collection_method: 'charge_automatically',
      created: this.#now(),
      period_start: from,
      period_end: to,
      lines: {
        object: 'list',
        has_more: false,
        data: [
          {
            id: `il_${number}`,
            object: 'line_item',
            amount,
            currency: item.price.currency,
            quantity: 1,
            description: `1 × ${this.#productName(item.price)}`,
            period: { start: from, end: to },
          },
        ],
      },
    });
    invoice.hosted_invoice_url = `${this.#publicUrl()}/invoices/${invoice.id}`;
    invoice.invoice_pdf = `${this.#publicUrl()}/invoices/${invoice.id}`;
    this.#emit('invoice.created', invoice);
    this.#emit('invoice.finalized', invoice);
    return invoice;
  }

  #productName(price: StripeObject): string {
    return String(this.#state.find('product', String(price.product))?.name ?? price.id);
  }

  /** One attempt to charge the customer's card. */
  #attempt(invoice: StripeObject): boolean {
    const card = String(this.must('customer', String(invoice.customer)).card ?? '');
    const pays = CARDS[card] === 'pays' || (CARDS[card] === 'declines later' && invoice.billing_reason === 'subscription_create');
    invoice.attempted = true;
    invoice.attempt_count = Number(invoice.attempt_count) + 1;
    if (pays) {
      Object.assign(invoice, { status: 'paid', amount_paid: invoice.amount_due, amount_remaining: 0 });
      this.#emit('invoice.paid', invoice);
      this.#emit('invoice.payment_succeeded', invoice);
    } else this.#emit('invoice.payment_failed', invoice);
    return pays;
  }
}

interface Item {
  price: StripeObject;
  current_period_start: number;
  current_period_end: number;
}

function itemOf(subscription: StripeObject): Item {
  const [item] = (subscription.items as { data: Item[] }).data;
  if (!item) throw new Error(`subscription ${subscription.id} has no item`);
  return item;
}

/** The same day of the next month, or its last day if that month is shorter. */
function monthLater(seconds: number): number {
  const from = new Date(seconds * 1000);
  const day = from.getUTCDate();
  const to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(to.getUTCMonth() + 1);
  const days = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(day, days));
  return Math.floor(to.getTime() / 1000);
}
