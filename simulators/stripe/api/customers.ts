import type Stripe from 'stripe';
import { z } from 'zod';
import { addToBalance } from '../engine/balance.ts';
import { attach, cardOf } from '../engine/cards.ts';
import { cancel } from '../engine/subscriptions.ts';
import { refused } from '../errors.ts';
import {
  address,
  cents,
  created,
  emptyable,
  listed,
  matches,
  mergedMetadata,
  metadata,
  nothing,
  on,
  pageShape,
  paramsOf,
  text,
  within,
} from '../operation.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import type { Customer } from '../types.ts';

const email = z.union([z.literal(''), z.email('is not an email address')]).optional();
const shared = {
  name: z.string().max(256).optional(),
  email,
  description: text.optional(),
  phone: text.optional(),
  address: emptyable(address).optional(),
  balance: cents.optional(),
  tax_exempt: z.enum(['exempt', 'none', 'reverse']).optional(),
  preferred_locales: z.array(text).optional(),
  invoice_settings: z.strictObject({ default_payment_method: text.optional() }).optional(),
  metadata,
};
const taxId = z.strictObject({ type: text, value: text });

/** Customers with their tax ids and their credit. */
export const customers = [
  on(
    'POST',
    '/customers',
    paramsOf<Stripe.CustomerCreateParams>()({
      ...shared,
      payment_method: text.optional(),
      test_clock: text.optional(),
      tax_id_data: z.array(taxId).max(5).optional(),
    }),
    (parts, input) => {
      const { state, emit, time } = parts;
      const { test_clock: clock = null } = input;
      if (clock) state.must('test_helpers.test_clock', clock, 'test_clock');
      const customer = state.add({
        id: newId('cus'),
        object: 'customer',
        address: null,
        balance: 0,
        created: time.now(),
        currency: null,
        customer_account: null,
        default_source: null,
        delinquent: false,
        description: null,
        discount: null,
        email: null,
        invoice_prefix: newId('X').slice(2, 10).toUpperCase(),
        invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
        livemode: false,
        metadata: {},
        name: null,
        next_invoice_sequence: 1,
        phone: null,
        preferred_locales: [],
        shipping: null,
        tax_exempt: 'none',
        test_clock: clock,
      });
      customer.created = time.now(customer);
      change(parts, customer, input);
      for (const one of input.tax_id_data ?? []) addTaxId(parts, customer, one);
      if (input.payment_method) attach(parts, cardOf(parts, input.payment_method, 'payment_method'), customer);
      emit('customer.created', customer);
      return customer;
    },
  ),
  on('GET', '/customers/:id', nothing, ({ state }, _input, id) => {
    const deleted = state.rest.deletedCustomers.includes(id);
    return deleted ? { id, object: 'customer', deleted: true } : state.must('customer', id);
  }),
  on(
    'GET',
    '/customers',
    paramsOf<Stripe.CustomerListParams>()({ email: text.optional(), test_clock: text.optional(), created, ...pageShape }),
    ({ state }, input) =>
      listed(
        '/v1/customers',
        input,
        state
          .all('customer')
          .filter(
            (one) =>
              matches(one, { email: input.email }) &&
              (one.test_clock ?? null) === (input.test_clock ?? null) &&
              within(one.created, input.created),
          ),
      ),
  ),
  on('POST', '/customers/:id', paramsOf<Stripe.CustomerUpdateParams>()(shared), (parts, input, id) => {
    const customer = change(parts, parts.state.must('customer', id), input);
    parts.emit('customer.updated', customer);
    return customer;
  }),
  on('DELETE', '/customers/:id', nothing, (parts, _input, id) => {
    const { state, emit } = parts;
    const customer = state.must('customer', id);
    for (const one of state.all('subscription'))
      if (one.customer === id && one.status !== 'canceled' && one.status !== 'incomplete_expired') cancel(parts, one);
    state.remove(customer);
    state.rest.deletedCustomers.push(id);
    emit('customer.deleted', customer);
    return { id, object: 'customer', deleted: true };
  }),
  on('POST', '/customers/:id/tax_ids', paramsOf<Stripe.CustomerCreateTaxIdParams>()({ type: text, value: text }), (parts, input, id) =>
    addTaxId(parts, parts.state.must('customer', id), input),
  ),
  on('GET', '/customers/:id/tax_ids', paramsOf<Stripe.CustomerListTaxIdsParams>()(pageShape), ({ state }, input, id) => {
    state.must('customer', id);
    return listed(
      `/v1/customers/${id}/tax_ids`,
      input,
      state.all('tax_id').filter((one) => one.customer === id),
    );
  }),
  on('DELETE', '/customers/:id/tax_ids/:id', nothing, ({ state, emit }, _input, id, taxIdId) => {
    const found = state.must('tax_id', taxIdId);
    if (found.customer !== id) state.must('tax_id', '');
    state.remove(found);
    emit('customer.tax_id.deleted', found);
    return { id: taxIdId, object: 'tax_id', deleted: true };
  }),
  on(
    'POST',
    '/customers/:id/balance_transactions',
    paramsOf<Stripe.CustomerCreateBalanceTransactionParams>()({
      amount: cents,
      currency: z.string().length(3).toLowerCase(),
      description: z.string().max(350).optional(),
      metadata,
    }),
    (parts, input, id) => {
      const customer = parts.state.must('customer', id);
      if (customer.currency && customer.currency !== input.currency)
        throw refused(`The customer's currency is ${customer.currency}; a transaction in ${input.currency} is not possible.`, 'currency');
      return addToBalance(parts, customer, input.amount, 'adjustment', {
        currency: input.currency,
        description: input.description ?? null,
        metadata: mergedMetadata(null, input.metadata),
      });
    },
  ),
  on(
    'GET',
    '/customers/:id/balance_transactions',
    paramsOf<Stripe.CustomerListBalanceTransactionsParams>()({ invoice: text.optional(), created, ...pageShape }),
    ({ state }, input, id) => {
      state.must('customer', id);
      return listed(
        `/v1/customers/${id}/balance_transactions`,
        input,
        state
          .all('customer_balance_transaction')
          .filter((one) => one.customer === id && matches(one, { invoice: input.invoice }) && within(one.created, input.created)),
      );
    },
  ),
];

type Change = z.output<z.ZodObject<typeof shared>>;

function change(
  parts: Parts,
  customer: Customer,
  { address: given, balance, invoice_settings: settings, metadata: more, ...input }: Change,
): Customer {
  const { state } = parts;
  const card = settings?.default_payment_method;
  if (card && state.must('payment_method', card, 'invoice_settings[default_payment_method]').customer !== customer.id) {
    throw refused(
      `The customer does not have a payment method with the ID ${card}. The payment method must be attached to the customer.`,
      'invoice_settings[default_payment_method]',
      'resource_missing',
    );
  }
  const { name, email: mail, description, phone, tax_exempt: exempt, preferred_locales: locales } = input;
  if (name !== undefined) customer.name = name || null;
  if (mail !== undefined) customer.email = mail || null;
  if (description !== undefined) customer.description = description || null;
  if (phone !== undefined) customer.phone = phone || null;
  if (exempt !== undefined) customer.tax_exempt = exempt;
  if (locales !== undefined) customer.preferred_locales = locales;
  if (given === null) customer.address = null;
  if (given)
    customer.address = {
      ...(customer.address ?? NOWHERE),
      ...Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value || null])),
    };
  if (card !== undefined) customer.invoice_settings.default_payment_method = card || null;
  customer.metadata = mergedMetadata(customer.metadata, more);
  if (balance !== undefined && balance !== customer.balance) addToBalance(parts, customer, balance - customer.balance, 'adjustment');
  return customer;
}

const NOWHERE = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

/** Gives a customer a tax id. Throws StripeRefusal where a European VAT number does not have the form of one. */
export function addTaxId({ state, emit, time }: Parts, customer: Customer, { type, value }: { type: string; value: string }) {
  if (type === 'eu_vat' && !/^[A-Z]{2}[A-Z0-9+*]{2,12}$/.test(value)) throw refused('Invalid value for eu_vat.', 'value', 'tax_id_invalid');
  const taxId = state.add({
    id: newId('txi'),
    object: 'tax_id',
    country: /^[A-Z]{2}/.test(value) ? value.slice(0, 2) : null,
    created: time.now(customer),
    customer: customer.id,
    customer_account: null,
    livemode: false,
    owner: { type: 'customer', customer: customer.id, customer_account: null },
    type,
    value,
    verification: { status: 'pending', verified_address: null, verified_name: null },
  });
  emit('customer.tax_id.created', taxId);
  return taxId;
}
