import type { Workload } from '../cluster/workloads.ts';
import type { Symptom } from '../types.ts';
import type { PodTrouble } from './pod-trouble.ts';

/** A symptom with what the rules need to know of it. */
export interface Sign extends Symptom {
  /** The workload that suffers, where one does. */
  workload: Workload | undefined;
  /** Its pods in trouble. */
  troubles: readonly PodTrouble[];
}

/** `web-1, web-2, web-3 and 497 more`. */
export function listed(names: readonly string[], most = 3): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}
