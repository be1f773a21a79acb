import { dig, type Fields, items, text } from '#lib/kubernetes/fields.ts';
import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Cluster } from '../cluster/index.ts';
import type { Workload } from '../cluster/workloads.ts';

export type { Cluster, Workload };

/** The kinds that make pods: only where all of them were read is it known what no pod will ever match. */
export const POD_MAKERS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicaSet'] as const;

/** The containers of a workload's template that run beside each other, with their names. */
export function mainContainers({ template }: Workload): { name: string; container: Fields }[] {
  return items(template.containers).map((container) => ({ name: text(container.name) ?? '', container }));
}

/** Whether a claim is one of those that a StatefulSet makes from its templates. */
export function isOfStatefulSet({ ref, object }: Workload, target: ObjectRef): boolean {
  if (ref.kind !== 'StatefulSet' || target.kind !== 'PersistentVolumeClaim') return false;
  return items(dig(object, 'spec', 'volumeClaimTemplates')).some(({ metadata }) =>
    target.name.startsWith(`${text(dig(metadata, 'name')) ?? ''}-${ref.name}`),
  );
}
