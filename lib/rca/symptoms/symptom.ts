import type { Cluster, Workload } from '../cluster/index.ts';
import type { Symptom } from '../types.ts';
import type { PodTrouble } from './pod-trouble.ts';

/** A symptom with the details that the rules need. */
export interface Sign extends Symptom {
  /** The failing workload, if the sign is about one. */
  workload: Workload | undefined;
  /** Its failing pods. */
  troubles: readonly PodTrouble[];
}

/** The workloads that no sign is about yet. */
export function workloadsWithoutSign(cluster: Cluster, known: readonly Sign[]): Workload[] {
  const seen = new Set(known.flatMap(({ workload }) => (workload ? [workload.key] : [])));
  return cluster.workloads.filter(({ key }) => !seen.has(key));
}

/** `web-1, web-2, web-3 and 497 more`. */
export function listed(names: readonly string[], most = 3): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}
