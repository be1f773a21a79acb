/** A request that admission or validation refused; `message` is the API server's text. */
export class AdmissionError extends Error {
  override name = 'AdmissionError';
  readonly code: 403 | 422;
  readonly reason: 'Forbidden' | 'Invalid';

  constructor(code: 403 | 422, message: string) {
    super(message);
    this.code = code;
    this.reason = code === 403 ? 'Forbidden' : 'Invalid';
  }
}
