import type { LogExcerpt, Snapshot } from '#lib/rca/types.ts';
import { LogError } from '#simulators/kubernetes/cluster/index.ts';
import type { DrivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { KINDS } from '#simulators/kubernetes/store/kinds.ts';
import type { Obj } from '#simulators/kubernetes/store/object.ts';
import type { History } from '#simulators/kubernetes/testing/history.ts';

const TAIL = 200;

/**
 * A snapshot of a driven cluster: what `kubectl get ... -A -o json`, `get events` and `logs --tail` (also `--previous`)
 * print, or with a history what the live graph contains: the agent's view of the objects, and their changes.
 */
export function snapshotOfCluster({ store, cluster, clock }: DrivenCluster, history?: History): Snapshot {
  const resources = history ? history.resources() : KINDS.filter(({ kind }) => kind !== 'Event').flatMap(({ kind }) => store.list(kind));
  return {
    collectedAt: clock.now(),
    resources,
    events: store.list('Event'),
    logs: store.list('Pod').flatMap((pod) => logsOf(cluster, pod)),
    alerts: [],
    metrics: [],
    changes: history?.changes() ?? [],
  };
}

function logsOf(cluster: DrivenCluster['cluster'], pod: Obj): LogExcerpt[] {
  const { namespace = '', name } = pod.metadata;
  const containers: string[] = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map((one) => one.name);
  return containers.flatMap((container) =>
    [false, true].flatMap((previous) => {
      try {
        const lines = cluster.logs.lines(namespace, name, container, { previous, tailLines: TAIL, timestamps: true });
        const read = lines.map((line) => ({ at: Date.parse(line.slice(0, 24)), text: line.slice(line.indexOf(' ') + 1) }));
        return [{ namespace, pod: name, container, previous, lines: read.map(({ text }) => text), times: read.map(({ at }) => at) }];
      } catch (error) {
        // As in kubectl, a container that has not run has no log.
        if (error instanceof LogError) return [];
        throw error;
      }
    }),
  );
}
