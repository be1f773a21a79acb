/** What Stripe's errors carry beside their message. */
interface More {
  type?: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  code?: string;
  param?: string;
  decline_code?: string;
  payment_intent?: unknown;
}

/** An error in the form in which Stripe returns it. */
export class StripeRefusal extends Error {
  override name = 'StripeRefusal';
  readonly status: number;
  readonly body: { error: More & { type: string; message: string } };
  constructor(status: number, message: string, more: More = {}) {
    super(message);
    this.status = status;
    const { type = 'invalid_request_error', ...rest } = more;
    this.body = { error: { type, message, ...rest } };
  }
}

/** The answer to an unknown id: 404 where the path names it, 400 where a parameter does. */
export function noSuch(object: string, id: string, param = 'id'): StripeRefusal {
  const name = (object.split('.').at(-1) ?? object).replace('invoiceitem', 'invoice item').replaceAll('_', ' ');
  return new StripeRefusal(param === 'id' ? 404 : 400, `No such ${name}: '${id}'`, { code: 'resource_missing', param });
}

/** The answer to what the state of an object or the value of a parameter forbids. */
export function refused(message: string, param?: string, code?: string): StripeRefusal {
  return new StripeRefusal(400, message, { ...(param ? { param } : {}), ...(code ? { code } : {}) });
}
