import type { Messages } from '#lib/wire/messages.ts';
import type { Stream } from '#lib/wire/names.ts';

/** Accepts messages from the parts that observe the cluster. */
export interface Sender {
  /** Accepts messages in order; resolves once they are durable here, so that the observer may continue. */
  send<S extends Stream>(stream: S, messages: readonly Messages[S][]): Promise<void>;
}

/** The provider's verdicts on the records of a batch, in order: undefined for an accepted record, else the reason. */
export type Verdicts = (string | undefined)[];

/** Brings batches to the provider. */
export interface Transport {
  /**
   * Delivers JSON texts of one stream in order and gives the verdicts. Throws DeliveryError when the batch as a
   * whole was not taken.
   */
  deliver(stream: Stream, payloads: readonly string[], signal: AbortSignal): Promise<Verdicts>;
}

/**
 * Why a batch was not accepted, and what to do about it:
 * - `refused`: the provider refuses us (wrong or revoked key, ended subscription): retry slowly and report it;
 * - `busy`: over a limit, or the provider is not ready: wait as long as it says;
 * - `unreachable`: network, proxy, or a failure at the provider: back off and retry;
 * - `unacceptable`: this batch will never be accepted as it is: split it.
 */
export type DeliveryProblem = 'refused' | 'busy' | 'unreachable' | 'unacceptable';

/** Why a stream cannot be delivered at the moment. */
export interface DeliveryTrouble {
  problem: DeliveryProblem;
  message: string;
  /** Since when, in epoch ms. */
  since: number;
}

/** Thrown by a transport when a batch as a whole was not accepted. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';
  readonly problem: DeliveryProblem;
  /** How long the provider asked us to wait, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: DeliveryProblem, message: string, retryAfterMs?: number) {
    super(message);
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}
