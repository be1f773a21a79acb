import { shown } from '#lib/kubernetes/refs.ts';
import type { Cluster, LogFact } from '../cluster/index.ts';
import type { FactType } from '../cluster/log-patterns.ts';
import { logMessage } from '../wording.ts';
import { isRunning } from './services.ts';
import type { Sign } from './symptom.ts';

/** What the API server refuses a program for good: trying again never helps. */
const REFUSALS: Partial<Record<FactType, string>> = { forbidden: 'Forbidden', 'kind-missing': 'KindMissing' };

/** A refusal counts when it is among the last lines, or was logged so often and not too long before the end of the log. */
const LAST_LINES = 5;
const MIN_LINES = 3;
/** Clients of the API server wait up to a minute between two attempts (client-go, reflector). */
const RETRY_MS = 3 * 60_000;
/** A log that ended longer ago is out of date. */
const SILENT_MS = 10 * 60_000;

/** Running workloads whose log says that the API server refuses what they ask for, although their pods may be ready. */
export function complaintSigns(cluster: Cluster, known: readonly Sign[]): Sign[] {
  const seen = new Set(known.flatMap(({ workload }) => (workload ? [workload.key] : [])));
  return cluster.workloads.flatMap((workload) => {
    if (seen.has(workload.key) || !isRunning(workload)) return [];
    const [worst] = cluster
      .factsOf(workload)
      .filter((fact) => isCurrentRefusal(fact, cluster.now))
      .toSorted((a, b) => b.count - a.count);
    if (!worst) return [];
    return [
      {
        object: workload.ref,
        what: REFUSALS[worst.type]!,
        message: `${shown(workload.ref)} logs: ${logMessage(worst.line)}`,
        ...(worst.at !== undefined && { since: worst.at }),
        workload,
        troubles: [],
      },
    ];
  });
}

/** Whether the API server still refuses a program something. */
export function isCurrentRefusal({ type, previous, count, at, linesAfter, logEnd }: LogFact, now: number): boolean {
  if (previous || REFUSALS[type] === undefined) return false;
  if (at !== undefined && now - at > SILENT_MS) return false;
  if (linesAfter < LAST_LINES) return true;
  return count >= MIN_LINES && (at === undefined ? linesAfter < 50 : (logEnd ?? now) - at < RETRY_MS);
}
