import type { State } from './state.ts';
import type { Time } from './time.ts';
import type { EventType } from './types.ts';

/** Reports a change of an object: it becomes an event, which webhooks tell of. */
export type Emit = (type: EventType, object: object) => void;

/** What all of the simulator works on. */
export interface Parts {
  state: State;
  time: Time;
  /** Whether what has fallen due is done before each request, besides once a second and when the clock is turned. */
  runsDueOnRequests: boolean;
  emit: Emit;
  /** Where the hosted pages are, without a final slash. */
  publicUrl: () => string;
}
