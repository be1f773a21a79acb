import { detailsOf, type ErrorDetails, resourceOf } from '../store/error.ts';
import { invalidity } from '../store/field-problems.ts';
import type { Kind } from '../store/kinds.ts';

/** The failure reasons that this server uses, with their HTTP codes (apimachinery, meta/v1 StatusReason). */
const CODES = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  Timeout: 504,
} as const;

export type Reason = keyof typeof CODES;

/** An error that is answered as a Status object. */
export class StatusError extends Error {
  override name = 'StatusError';
  readonly reason: Reason;
  readonly code: number;
  readonly details: Record<string, unknown> | undefined;
  /** Metadata of the Status: the token for continuing an expired list. */
  readonly metadata: Record<string, unknown>;

  constructor(reason: Reason, message: string, details?: ErrorDetails | Record<string, unknown>, metadata: Record<string, unknown> = {}) {
    super(message);
    this.reason = reason;
    this.code = CODES[reason];
    this.details = details as Record<string, unknown> | undefined;
    this.metadata = metadata;
  }
}

/** A Status of the API (meta/v1). */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, unknown>;
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: Record<string, unknown>;
  /** Absent on success. */
  code?: number;
}

/**
 * The Status for an error. Errors of the store, of admission and of logs carry a reason of the API; their InternalError is
 * a message of a kubelet, which the real server passes on unchanged and without a reason. Any other error becomes an
 * InternalError of the server.
 */
export function statusOf(error: unknown): Status {
  const { reason, message, details, metadata } = error as Partial<StatusError>;
  const known = error instanceof Error && reason !== undefined && reason in CODES;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: metadata ?? {},
    status: 'Failure',
    message: known ? message! : `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`,
    ...(reason !== 'InternalError' && { reason: known ? reason : 'InternalError' }),
    ...(details && { details }),
    code: known ? CODES[reason] : 500,
  };
}

export function notFound(kind: Kind, name: string): StatusError {
  return new StatusError('NotFound', `${resourceOf(kind)} "${name}" not found`, detailsOf(kind, name));
}

/** The path of a resource that is not served. */
export function unknownResource(): StatusError {
  return new StatusError('NotFound', 'the server could not find the requested resource', {});
}

export function methodNotAllowed(): StatusError {
  return new StatusError('MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

export function badRequest(message: string): StatusError {
  return new StatusError('BadRequest', message);
}

/** Validation found `problem` (`spec.x: Invalid value: …`) in an object. */
export function invalid(kind: Pick<Kind, 'kind' | 'group'>, name: string, problem: string): StatusError {
  const { message, details } = invalidity(kind, name, [problem]);
  return new StatusError('Invalid', message, { ...details });
}

export function conflict(kind: Kind, name: string, why: string): StatusError {
  return new StatusError('Conflict', `Operation cannot be fulfilled on ${resourceOf(kind)} "${name}": ${why}`, detailsOf(kind, name));
}
