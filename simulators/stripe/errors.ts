/** An error in the form in which Stripe returns it. */
export class StripeRefusal extends Error {
  override name = 'StripeRefusal';
  readonly status: number;
  readonly body: { error: { type: string; code?: string; message: string; param?: string } };
  constructor(status: number, message: string, more: { type?: string; code?: string; param?: string } = {}) {
    super(message);
    this.status = status;
    const { type = 'invalid_request_error', ...rest } = more;
    this.body = { error: { type, message, ...rest } };
  }
}

/** The answer to an unknown id. */
export function noSuch(object: string, id: string): StripeRefusal {
  return new StripeRefusal(404, `No such ${object}: '${id}'`, { code: 'resource_missing', param: 'id' });
}
