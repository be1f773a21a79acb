import { shown } from '#lib/kubernetes/refs.ts';
import type { Cluster, LogFact } from '../cluster/index.ts';
import type { FactType } from '../cluster/log-patterns.ts';
import { logMessage } from '../wording.ts';
import { isRunning } from './services.ts';
import { type Sign, workloadsWithoutSign } from './symptom.ts';

/** What the API server refuses a program for good: trying again never helps. */
const REFUSALS: Partial<Record<FactType, string>> = { forbidden: 'Forbidden', 'kind-missing': 'KindMissing' };

/** What a program is refused for now. Once is nothing: programs wait and try again. */
const FOR_NOW: Partial<Record<FactType, string>> = { throttled: 'Throttled', 'cloud-quota': 'QuotaUsedUp' };

/** A refusal without a time counts when it is among the last lines, or was logged so often and not long before the end. */
const LAST_LINES = 5;
const MIN_LINES = 3;
const FEW_LINES = 50;
/** Clients of the API server try again after at most half a minute (client-go, reflector): a refusal that is older is over. */
const RETRY_MS = 90_000;

/** Running workloads whose log says that the API server or a cloud refuses what they ask for, although their pods may be ready. */
export function complaintSigns(cluster: Cluster, known: readonly Sign[]): Sign[] {
  return workloadsWithoutSign(cluster, known).flatMap((workload) => {
    if (!isRunning(workload)) return [];
    const [worst] = cluster
      .factsOf(workload)
      .filter((fact) => isCurrentRefusal(fact, cluster.now))
      .toSorted((a, b) => b.count - a.count);
    if (!worst) return [];
    return [
      {
        object: workload.ref,
        what: (REFUSALS[worst.type] ?? FOR_NOW[worst.type])!,
        message: `${shown(workload.ref)} logs: ${logMessage(worst.line)}`,
        ...(worst.at !== undefined && { since: worst.at }),
        workload,
        troubles: [],
      },
    ];
  });
}

/** Whether the API server or a cloud still refuses a program something. */
export function isCurrentRefusal({ type, previous, count, at, linesAfter }: LogFact, now: number): boolean {
  if (previous || (REFUSALS[type] === undefined && !(FOR_NOW[type] && count >= MIN_LINES))) return false;
  if (at !== undefined) return now - at <= RETRY_MS;
  return linesAfter < LAST_LINES || (count >= MIN_LINES && linesAfter < FEW_LINES);
}
