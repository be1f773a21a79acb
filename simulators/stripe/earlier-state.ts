import type { StripeObject } from './types.ts';

/** What objects lack that the first version of the simulator kept, by kind. */
const DEFAULTS: Record<string, (object: Record<string, unknown>) => object> = {
  customer: ({ id }) => ({
    balance: 0,
    currency: null,
    address: null,
    test_clock: null,
    invoice_prefix: String(id).slice(-8).toUpperCase(),
    next_invoice_sequence: 1_001,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
  }),
  price: ({ unit_amount: amount }) => ({ lookup_key: null, nickname: null, unit_amount_decimal: String(amount) }),
  subscription: ({ start_date: start }) => ({
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: start,
    cancel_at: null,
    currency: 'usd',
    default_payment_method: null,
    discounts: [],
    pending_update: null,
    schedule: null,
    test_clock: null,
  }),
  invoice: () => ({
    automatically_finalizes_at: null,
    default_payment_method: null,
    discounts: [],
    next_payment_attempt: null,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    starting_balance: 0,
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  }),
};

/** An object as the simulator keeps it now: demo installations hold objects from before. Cards of that time are gone. */
export function upgraded(object: StripeObject): StripeObject {
  return { ...DEFAULTS[object.object]?.(object as unknown as Record<string, unknown>), ...object } as StripeObject;
}
