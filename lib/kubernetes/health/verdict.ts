import { shortened } from '#lib/text/index.ts';

/** How a resource is. `pending`: on its way and nothing says that it will not arrive. `unknown`: nobody can tell (a node that is silent). */
export type Health = 'healthy' | 'degraded' | 'failing' | 'unknown' | 'pending';

/** A health with its reason in Kubernetes' words; no reason where all is well and there is nothing to add. */
export interface Verdict {
  health: Health;
  reason?: string;
}

export const HEALTHY: Verdict = { health: 'healthy' };

const MAX_REASON_CHARACTERS = 400;

/** A verdict whose reason is `parts` joined by ": ", without the missing ones, cut to a line or two. */
export function verdict(health: Health, ...parts: (string | undefined)[]): Verdict {
  const reason = parts.filter((part) => part !== undefined && part !== '').join(': ');
  if (reason === '') return { health };
  return { health, reason: shortened(reason, MAX_REASON_CHARACTERS) };
}
