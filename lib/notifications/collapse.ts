import type { MessageEvent } from './message.ts';
import type { Rules, Update } from './rules.ts';

/** A waiting delivery, as far as it matters here; the oldest first. */
export interface Waiting {
  id: bigint;
  /** An attempt may have reached the destination although no answer came. */
  maybeReceived?: boolean;
  /** `opened` stands for everything that makes an incident begin. */
  event: 'opened' | Update;
}

/** An incident as it is now, and what a destination knows of it. */
export interface Known {
  isOpen: boolean;
  isAcknowledged: boolean;
  fingerprint: string;
  /** Undefined of an incident that the destination was not told of. */
  told: { state: 'open' | 'acknowledged' | 'resolved'; fingerprint: string } | undefined;
}

/** What becomes of the deliveries of one incident that wait for one destination. */
export interface Collapsed {
  /** The one to send now, and as which event. */
  send?: { id: bigint; event: MessageEvent };
  /** Those that no longer matter, and why. */
  superseded: { id: bigint; why: string }[];
}

/**
 * Leaves of the waiting deliveries of an incident what still matters, which is one when they come one by one, and the last state
 * when several have piled up: nothing of an incident that was over before the destination was told of it, no cause that it knows.
 * Of several that matter the first is to be sent now; the others are judged again afterwards. Pure.
 */
export function collapse(waiting: readonly Waiting[], known: Known, rules: Pick<Rules, 'updates' | 'escalateAfterMinutes'>): Collapsed {
  const superseded: Collapsed['superseded'] = [];
  const drop = (of: readonly Waiting[], why: string) => superseded.push(...of.map(({ id }) => ({ id, why })));
  const { told } = known;
  if (waiting.length === 0) return { superseded };
  if (!told || told.state === 'resolved') {
    const escalates = rules.escalateAfterMinutes !== null;
    const end = waiting.findLast(({ event }) => event === 'resolved');
    if (!known.isOpen && end && waiting.some(({ maybeReceived }) => maybeReceived)) {
      drop(
        waiting.filter((one) => one !== end),
        'The incident was over by then.',
      );
      return { superseded, send: { id: end.id, event: 'resolved' } };
    }
    if (!known.isOpen)
      drop(waiting, told ? 'The incident had ended again.' : 'The incident was over before this destination was told of it.');
    else if (escalates && known.isAcknowledged) drop(waiting, 'Somebody had acknowledged the incident in time.');
    else if (told && !rules.updates.includes('reopened')) drop(waiting, 'The rules do not ask for this update.');
    else {
      // The first keeps its place among other incidents.
      const [first, ...rest] = waiting;
      drop(rest, 'The message of the beginning says the same.');
      return { superseded, send: { id: first!.id, event: told ? 'reopened' : escalates ? 'escalated' : 'opened' } };
    }
    return { superseded };
  }
  if (!known.isOpen) {
    const end = rules.updates.includes('resolved') ? waiting.findLast(({ event }) => event === 'resolved') : undefined;
    const rest = waiting.filter((one) => one !== end);
    drop(rest, rules.updates.includes('resolved') ? 'The incident was over by then.' : 'The rules do not ask for this update.');
    return { superseded, ...(end && { send: { id: end.id, event: 'resolved' as const } }) };
  }
  const isNews: Record<Waiting['event'], boolean> = {
    opened: false,
    // It ended and began again while this destination could not be told.
    reopened: false,
    resolved: false,
    cause_changed: known.fingerprint !== told.fingerprint,
    acknowledged: known.isAcknowledged && told.state !== 'acknowledged',
  };
  for (const [index, one] of waiting.entries()) {
    const isRepeated = waiting.slice(index + 1).some(({ event }) => event === one.event);
    if (isRepeated || !isNews[one.event]) drop([one], isRepeated ? 'A later message says the same.' : 'It was no news any more.');
    else if (!rules.updates.includes(one.event as Update)) drop([one], 'The rules do not ask for this update.');
    else return { superseded, send: { id: one.id, event: one.event as MessageEvent } };
  }
  return { superseded };
}
