import { type Invalidity, invalidityOf } from '../../store/field-problems.ts';
import type { Obj } from '../../store/object.ts';

/** A request refused by admission or validation; `message` is the API server's text. */
export class AdmissionError extends Error {
  override name = 'AdmissionError';
  readonly code: 403 | 422 | 500;
  readonly reason: 'Forbidden' | 'Invalid' | 'InternalError';

  /** The problems by field, as the details of a Status list them. */
  readonly details: Invalidity['details'] | undefined;

  constructor(code: 403 | 422 | 500, message: string, details?: Invalidity['details']) {
    super(message);
    this.code = code;
    this.details = details;
    this.reason = code === 403 ? 'Forbidden' : code === 422 ? 'Invalid' : 'InternalError';
  }
}

/** The refusal of an object in which validation found these problems (`spec.x: Required value`). */
export function invalidObject(object: Obj, problems: readonly string[]): AdmissionError {
  const { message, details } = invalidityOf(object, problems);
  return new AdmissionError(422, message, details);
}
