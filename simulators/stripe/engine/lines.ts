import { roundCents, share, spread } from '../money.ts';
import type { Parts } from '../parts.ts';
import { newId, type State } from '../state.ts';
import { type Invoice, type InvoiceItem, type Line, listOf, type Price } from '../types.ts';

/** What a new line says; the rest follows. */
export interface NewLine {
  amount: number;
  currency: string;
  description: string | null;
  period: { start: number; end: number };
  parent: Line['parent'];
  subscription: string | null;
  price?: Price | undefined;
  quantity?: number;
  unitAmountDecimal?: string | null | undefined;
  discountable?: boolean;
  metadata?: Record<string, string>;
}

/** A line of an invoice, with an id of its own. */
export function newLine(invoice: Invoice | { id: null }, fields: NewLine): Line {
  const { price, quantity = 1 } = fields;
  return {
    id: newId('il'),
    object: 'line_item',
    amount: fields.amount,
    currency: fields.currency,
    description: fields.description,
    discount_amounts: [],
    discountable: fields.discountable ?? true,
    discounts: [],
    invoice: invoice.id,
    livemode: false,
    metadata: fields.metadata ?? {},
    parent: fields.parent,
    period: fields.period,
    pretax_credit_amounts: [],
    pricing: price
      ? {
          type: 'price_details',
          price_details: { price: price.id, product: price.product },
          unit_amount_decimal: fields.unitAmountDecimal ?? price.unit_amount_decimal,
        }
      : null,
    quantity,
    quantity_decimal: String(quantity),
    subscription: fields.subscription,
    subtotal: fields.amount,
    taxes: [],
  };
}

/** The line that an invoice item becomes on an invoice. */
export function lineOfItem(invoice: Invoice, item: InvoiceItem): Line {
  const details = item.parent?.subscription_details;
  const common = { invoice_item: item.id, proration: item.proration, proration_details: item.proration ? { credited_items: null } : null };
  return {
    ...newLine(invoice, {
      amount: item.amount,
      currency: item.currency,
      description: item.description,
      period: item.period,
      quantity: item.quantity,
      discountable: item.discountable,
      metadata: item.metadata ?? {},
      subscription: details?.subscription ?? null,
      parent: details?.subscription_item
        ? {
            type: 'subscription_item_details',
            invoice_item_details: null,
            subscription_item_details: { ...common, subscription: details.subscription, subscription_item: details.subscription_item },
          }
        : {
            type: 'invoice_item_details',
            invoice_item_details: { ...common, subscription: details?.subscription ?? null },
            subscription_item_details: null,
          },
    }),
    pricing: item.pricing,
    discounts: [...(item.discounts ?? [])],
  };
}

/** The name of a price's product. */
export function productName(state: State, price: Price): string {
  return state.find('product', price.product)?.name ?? price.id;
}

/** What a price asks for a quantity, in cents. */
export function amountOf(price: Price, quantity: number): number {
  return roundCents(Number(price.unit_amount_decimal ?? price.unit_amount ?? 0) * quantity);
}

/**
 * Sums up an invoice: lines, discounts, total, what the customer's credit pays, and what is due. Percentages are taken one after the
 * other from what the earlier ones left, fixed amounts are spread over the lines.
 */
export function sumUp({ state }: Parts, invoice: Invoice): void {
  const lines = invoice.lines.data;
  for (const line of lines) {
    line.discount_amounts = [];
    for (const id of line.discounts) addDiscount(state, [line], id);
  }
  for (const id of invoice.discounts) addDiscount(state, lines, id);
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const byDiscount = new Map<string, number>();
  for (const line of lines)
    for (const { amount, discount } of line.discount_amounts ?? []) byDiscount.set(discount, (byDiscount.get(discount) ?? 0) + amount);
  invoice.total_discount_amounts = [...byDiscount].map(([discount, amount]) => ({ amount, discount }));
  const total = subtotal - [...byDiscount.values()].reduce((sum, amount) => sum + amount, 0);
  const due = Math.max(0, total + invoice.starting_balance) - invoice.pre_payment_credit_notes_amount;
  Object.assign(invoice, {
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_excluding_tax: total,
    amount_due: due,
    amount_remaining: due - invoice.amount_paid,
  });
  invoice.lines = listOf(`/v1/invoices/${invoice.id}/lines`, lines);
}

function addDiscount(state: State, all: Line[], id: string): void {
  const coupon = state.find('coupon', state.find('discount', id)?.source.coupon);
  if (!coupon) return;
  const lines = all.filter((line) => line.discountable && line.amount > 0);
  const left = lines.map((line) => line.amount - (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0));
  const fixed = Math.min(
    coupon.amount_off ?? 0,
    left.reduce((sum, amount) => sum + amount, 0),
  );
  const amounts =
    coupon.percent_off === null
      ? spread(fixed, left)
      : left.map((amount) => share(amount, Math.round((coupon.percent_off ?? 0) * 1e4), 1e6));
  lines.forEach((line, i) => {
    line.discount_amounts?.push({ amount: amounts[i] ?? 0, discount: id });
  });
}

/** What a line costs after its discounts. */
export const netOf = (line: Line) => line.amount - (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
