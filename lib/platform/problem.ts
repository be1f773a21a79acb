/** One input that was wrong: where it is in the request, what is wrong with it and what to do. */
export interface InvalidParam {
  name: string;
  reason: string;
}

/**
 * An error that is meant for the caller: becomes an RFC 9457 problem+json response or a message on the form.
 * `code` is stable and for programs; `detail` says what happened, what was expected and what to do.
 */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly invalidParams: InvalidParam[];
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { invalidParams?: InvalidParam[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.invalidParams = more.invalidParams ?? [];
    this.headers = more.headers ?? {};
  }
}

/** The same response for an object that does not exist and for one that belongs to another client: they must not differ. */
export function notFound(): Problem {
  return new Problem(404, 'not_found', 'There is no such object here. Check the address, or list the objects first.');
}

/** A single input was wrong. */
export function invalid(name: string, reason: string): Problem {
  return new Problem(422, 'invalid_input', `${name}: ${reason}`, { invalidParams: [{ name, reason }] });
}
