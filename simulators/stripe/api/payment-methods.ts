import type Stripe from 'stripe';
import { z } from 'zod';
import { attach, cardOf } from '../engine/cards.ts';
import { refused } from '../errors.ts';
import { listed, mergedMetadata, metadata, nothing, on, pageShape, paramsOf, text } from '../operation.ts';
import type { Parts } from '../parts.ts';

/** Cards. Numbers are only entered on pages; the API knows the test cards by name (`pm_card_visa`). */
export const paymentMethods = [
  on('GET', '/payment_methods/:id', nothing, ({ state }, _input, id) => state.must('payment_method', id)),
  on(
    'GET',
    '/payment_methods',
    paramsOf<Stripe.PaymentMethodListParams>()({ customer: text, type: z.literal('card').optional(), ...pageShape }),
    ({ state }, input) => {
      state.must('customer', input.customer, 'customer');
      return listed('/v1/payment_methods', input, cardsOf({ state }, input.customer));
    },
  ),
  on(
    'GET',
    '/customers/:id/payment_methods',
    paramsOf<Stripe.CustomerListPaymentMethodsParams>()({ type: z.literal('card').optional(), ...pageShape }),
    ({ state }, input, id) => {
      state.must('customer', id);
      return listed(`/v1/customers/${id}/payment_methods`, input, cardsOf({ state }, id));
    },
  ),
  on('POST', '/payment_methods/:id', paramsOf<Stripe.PaymentMethodUpdateParams>()({ metadata }), ({ state, emit }, input, id) => {
    const card = state.must('payment_method', id);
    card.metadata = mergedMetadata(card.metadata, input.metadata);
    emit('payment_method.updated', card);
    return card;
  }),
  on('POST', '/payment_methods/:id/attach', paramsOf<Stripe.PaymentMethodAttachParams>()({ customer: text }), (parts, input, id) => {
    const customer = parts.state.must('customer', input.customer, 'customer');
    const card = cardOf(parts, id, 'id');
    attach(parts, card, customer);
    return card;
  }),
  on('POST', '/payment_methods/:id/detach', nothing, ({ state, emit }, _input, id) => {
    const card = state.must('payment_method', id);
    const customer = state.find('customer', card.customer);
    if (!customer) throw refused('The payment method you provided is not attached to a customer so detachment is impossible.');
    if (customer.invoice_settings.default_payment_method === id) customer.invoice_settings.default_payment_method = null;
    for (const subscription of state.all('subscription'))
      if (subscription.default_payment_method === id) subscription.default_payment_method = null;
    card.customer = null;
    emit('payment_method.detached', card);
    return card;
  }),
];

/** The cards of a customer, newest first. */
export function cardsOf({ state }: Pick<Parts, 'state'>, customer: string) {
  return state.all('payment_method').filter((card) => card.customer === customer);
}
