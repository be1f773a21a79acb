import type { z } from 'zod';
import type { Billing, Emit } from './billing.ts';
import { noSuch, StripeRefusal } from './errors.ts';
import { params } from './params.ts';
import type { State, StripeObject } from './state.ts';

/** What the operations work on. */
export interface Parts {
  state: State;
  billing: Billing;
  emit: Emit;
  now: () => number;
  publicUrl: () => string;
}

type Operation = (parts: Parts, input: Record<string, unknown>, id: string) => unknown;

/** An operation of the API: method, path with `:id`, its parameters, and its implementation. */
const operations: [method: string, path: RegExp, schema: z.ZodType, run: Operation][] = [
  on('POST', '/v1/customers', params.createCustomer, ({ state, emit, now }, input) =>
    emitted(emit, 'customer.created', state.add('cus', 'customer', { created: now(), metadata: {}, ...without(input, 'expand') })),
  ),
  on('GET', '/v1/customers/:id', params.none, ({ billing }, _input, id) => billing.must('customer', id)),
  on('POST', '/v1/customers/:id', params.updateCustomer, ({ billing, emit }, input, id) =>
    emitted(emit, 'customer.updated', Object.assign(billing.must('customer', id), without(input, 'expand'))),
  ),
  on('POST', '/v1/products', params.createProduct, ({ state, now }, input) =>
    state.add('prod', 'product', { created: now(), active: true, metadata: {}, ...without(input, 'expand') }),
  ),
  on('POST', '/v1/prices', params.createPrice, ({ state, billing, now }, input) => {
    billing.must('product', String(input.product));
    const taken = state.all('price').some((price) => input.lookup_key && price.lookup_key === input.lookup_key);
    if (taken) throw new StripeRefusal(400, `A price with the lookup key ${input.lookup_key} already exists.`, { param: 'lookup_key' });
    return state.add('price', 'price', {
      created: now(),
      active: true,
      type: input.recurring ? 'recurring' : 'one_time',
      metadata: {},
      ...without(input, 'expand'),
    });
  }),
  on('GET', '/v1/prices', params.listPrices, ({ state }, input) => {
    const keys = input.lookup_keys as string[] | undefined;
    return listed(
      '/v1/prices',
      input,
      state
        .all('price')
        .filter((price) => (!keys || keys.includes(String(price.lookup_key))) && matches(price, input, ['active', 'product'])),
    );
  }),
  on('POST', '/v1/checkout/sessions', params.createCheckoutSession, ({ state, billing, now, publicUrl }, input) => {
    billing.must('customer', String(input.customer));
    billing.must('price', String((input.line_items as { price: string }[])[0]?.price));
    const session = state.add('cs_test', 'checkout.session', {
      created: now(),
      status: 'open',
      payment_status: 'unpaid',
      ...without(input, 'expand'),
    });
    session.url = `${publicUrl()}/checkout/${session.id}`;
    return session;
  }),
  on('GET', '/v1/checkout/sessions', params.listCheckoutSessions, ({ state }, input) =>
    listed(
      '/v1/checkout/sessions',
      input,
      state.all('checkout.session').filter((one) => matches(one, input, ['customer', 'status'])),
    ),
  ),
  on('POST', '/v1/checkout/sessions/:id/expire', params.none, ({ billing }, _input, id) => billing.expireCheckout(id)),
  on('GET', '/v1/checkout/sessions/:id', params.none, ({ billing }, _input, id) => billing.must('checkout.session', id)),
  on('POST', '/v1/billing_portal/sessions', params.createPortalSession, ({ state, billing, now, publicUrl }, input) => {
    billing.must('customer', String(input.customer));
    const session = state.add('bps', 'billing_portal.session', { created: now(), ...without(input, 'expand') });
    session.url = `${publicUrl()}/portal/${session.id}`;
    return session;
  }),
  on('GET', '/v1/subscriptions', params.listSubscriptions, ({ state }, input) =>
    listed(
      '/v1/subscriptions',
      input,
      // Without a status Stripe omits the cancelled ones.
      state
        .all('subscription')
        .filter(
          (one) =>
            matches(one, input, ['customer']) &&
            (input.status === 'all' || (input.status ? one.status === input.status : one.status !== 'canceled')),
        ),
    ),
  ),
  on('GET', '/v1/subscriptions/:id', params.none, ({ billing }, _input, id) => billing.must('subscription', id)),
  on('POST', '/v1/subscriptions/:id', params.updateSubscription, ({ billing }, input, id) => billing.update(id, input)),
  on('DELETE', '/v1/subscriptions/:id', params.none, ({ billing }, _input, id) => billing.cancel(id)),
  on('GET', '/v1/invoices', params.listInvoices, ({ state }, input) =>
    listed(
      '/v1/invoices',
      input,
      state.all('invoice').filter((one) => matches(one, input, ['customer', 'status'])),
    ),
  ),
  on('GET', '/v1/invoices/:id', params.none, ({ billing }, _input, id) => billing.must('invoice', id)),
  on('POST', '/v1/invoices/:id/pay', params.none, ({ billing }, _input, id) => billing.retry(id)),
  on('GET', '/v1/events/:id', params.none, ({ billing }, _input, id) => billing.must('event', id)),
];

/** Runs the operation of a request. Throws StripeRefusal for an unknown path or parameter. */
export function operate(parts: Parts, method: string, path: string, input: Record<string, unknown>): unknown {
  for (const [ofMethod, pattern, schema, run] of operations) {
    const match = ofMethod === method ? pattern.exec(path) : null;
    if (!match) continue;
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw refusal(parsed.error);
    return run(parts, parsed.data as Record<string, unknown>, match[1] ?? '');
  }
  throw new StripeRefusal(404, `Unrecognized request URL (${method}: ${path}).`);
}

function on(method: string, path: string, schema: z.ZodType, run: Operation): (typeof operations)[number] {
  return [method, new RegExp(`^${path.replace(':id', '([^/]+)')}$`), schema, run];
}

function refusal(error: z.ZodError): StripeRefusal {
  const [issue] = error.issues;
  const path = (more: PropertyKey[] = []) =>
    [...(issue?.path ?? []), ...more].map((part, i) => (i ? `[${String(part)}]` : String(part))).join('');
  if (issue?.code === 'unrecognized_keys') {
    const param = path(issue.keys.slice(0, 1));
    return new StripeRefusal(400, `Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const missing = issue?.code === 'invalid_type' && issue.message.includes('undefined');
  return new StripeRefusal(400, missing ? `Missing required param: ${path()}.` : `Invalid ${path()}: ${issue?.message}`, {
    code: missing ? 'parameter_missing' : 'parameter_invalid',
    param: path(),
  });
}

function emitted(emit: Emit, type: string, object: StripeObject): StripeObject {
  emit(type, object);
  return object;
}

function without(input: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _left, ...rest } = input;
  return rest;
}

function matches(object: StripeObject, input: Record<string, unknown>, fields: string[]): boolean {
  return fields.every((field) => input[field] === undefined || object[field] === input[field]);
}

function listed(url: string, input: Record<string, unknown>, all: StripeObject[]) {
  const limit = Number(input.limit ?? 10);
  const after = input.starting_after as string | undefined;
  const at = after ? all.findIndex((object) => object.id === after) : -1;
  if (after && at < 0) throw noSuch('object', after);
  const data = all.slice(at + 1, at + 1 + limit);
  return { object: 'list', url, has_more: at + 1 + limit < all.length, data };
}
