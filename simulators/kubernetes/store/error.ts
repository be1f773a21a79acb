import type { Kind } from './kinds.ts';

/** The object that an error is about, as the details of a Status name it: `kind` is the plural. */
export interface ErrorDetails {
  name?: string;
  group?: string;
  kind: string;
}

/** A refused write or read, with the reason of a Status of the real API. */
export class StoreError extends Error {
  override name = 'StoreError';
  readonly reason: 'NotFound' | 'AlreadyExists' | 'Conflict' | 'Expired';
  readonly details: ErrorDetails | undefined;
  constructor(reason: StoreError['reason'], message: string, details?: ErrorDetails) {
    super(message);
    this.reason = reason;
    this.details = details;
  }
}

/** The resource of a kind as error messages name it: `deployments.apps`. */
export function resourceOf({ plural, group }: Kind): string {
  return group ? `${plural}.${group}` : plural;
}

export function detailsOf({ plural, group }: Kind, name?: string): ErrorDetails {
  return { ...(name && { name }), ...(group && { group }), kind: plural };
}
