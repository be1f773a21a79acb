import { refused } from './errors.ts';
import type { State } from './state.ts';
import { type Kinds, listOf } from './types.ts';

const DEPTH = 4;

/** Replaces references in an answer by the objects they name, as a request asks with `expand`. Throws StripeRefusal for what is no reference. */
export function expand(state: State, answer: unknown, paths: string[]): unknown {
  for (const path of paths) {
    const parts = path.split('.');
    if (parts.length > DEPTH + (parts[0] === 'data' ? 1 : 0))
      throw refused(`You cannot expand more than ${DEPTH} levels of a property. Property: ${path}`, 'expand');
    expandAt(state, answer, parts, path);
  }
  return answer;
}

function expandAt(state: State, node: unknown, [name, ...rest]: string[], path: string): void {
  if (name === undefined || node === null || node === undefined) return;
  if (Array.isArray(node)) {
    for (const one of node) expandAt(state, one, [name, ...rest], path);
    return;
  }
  const object = node as Record<string, unknown>;
  const found = object[name];
  if (found === undefined) {
    const included = include(state, object, name);
    if (included === undefined) throw refused(`This property cannot be expanded (${path}).`, 'expand');
    object[name] = structuredClone(included);
  } else if (typeof found === 'string') object[name] = clone(state, found);
  else if (Array.isArray(found)) object[name] = found.map((one) => (typeof one === 'string' ? clone(state, one) : one));
  expandAt(state, object[name], rest, path);
}

function clone(state: State, id: string): unknown {
  return structuredClone(state.byId(id)) ?? id;
}

/** What an object only has when it is asked for. */
function include(state: State, object: Record<string, unknown>, name: string): unknown {
  const id = String(object.id);
  switch (`${object.object}.${name}`) {
    case 'invoice.payments':
      return listOf(
        '/v1/invoice_payments',
        state.all('invoice_payment').filter((one) => one.invoice === id),
      );
    case 'invoice.confirmation_secret': {
      const payment = state.all('invoice_payment').find((one) => one.invoice === id);
      const intent = payment && state.find('payment_intent', payment.payment.payment_intent);
      return intent ? { type: 'payment_intent', client_secret: intent.client_secret } : null;
    }
    case 'customer.subscriptions':
      return listOf(
        `/v1/customers/${id}/subscriptions`,
        state.all('subscription').filter((one) => one.customer === id && one.status !== 'canceled'),
      );
    case 'customer.tax_ids':
      return listOf(
        `/v1/customers/${id}/tax_ids`,
        state.all('tax_id').filter((one) => one.customer === id),
      );
    case 'charge.refunds':
      return listOf(
        `/v1/refunds`,
        state.all('refund').filter((one) => one.charge === id),
      );
    case 'checkout.session.line_items':
      return lineItems(state, id);
    default:
      return undefined;
  }
}

/** The prices that a checkout sells. */
function lineItems(state: State, session: string) {
  const items = state.rest.checkouts[session]?.items ?? [];
  return listOf(
    `/v1/checkout/sessions/${session}/line_items`,
    items.map(({ price: id, quantity }, i) => {
      const price = state.find('price', id) as Kinds['price'];
      const amount = (price.unit_amount ?? 0) * quantity;
      return {
        id: `li_${session.slice(-12)}_${i}`,
        object: 'item' as const,
        amount_discount: 0,
        amount_subtotal: amount,
        amount_tax: 0,
        amount_total: amount,
        currency: price.currency,
        description: state.find('product', price.product)?.name ?? null,
        price: structuredClone(price),
        quantity,
      };
    }),
  );
}
