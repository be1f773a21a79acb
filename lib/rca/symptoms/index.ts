import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Cluster } from '../cluster/index.ts';
import { alertSigns } from './alerts.ts';
import { complaintSigns } from './complaints.ts';
import { evictionSigns } from './evictions.ts';
import { jobSigns } from './jobs.ts';
import { nodeSigns } from './nodes.ts';
import { callSigns, serviceSigns } from './services.ts';
import { storageSigns } from './storage.ts';
import type { Sign } from './symptom.ts';
import { workloadSigns } from './workloads.ts';

/** Everything that is visibly wrong: at most one sign per object, in the order of the objects' names. */
export function signsOf(cluster: Cluster): Sign[] {
  const direct = [
    ...nodeSigns(cluster),
    ...workloadSigns(cluster),
    ...jobSigns(cluster),
    ...serviceSigns(cluster),
    ...storageSigns(cluster),
  ];
  const all = [...direct];
  for (const signs of [evictionSigns, complaintSigns, callSigns, alertSigns]) all.push(...signs(cluster, all));
  const byObject = new Map<string, Sign>();
  for (const sign of all) if (!byObject.has(keyOf(sign.object))) byObject.set(keyOf(sign.object), sign);
  return [...byObject.values()].sort((a, b) => byText(keyOf(a.object), keyOf(b.object)));
}

export type { Sign };
