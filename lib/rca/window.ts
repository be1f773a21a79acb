import type { Window } from './types.ts';

/**
 * How far a diagnosis looks back, in ms: one hour, as long as the API server keeps Events (kube-apiserver --event-ttl).
 * It is the same for the live graph and a dump, so that both give the same answer.
 */
const LOOK_BACK_MS = 3_600_000;

/** The window of a diagnosis at `now` (epoch ms). */
export function windowUntil(now: number): Window {
  return { from: now - LOOK_BACK_MS, to: now };
}
