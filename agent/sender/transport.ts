import type { Messages } from '#lib/wire/messages.ts';
import type { Stream } from '#lib/wire/names.ts';

/** Takes messages from whoever observed them. */
export interface Sender {
  /** Takes messages over in order; resolves once they are durable here, so that the observer may go on. */
  send<S extends Stream>(stream: S, messages: readonly Messages[S][]): Promise<void>;
}

/** How the provider answered a batch that it looked at: a verdict a record, in order; undefined for an accepted one, else why not. */
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
 * Why a batch was not taken, and with that what to do:
 * - `refused`: the provider does not let us (key wrong or revoked, subscription over): retry slowly, tell people;
 * - `busy`: over a limit or not ready: wait as long as it says;
 * - `unreachable`: network, proxy, or a failure over there: back off and retry;
 * - `unacceptable`: this batch as it is will never be taken: split it.
 */
export type DeliveryProblem = 'refused' | 'busy' | 'unreachable' | 'unacceptable';

/** What keeps a stream from being delivered now. */
export interface DeliveryTrouble {
  problem: DeliveryProblem;
  message: string;
}

/** Thrown by a transport when a batch as a whole was not taken. */
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
