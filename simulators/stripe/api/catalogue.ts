import type Stripe from 'stripe';
import { z } from 'zod';
import { refused } from '../errors.ts';
import {
  cents,
  created,
  decimal,
  emptyable,
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
  text,
  within,
} from '../operation.ts';
import { newId } from '../state.ts';

const recurring = z.strictObject({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: int.min(1).max(36).optional(),
  usage_type: z.enum(['licensed', 'metered']).optional(),
  meter: text.optional(),
});

/** Products and prices. */
export const catalogue = [
  on(
    'POST',
    '/products',
    paramsOf<Stripe.ProductCreateParams>()({
      id: text.optional(),
      name: text.min(1),
      description: text.optional(),
      active: flag.optional(),
      statement_descriptor: z.string().min(5).max(22).optional(),
      tax_code: text.optional(),
      unit_label: z.string().max(12).optional(),
      metadata,
    }),
    ({ state, emit, time }, input) => {
      if (input.id && state.find('product', input.id)) throw refused(`Product already exists.`, 'id', 'resource_already_exists');
      const product = state.add({
        id: input.id ?? newId('prod'),
        object: 'product',
        active: input.active ?? true,
        created: time.now(),
        default_price: null,
        description: input.description ?? null,
        images: [],
        livemode: false,
        marketing_features: [],
        metadata: mergedMetadata(null, input.metadata),
        name: input.name,
        package_dimensions: null,
        shippable: null,
        statement_descriptor: input.statement_descriptor ?? null,
        tax_code: input.tax_code ?? null,
        tax_details: null,
        type: 'service',
        unit_label: input.unit_label ?? null,
        updated: time.now(),
        url: null,
      });
      emit('product.created', product);
      return product;
    },
  ),
  on('GET', '/products/:id', nothing, ({ state }, _input, id) => state.must('product', id)),
  on(
    'GET',
    '/products',
    paramsOf<Stripe.ProductListParams>()({ active: flag.optional(), ids: z.array(text).optional(), created, ...pageShape }),
    ({ state }, input) =>
      listed(
        '/v1/products',
        input,
        state
          .all('product')
          .filter(
            (one) => matches(one, { active: input.active }) && within(one.created, input.created) && (input.ids?.includes(one.id) ?? true),
          ),
      ),
  ),
  on(
    'POST',
    '/products/:id',
    paramsOf<Stripe.ProductUpdateParams>()({
      name: text.min(1).optional(),
      description: emptyable(text).optional(),
      active: flag.optional(),
      default_price: text.optional(),
      tax_code: emptyable(text).optional(),
      unit_label: emptyable(text).optional(),
      metadata,
    }),
    ({ state, emit, time }, { metadata: change, expand: _expand, ...input }, id) => {
      const product = state.must('product', id);
      if (input.default_price) state.must('price', input.default_price, 'default_price');
      Object.assign(product, input, { metadata: mergedMetadata(product.metadata, change), updated: time.now() });
      emit('product.updated', product);
      return product;
    },
  ),
  on(
    'POST',
    '/prices',
    paramsOf<Stripe.PriceCreateParams>()({
      product: text,
      currency: z.string().length(3).toLowerCase(),
      unit_amount: cents.min(0).optional(),
      unit_amount_decimal: decimal.optional(),
      active: flag.optional(),
      billing_scheme: z.literal('per_unit').optional(),
      recurring: recurring.optional(),
      lookup_key: z.string().max(200).optional(),
      transfer_lookup_key: flag.optional(),
      tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
      nickname: text.optional(),
      metadata,
    }),
    ({ state, emit, time }, input) => {
      state.must('product', input.product, 'product');
      if ((input.unit_amount === undefined) === (input.unit_amount_decimal === undefined))
        throw refused('Specify exactly one of `unit_amount` and `unit_amount_decimal`.', 'unit_amount', 'parameter_missing');
      if (input.recurring?.meter) {
        state.must('billing.meter', input.recurring.meter, 'recurring[meter]');
        if (input.recurring.usage_type !== 'metered')
          throw refused('You can only set `meter` when `usage_type` is `metered`.', 'recurring[meter]');
      } else if (input.recurring?.usage_type === 'metered') {
        throw refused('Metered prices must be backed by a meter: set `recurring[meter]`.', 'recurring[meter]', 'parameter_missing');
      }
      freeLookupKey(state.all('price'), input.lookup_key, input.transfer_lookup_key);
      const exact = input.unit_amount_decimal ?? String(input.unit_amount);
      const price = state.add({
        id: newId('price'),
        object: 'price',
        active: input.active ?? true,
        billing_scheme: 'per_unit',
        created: time.now(),
        currency: input.currency,
        custom_unit_amount: null,
        livemode: false,
        lookup_key: input.lookup_key ?? null,
        metadata: mergedMetadata(null, input.metadata),
        nickname: input.nickname ?? null,
        product: input.product,
        recurring: input.recurring
          ? {
              interval: input.recurring.interval,
              interval_count: input.recurring.interval_count ?? 1,
              meter: input.recurring.meter ?? null,
              trial_period_days: null,
              usage_type: input.recurring.usage_type ?? 'licensed',
            }
          : null,
        tax_behavior: input.tax_behavior ?? 'unspecified',
        tiers_mode: null,
        transform_quantity: null,
        type: input.recurring ? 'recurring' : 'one_time',
        unit_amount: Number.isInteger(Number(exact)) ? Number(exact) : null,
        unit_amount_decimal: exact,
      });
      emit('price.created', price);
      return price;
    },
  ),
  on('GET', '/prices/:id', nothing, ({ state }, _input, id) => state.must('price', id)),
  on(
    'GET',
    '/prices',
    paramsOf<Stripe.PriceListParams>()({
      lookup_keys: z.array(text).max(10).optional(),
      active: flag.optional(),
      product: text.optional(),
      currency: text.optional(),
      type: z.enum(['one_time', 'recurring']).optional(),
      created,
      ...pageShape,
    }),
    ({ state }, input) =>
      listed(
        '/v1/prices',
        input,
        state
          .all('price')
          .filter(
            (price) =>
              (input.lookup_keys?.includes(String(price.lookup_key)) ?? true) &&
              matches(price, { active: input.active, product: input.product, currency: input.currency, type: input.type }) &&
              within(price.created, input.created),
          ),
      ),
  ),
  on(
    'POST',
    '/prices/:id',
    paramsOf<Stripe.PriceUpdateParams>()({
      active: flag.optional(),
      lookup_key: z.string().max(200).optional(),
      transfer_lookup_key: flag.optional(),
      nickname: text.optional(),
      tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
      metadata,
    }),
    ({ state, emit }, { transfer_lookup_key: transfer, metadata: change, expand: _expand, ...input }, id) => {
      const price = state.must('price', id);
      freeLookupKey(
        state.all('price').filter((one) => one !== price),
        input.lookup_key,
        transfer,
      );
      Object.assign(price, input, { metadata: mergedMetadata(price.metadata, change) });
      if (input.lookup_key === '') price.lookup_key = null;
      emit('price.updated', price);
      return price;
    },
  ),
];

/** Takes a lookup key from the price that has it, if that is asked for. Throws StripeRefusal if another price has it. */
function freeLookupKey(prices: { id: string; lookup_key: string | null }[], key: string | undefined, transfer: boolean | undefined): void {
  const holder = key ? prices.find((price) => price.lookup_key === key) : undefined;
  if (!holder) return;
  if (!transfer) {
    throw refused(
      `A price (\`${holder.id}\`) already uses that lookup key. You may set \`transfer_lookup_key\` to true to move it to this price.`,
      'lookup_key',
    );
  }
  holder.lookup_key = null;
}
