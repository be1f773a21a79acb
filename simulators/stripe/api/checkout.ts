import type Stripe from 'stripe';
import { z } from 'zod';
import { expireCheckout, type Session } from '../engine/checkout.ts';
import { refused } from '../errors.ts';
import {
  created,
  flag,
  int,
  listed,
  matches,
  mergedMetadata,
  metadata,
  nothing,
  on,
  pageShape,
  paramsOf,
  seconds,
  text,
  within,
} from '../operation.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import { DAY, laterBy } from '../time.ts';

const MINIMUM_LIFE_SECONDS = 30 * 60;
const automatic = z.enum(['auto', 'never']).optional();
const createParams = paramsOf<Stripe.Checkout.SessionCreateParams>()({
  mode: z.literal('subscription'),
  customer: text,
  client_reference_id: z.string().max(200).optional(),
  line_items: z
    .array(z.strictObject({ price: text, quantity: int.min(1).optional() }))
    .min(1)
    .max(20),
  allow_promotion_codes: flag.optional(),
  discounts: z
    .array(z.strictObject({ coupon: text.optional(), promotion_code: text.optional() }))
    .max(1)
    .optional(),
  automatic_tax: z.strictObject({ enabled: flag }).optional(),
  tax_id_collection: z.strictObject({ enabled: flag, required: z.enum(['if_supported', 'never']).optional() }).optional(),
  customer_update: z.strictObject({ address: automatic, name: automatic, shipping: automatic }).optional(),
  billing_address_collection: z.enum(['auto', 'required']).optional(),
  payment_method_collection: z.enum(['always', 'if_required']).optional(),
  subscription_data: z
    .strictObject({
      metadata,
      billing_cycle_anchor: seconds.optional(),
      proration_behavior: z.enum(['create_prorations', 'none']).optional(),
      description: z.string().max(500).optional(),
    })
    .optional(),
  expires_at: seconds.optional(),
  locale: text.optional(),
  success_url: z.url(),
  cancel_url: z.url().optional(),
  metadata,
});

/** Checkout: pages on which a subscription is bought. */
export const checkout = [
  on('POST', '/checkout/sessions', createParams, create),
  on(
    'GET',
    '/checkout/sessions',
    paramsOf<Stripe.Checkout.SessionListParams>()({
      customer: text.optional(),
      subscription: text.optional(),
      status: z.enum(['open', 'complete', 'expired']).optional(),
      created,
      ...pageShape,
    }),
    ({ state }, input) =>
      listed(
        '/v1/checkout/sessions',
        input,
        state
          .all('checkout.session')
          .filter(
            (one) =>
              matches(one, { customer: input.customer, status: input.status, subscription: input.subscription }) &&
              within(one.created, input.created),
          ),
      ),
  ),
  on('POST', '/checkout/sessions/:id/expire', nothing, (parts, _input, id) =>
    expireCheckout(parts, parts.state.must('checkout.session', id)),
  ),
  on('GET', '/checkout/sessions/:id', nothing, ({ state }, _input, id) => state.must('checkout.session', id)),
];

function create(parts: Parts, input: z.output<typeof createParams>): Session {
  const { state, time, publicUrl } = parts;
  const customer = state.must('customer', input.customer, 'customer');
  const prices = input.line_items.map(({ price }, i) => state.must('price', price, `line_items[${i}][price]`));
  const now = time.now(customer);
  const [first] = prices;
  if (!prices.some((price) => price.recurring))
    throw refused('You must provide at least one recurring price in `subscription` mode when using prices.', 'line_items');
  for (const [i, price] of prices.entries())
    if (!price.active) throw refused('The price specified is inactive. This field only accepts active prices.', `line_items[${i}][price]`);
  if (input.discounts && input.allow_promotion_codes)
    throw refused('You may only specify one of these parameters: allow_promotion_codes, discounts.', 'allow_promotion_codes');
  for (const [i, { coupon, promotion_code: promotion }] of (input.discounts ?? []).entries()) {
    if (coupon) state.must('coupon', coupon, `discounts[${i}][coupon]`);
    if (promotion) state.must('promotion_code', promotion, `discounts[${i}][promotion_code]`);
  }
  if (input.tax_id_collection?.enabled && input.customer_update?.name !== 'auto')
    throw refused(
      'Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.',
      'customer_update[name]',
    );
  if (input.automatic_tax?.enabled && !customer.address && input.customer_update?.address !== 'auto')
    throw refused(
      'Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set `customer_update[address]` to `auto`.',
      'customer_update[address]',
    );
  const expires = input.expires_at ?? now + DAY;
  if (expires < now + MINIMUM_LIFE_SECONDS || expires > now + DAY)
    throw refused('The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.', 'expires_at');
  const { billing_cycle_anchor: anchor } = input.subscription_data ?? {};
  if (anchor !== undefined && (anchor <= now || anchor > laterBy(now, first?.recurring ?? { interval: 'month' })))
    throw refused(
      '`billing_cycle_anchor` must be in the future and not after the end of the first full period.',
      'subscription_data[billing_cycle_anchor]',
    );
  const total = prices.reduce((sum, price, i) => sum + (price.unit_amount ?? 0) * (input.line_items[i]?.quantity ?? 1), 0);
  const id = newId('cs_test');
  state.rest.checkouts[id] = {
    items: input.line_items.map(({ price, quantity = 1 }) => ({ price, quantity })),
    metadata: mergedMetadata(null, input.subscription_data?.metadata),
    anchor,
    prorates: input.subscription_data?.proration_behavior !== 'none',
    description: input.subscription_data?.description,
    updatesAddress: input.customer_update?.address === 'auto',
    updatesName: input.customer_update?.name === 'auto',
  };
  return state.add({
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: input.allow_promotion_codes ?? null,
    allowed_payment_method_types: null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: {
      enabled: input.automatic_tax?.enabled ?? false,
      liability: null,
      provider: null,
      status: input.automatic_tax?.enabled ? 'requires_location_inputs' : null,
    },
    billing_address_collection: input.billing_address_collection ?? null,
    cancel_url: input.cancel_url ?? null,
    client_reference_id: input.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now,
    currency: first?.currency ?? null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: customer.id,
    customer_account: null,
    customer_creation: null,
    customer_details: {
      address: null,
      business_name: null,
      email: customer.email,
      individual_name: null,
      name: null,
      phone: null,
      tax_exempt: 'none',
      tax_ids: null,
    },
    customer_email: null,
    discounts:
      input.discounts?.map(({ coupon, promotion_code: promotion }) => ({ coupon: coupon ?? null, promotion_code: promotion ?? null })) ??
      [],
    expires_at: expires,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: (input.locale ?? null) as Session['locale'],
    managed_payments: null,
    metadata: mergedMetadata(null, input.metadata),
    mode: 'subscription',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: input.payment_method_collection ?? 'always',
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: input.success_url,
    tax_id_collection: { enabled: input.tax_id_collection?.enabled ?? false, required: input.tax_id_collection?.required ?? 'never' },
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${publicUrl()}/checkout/${id}`,
    wallet_options: null,
  });
}
