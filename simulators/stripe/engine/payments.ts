import { refused, StripeRefusal } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import type { Card, Invoice, Kinds } from '../types.ts';
import { attach, cardError, type Decline, outcome } from './cards.ts';
import { applyUpdate } from './pending-update.ts';

type PaymentIntent = Kinds['payment_intent'];

/** How an attempt to charge a card ended. */
export type Attempt = { paid: true } | { paid: false; decline?: Decline; needsConfirmation?: true; noCard?: true };

/** Makes the payment that an open invoice asks for. */
export function openPayment({ state, time, emit }: Parts, invoice: Invoice): PaymentIntent {
  const now = time.now(invoice.customer);
  const id = newId('pi');
  const intent = state.add({
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: invoice.amount_due,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: `${id}_secret_${newId('x').slice(2)}`,
    confirmation_method: 'automatic',
    created: now,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    description: invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: 'off_session',
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_group: null,
  });
  state.add({
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
  emit('payment_intent.created', intent);
  return intent;
}

/** The payment of an invoice and its payment intent, if it asks for any. */
export function paymentOf({ state }: Parts, invoice: Invoice) {
  const payment = state.all('invoice_payment').find((one) => one.invoice === invoice.id && one.is_default);
  return { payment, intent: payment && state.find('payment_intent', payment.payment.payment_intent) };
}

/** The card that an invoice is charged to. */
export function cardFor({ state }: Parts, invoice: Invoice): Card | undefined {
  const subscription = state.find('subscription', invoice.parent?.subscription_details?.subscription);
  const customer = state.find('customer', invoice.customer);
  const id = invoice.default_payment_method ?? subscription?.default_payment_method ?? customer?.invoice_settings.default_payment_method;
  return id ? state.find('payment_method', id) : undefined;
}

/**
 * One attempt to charge an open invoice, to `card` or to the one that is on file. It counts, whatever its end. `confirmed`: the card's
 * owner has just confirmed the payment.
 */
export function attempt(parts: Parts, invoice: Invoice, given?: Card, confirmed = false): Attempt {
  const { emit } = parts;
  const card = given ?? cardFor(parts, invoice);
  if (!paymentOf(parts, invoice).payment) openPayment(parts, invoice);
  const { payment, intent } = paymentOf(parts, invoice);
  if (!payment || !intent) throw new Error(`invoice ${invoice.id} is ${invoice.status} without a payment`);
  const result = card ? outcome(parts, card, confirmed) : undefined;
  invoice.attempted = true;
  invoice.attempt_count++;
  invoice.next_payment_attempt = null;
  if (card && !result) {
    const charge = addCharge(parts, intent, card);
    Object.assign(intent, {
      status: 'succeeded',
      amount_received: intent.amount,
      latest_charge: charge.id,
      payment_method: card.id,
      last_payment_error: null,
      next_action: null,
    } satisfies Partial<PaymentIntent>);
    Object.assign(payment, { status: 'paid', amount_paid: intent.amount });
    payment.status_transitions.paid_at = charge.created;
    emit('charge.succeeded', charge);
    emit('payment_intent.succeeded', intent);
    emit('invoice_payment.paid', payment);
    markPaid(parts, invoice);
    return { paid: true };
  }
  if (result === 'authenticate') {
    Object.assign(intent, {
      status: 'requires_action',
      payment_method: card?.id ?? null,
      next_action: { type: 'redirect_to_url', redirect_to_url: { url: `${parts.publicUrl()}/confirm/${invoice.id}`, return_url: null } },
    } satisfies Partial<PaymentIntent>);
    emit('payment_intent.requires_action', intent);
    emit('invoice.payment_action_required', invoice);
  } else {
    if (card && result) addCharge(parts, intent, card, result.declined);
    Object.assign(intent, { status: 'requires_payment_method', payment_method: null, next_action: null });
    emit('payment_intent.payment_failed', intent);
  }
  emit('invoice.payment_failed', invoice);
  afterInvoice(parts, invoice);
  if (!card) return { paid: false, noCard: true };
  return result === 'authenticate' || !result ? { paid: false, needsConfirmation: true } : { paid: false, decline: result.declined };
}

function addCharge(parts: Parts, intent: PaymentIntent, card: Card, declined?: Decline): Kinds['charge'] {
  const { state, time, emit } = parts;
  const charge = state.add({
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: declined ? 0 : intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: card.billing_details,
    calculated_statement_descriptor: null,
    captured: !declined,
    created: time.now(intent.customer),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: declined?.code ?? null,
    failure_message: declined?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: !declined,
    payment_intent: intent.id,
    payment_method: card.id,
    payment_method_details: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: declined ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  });
  if (declined) {
    intent.latest_charge = charge.id;
    intent.last_payment_error = {
      type: 'card_error',
      charge: charge.id,
      code: declined.code as NonNullable<PaymentIntent['last_payment_error']>['code'] & string,
      decline_code: declined.declineCode,
      message: declined.message,
      payment_method: card,
    };
    emit('charge.failed', charge);
  }
  return charge;
}

/** Records that nothing of an invoice is left to pay. */
export function markPaid(parts: Parts, invoice: Invoice): void {
  Object.assign(invoice, {
    status: 'paid',
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempted: true,
    next_payment_attempt: null,
    auto_advance: false,
  } satisfies Partial<Invoice>);
  invoice.status_transitions.paid_at = parts.time.now(invoice.customer);
  parts.emit('invoice.paid', invoice);
  parts.emit('invoice.payment_succeeded', invoice);
  afterInvoice(parts, invoice);
}

/** Pays an invoice at the request of the API. Throws StripeRefusal if it cannot be paid, with the reason of the card. */
export function payNow(
  parts: Parts,
  invoice: Invoice,
  { card, outOfBand = false }: { card?: Card | undefined; outOfBand?: boolean } = {},
): Invoice {
  if (invoice.status === 'paid') throw refused('Invoice is already paid', undefined, 'invoice_already_paid');
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw refused(`This invoice can not be paid: it is ${invoice.status}.`, undefined, 'invoice_not_payable');
  if (outOfBand) {
    for (const payment of parts.state.all('invoice_payment'))
      if (payment.invoice === invoice.id && payment.status === 'open') payment.status = 'canceled';
    markPaid(parts, invoice);
    return invoice;
  }
  if (card) {
    const customer = parts.state.must('customer', invoice.customer, 'customer');
    if (card.customer !== customer.id) attach(parts, card, customer);
  }
  const result = attempt(parts, invoice, card);
  if (result.paid) return invoice;
  const { intent } = paymentOf(parts, invoice);
  if (result.decline) throw cardError(result.decline, { payment_intent: structuredClone(intent) });
  if (result.noCard) {
    throw refused(
      'There is no `default_payment_method` set on this Customer or Invoice. Please set a payment method before attempting to pay.',
      undefined,
      'invoice_payment_method_missing',
    );
  }
  throw new StripeRefusal(
    402,
    'This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice.',
    { type: 'card_error', code: 'invoice_payment_intent_requires_action', payment_intent: structuredClone(intent) },
  );
}

/**
 * What an invoice does to its subscription: a failed payment makes it past due (the first one leaves it incomplete), and the payment,
 * voiding or giving up of its latest invoice makes it active again.
 */
export function afterInvoice(parts: Parts, invoice: Invoice): void {
  const { state, emit } = parts;
  const subscription = state.find('subscription', invoice.parent?.subscription_details?.subscription);
  if (!subscription || subscription.status === 'canceled' || subscription.status === 'incomplete_expired') return;
  if (invoice.status === 'paid') applyUpdate(parts, subscription, invoice);
  if (subscription.latest_invoice !== invoice.id) return;
  const before = subscription.status;
  if (invoice.status === 'open' && invoice.attempted && before === 'active' && !subscription.pending_update)
    subscription.status = 'past_due';
  if (invoice.status === 'paid' || invoice.status === 'uncollectible' || (invoice.status === 'void' && before !== 'incomplete'))
    subscription.status = 'active';
  if (invoice.status === 'void' && before === 'incomplete') subscription.status = 'incomplete_expired';
  if (subscription.status !== before) emit('customer.subscription.updated', subscription);
}
