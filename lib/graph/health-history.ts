import type { Health, Verdict } from '#lib/kubernetes/health/index.ts';
import { shortened } from '#lib/text/index.ts';

/** How many changes of health are kept of a resource: those that were last. */
export const MAX_HEALTH_CHANGES = 64;
const MAX_REASON_CHARACTERS = 160;

/** From when a resource had a state (epoch ms), and the reason at that time. */
export interface HealthAt {
  at: number;
  state: Health;
  reason?: string;
}

/**
 * The kept changes, each as `<epoch ms> <state> <reason>`, with a verdict added if its state is another than the last one. Times
 * never go back: records of different objects may come in another order than that of their times.
 */
export function withVerdict(kept: readonly string[], at: number, { health, reason }: Verdict): readonly string[] {
  const last = kept.length > 0 ? healthEntry(kept.at(-1)!) : undefined;
  if (last?.state === health) return kept;
  const time = Math.max(at, last?.at ?? at);
  const entry = [time, health, ...(reason ? [shortened(reason, MAX_REASON_CHARACTERS)] : [])].join(' ');
  // Of several states at one time, the last one is what held from then on.
  const earlier = last?.at === time ? kept.slice(0, -1) : kept;
  if (earlier.length > 0 && healthEntry(earlier.at(-1)!).state === health) return earlier;
  return [...earlier, entry].slice(-MAX_HEALTH_CHANGES);
}

/** The kept changes of a resource, oldest first; none where the graph is older than the keeping of them. */
export function healthHistory(kept: readonly string[] | null | undefined): HealthAt[] {
  return (kept ?? []).map(healthEntry);
}

/** What a resource's health was at a time, or undefined where that is not known. */
export function healthThen(kept: readonly string[] | null | undefined, at: number): HealthAt | undefined {
  return healthHistory(kept).findLast((entry) => entry.at <= at);
}

function healthEntry(text: string): HealthAt {
  const [, at, state, reason] = /^(\d+) (\w+)(?: ([\s\S]*))?$/.exec(text) ?? [];
  return { at: Number(at), state: state as Health, ...(reason !== undefined && { reason }) };
}
