import type { DeclaredSettings } from '#lib/platform/env.ts';
import type { Message } from './message.ts';

/** Where a message goes, as a channel sees it. */
export interface Target {
  tenantId: string;
  destinationId: string;
  /** What was entered (lib/notifications/input.ts), apart from the secrets. */
  settings: Record<string, unknown>;
  /** What was entered of the channel's `secretFields`. */
  secrets: Record<string, unknown>;
  /** What the first message about this incident returned, if the channel has threads. */
  thread?: string | undefined;
}

/** What became of a message. */
export interface Sent {
  /** What the other side answered, for the delivery log. */
  answer: string;
  /** Where updates on the same incident are to go. */
  thread?: string;
  /** Who was reached, for the incident's history. */
  reached?: string;
}

/** A way to reach people or programs. */
export interface Channel {
  /** Stored with every destination, so it must not change: lower-case letters only. */
  name: string;
  /** What people call it. */
  title: string;
  /** Settings of the installation; `settingsOf` returns their values. They are checked at the start with all others. */
  settings?: DeclaredSettings;
  /** Why this installation cannot deliver through the channel, with the way out; undefined if it can. */
  unavailable?(): string | undefined;
  /** The inputs that nobody gets to see again; they are stored encrypted. */
  secretFields: readonly string[];
  /** Least time between two messages to one destination, in ms: the rate that the other side allows. */
  intervalMs: number;
  /** Whether a message may tell of several incidents at once. */
  takesDigests: boolean;
  /**
   * Delivers a message. Throws DeliveryError when the other side does not take it, and EgressError when it is not reached.
   * `now` in epoch ms.
   */
  send(message: Message, target: Target, now: number): Promise<Sent>;
}

/** Why a message was not taken. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';
  /** `later`: try again. `refused`: this message never will be taken. `gone`: the destination does not exist any more. */
  readonly fate: 'later' | 'refused' | 'gone';
  /** How long the other side asks to wait, in ms. */
  readonly retryAfterMs: number | undefined;
  constructor(fate: DeliveryError['fate'], message: string, retryAfterMs?: number) {
    super(message);
    this.fate = fate;
    this.retryAfterMs = retryAfterMs;
  }
}
