import { z } from 'zod';

/**
 * The parameters of each operation, from Stripe's API reference of version 2026-10-28. Other parameters are refused as by
 * Stripe, so that tests detect mistyped ones.
 */
const metadata = z.record(z.string(), z.string()).optional();
const text = z.string();
const count = z.coerce.number().int();
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const expand = z.array(text).optional();
const page = { limit: count.min(1).max(100).optional(), starting_after: text.optional(), ending_before: text.optional(), expand };

export const params = {
  createCustomer: z.strictObject({ name: text.optional(), email: text.optional(), metadata, expand }),
  updateCustomer: z.strictObject({ name: text.optional(), email: text.optional(), metadata, expand }),
  createProduct: z.strictObject({ name: text, description: text.optional(), metadata, expand }),
  createPrice: z.strictObject({
    product: text,
    currency: text.length(3),
    unit_amount: count.min(0),
    recurring: z.strictObject({ interval: z.enum(['day', 'week', 'month', 'year']), interval_count: count.optional() }).optional(),
    lookup_key: text.optional(),
    nickname: text.optional(),
    metadata,
    expand,
  }),
  listPrices: z.strictObject({ lookup_keys: z.array(text).optional(), active: flag.optional(), product: text.optional(), ...page }),
  createCheckoutSession: z.strictObject({
    mode: z.literal('subscription'),
    customer: text,
    client_reference_id: text.optional(),
    line_items: z.array(z.strictObject({ price: text, quantity: count.min(1) })).length(1),
    subscription_data: z.strictObject({ metadata }).optional(),
    success_url: z.url(),
    cancel_url: z.url().optional(),
    metadata,
    expand,
  }),
  listCheckoutSessions: z.strictObject({
    customer: text.optional(),
    status: z.enum(['open', 'complete', 'expired']).optional(),
    ...page,
  }),
  createPortalSession: z.strictObject({ customer: text, return_url: z.url().optional(), expand }),
  listSubscriptions: z.strictObject({ customer: text.optional(), status: text.optional(), ...page }),
  updateSubscription: z.strictObject({ cancel_at_period_end: flag.optional(), metadata, expand }),
  listInvoices: z.strictObject({ customer: text.optional(), subscription: text.optional(), status: text.optional(), ...page }),
  none: z.strictObject({ expand }),
};
