import type Stripe from 'stripe';
import { z } from 'zod';
import { refused } from '../errors.ts';
import {
  cents,
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
import { monthsFrom } from '../time.ts';
import type { Kinds } from '../types.ts';

/** Coupons and promotion codes. */
export const discounts = [
  on(
    'POST',
    '/coupons',
    paramsOf<Stripe.CouponCreateParams>()({
      id: text.optional(),
      name: z.string().max(40).optional(),
      amount_off: cents.min(1).optional(),
      currency: z.string().length(3).toLowerCase().optional(),
      percent_off: z.coerce.number().gt(0).max(100).optional(),
      duration: z.enum(['forever', 'once', 'repeating']).optional(),
      duration_in_months: int.min(1).optional(),
      max_redemptions: int.min(1).optional(),
      redeem_by: seconds.optional(),
      metadata,
    }),
    ({ state, emit, time }, input) => {
      if ((input.amount_off === undefined) === (input.percent_off === undefined))
        throw refused('Specify exactly one of `percent_off` and `amount_off`.', 'percent_off', 'parameter_missing');
      if (input.amount_off !== undefined && !input.currency)
        throw refused('You must pass `currency` when passing `amount_off`.', 'currency', 'parameter_missing');
      if ((input.duration === 'repeating') !== (input.duration_in_months !== undefined))
        throw refused('`duration_in_months` belongs to, and only to, a `duration` of `repeating`.', 'duration_in_months');
      if (input.id && state.find('coupon', input.id)) throw refused('Coupon already exists.', 'id', 'resource_already_exists');
      const coupon = state.add({
        id: input.id ?? newId('coupon'),
        object: 'coupon',
        amount_off: input.amount_off ?? null,
        created: time.now(),
        currency: input.currency ?? null,
        duration: input.duration ?? 'once',
        duration_in_months: input.duration_in_months ?? null,
        livemode: false,
        max_redemptions: input.max_redemptions ?? null,
        metadata: mergedMetadata(null, input.metadata),
        name: input.name ?? null,
        percent_off: input.percent_off ?? null,
        redeem_by: input.redeem_by ?? null,
        times_redeemed: 0,
        valid: true,
      });
      emit('coupon.created', coupon);
      return coupon;
    },
  ),
  on('GET', '/coupons/:id', nothing, ({ state }, _input, id) => state.must('coupon', id)),
  on('GET', '/coupons', paramsOf<Stripe.CouponListParams>()({ created, ...pageShape }), ({ state }, input) =>
    listed(
      '/v1/coupons',
      input,
      state.all('coupon').filter((one) => within(one.created, input.created)),
    ),
  ),
  on('DELETE', '/coupons/:id', nothing, ({ state, emit }, _input, id) => {
    const coupon = state.must('coupon', id);
    coupon.valid = false;
    state.remove(coupon);
    emit('coupon.deleted', coupon);
    return { id, object: 'coupon', deleted: true };
  }),
  on(
    'POST',
    '/promotion_codes',
    paramsOf<Stripe.PromotionCodeCreateParams>()({
      promotion: z.strictObject({ type: z.literal('coupon'), coupon: text }),
      code: z
        .string()
        .regex(/^[a-zA-Z0-9-]+$/)
        .optional(),
      active: flag.optional(),
      customer: text.optional(),
      expires_at: seconds.optional(),
      max_redemptions: int.min(1).optional(),
      metadata,
    }),
    ({ state, emit, time }, input) => {
      state.must('coupon', input.promotion.coupon, 'promotion[coupon]');
      if (input.customer) state.must('customer', input.customer, 'customer');
      const code = input.code ?? newId('X').slice(2, 10).toUpperCase();
      const taken = state.all('promotion_code').some((one) => one.active && one.code.toLowerCase() === code.toLowerCase());
      if (taken) throw refused('An active promotion code with that code already exists.', 'code', 'resource_already_exists');
      const promotion = state.add({
        id: newId('promo'),
        object: 'promotion_code',
        active: input.active ?? true,
        code,
        created: time.now(),
        customer: input.customer ?? null,
        customer_account: null,
        expires_at: input.expires_at ?? null,
        livemode: false,
        max_redemptions: input.max_redemptions ?? null,
        metadata: mergedMetadata(null, input.metadata),
        promotion: { type: 'coupon', coupon: input.promotion.coupon },
        restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null },
        times_redeemed: 0,
      });
      emit('promotion_code.created', promotion);
      return promotion;
    },
  ),
  on('GET', '/promotion_codes/:id', nothing, ({ state }, _input, id) => state.must('promotion_code', id)),
  on(
    'GET',
    '/promotion_codes',
    paramsOf<Stripe.PromotionCodeListParams>()({
      active: flag.optional(),
      code: text.optional(),
      coupon: text.optional(),
      customer: text.optional(),
      created,
      ...pageShape,
    }),
    ({ state }, input) =>
      listed(
        '/v1/promotion_codes',
        input,
        state
          .all('promotion_code')
          .filter(
            (one) =>
              matches(one, { active: input.active, customer: input.customer }) &&
              (input.code === undefined || one.code.toLowerCase() === input.code.toLowerCase()) &&
              (input.coupon === undefined || one.promotion.coupon === input.coupon) &&
              within(one.created, input.created),
          ),
      ),
  ),
  on(
    'POST',
    '/promotion_codes/:id',
    paramsOf<Stripe.PromotionCodeUpdateParams>()({ active: flag.optional(), metadata }),
    ({ state, emit }, input, id) => {
      const promotion = state.must('promotion_code', id);
      if (input.active !== undefined) promotion.active = input.active;
      promotion.metadata = mergedMetadata(promotion.metadata, input.metadata);
      emit('promotion_code.updated', promotion);
      return promotion;
    },
  ),
];

/** How a request names a discount. */
export const discountParams = z.array(
  z.strictObject({ coupon: text.optional(), promotion_code: text.optional(), discount: text.optional() }),
);
type Wanted = z.output<typeof discountParams>[number];

/**
 * Gives a customer's subscription or invoice the discounts that a request names. Throws StripeRefusal for a coupon or code that is
 * unknown, used up, expired or another customer's.
 */
export function redeem(parts: Parts, customer: string, wanted: Wanted[], subscription: string | null): Kinds['discount'][] {
  const { state, time } = parts;
  return wanted.map((one, i) => {
    if (one.discount) return state.must('discount', one.discount, `discounts[${i}][discount]`);
    const now = time.now(customer);
    const promotion = one.promotion_code ? usable(parts, one.promotion_code, customer, `discounts[${i}][promotion_code]`) : undefined;
    const coupon = state.must('coupon', promotion ? promotion.promotion.coupon : one.coupon, `discounts[${i}][coupon]`);
    const isUsedUp = coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions;
    if (isUsedUp || (coupon.redeem_by !== null && coupon.redeem_by < now))
      throw refused(`Coupon expired: ${coupon.id}`, `discounts[${i}][coupon]`, 'coupon_expired');
    coupon.times_redeemed++;
    if (promotion) promotion.times_redeemed++;
    const discount = state.add({
      id: newId('di'),
      object: 'discount',
      checkout_session: null,
      customer,
      customer_account: null,
      end: coupon.duration === 'repeating' ? monthsFrom(now, coupon.duration_in_months ?? 1) : null,
      invoice: null,
      invoice_item: null,
      promotion_code: promotion?.id ?? null,
      source: { type: 'coupon', coupon: coupon.id },
      start: now,
      subscription,
      subscription_item: null,
    });
    parts.emit('customer.discount.created', discount);
    return discount;
  });
}

/** The active promotion code with an id. Throws StripeRefusal if it may not be used by this customer. */
function usable({ state, time }: Parts, id: string, customer: string, param: string): Kinds['promotion_code'] {
  const promotion = state.must('promotion_code', id, param);
  const isOver = promotion.expires_at !== null && promotion.expires_at < time.now(customer);
  const isUsedUp = promotion.max_redemptions !== null && promotion.times_redeemed >= promotion.max_redemptions;
  if (!promotion.active || isOver || isUsedUp || (promotion.customer !== null && promotion.customer !== customer))
    throw refused('This promotion code cannot be redeemed because it is inactive, expired, used up or not for this customer.', param);
  return promotion;
}
