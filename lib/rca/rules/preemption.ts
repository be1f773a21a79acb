import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { number, text } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import type { Cluster, Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import type { Advice } from '../rule.ts';
import type { Evidence } from '../types.ts';

/** Who took the place of a workload's pods, for the cause of pods that no node has room for. */
export interface Displacement {
  /** `Deployment shop/batch`, or `a pod of higher priority`. */
  who: string;
  evidence: Evidence[];
  remedies: Advice[];
}

/**
 * Why there is no room any more: the scheduler removed pods of a workload in favour of pods of higher priority. Undefined
 * where it did not.
 * Source: kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption.
 */
export function displacementOf(cluster: Cluster, workload: Workload): Displacement | undefined {
  const last = cluster.preemptionsOf(workload).at(-1);
  if (!last) return undefined;
  const taker = last.by && (cluster.workloadOf(last.by)?.ref ?? last.by);
  const who = taker ? shown(taker) : 'a pod of higher priority';
  const [higher, own] = [
    priorityOf(cluster, last.by),
    number(workload.pods.find(({ spec }) => spec.priority !== undefined)?.spec.priority),
  ];
  return {
    who,
    evidence: [
      eventEvidence(last.event, `${shown(last.event.about)} was removed from node ${last.node} to make room for ${who}`),
      ...(last.by && higher !== undefined
        ? [
            stateEvidence(
              last.by,
              'spec.priority',
              String(higher),
              `${shown(last.by)} has the priority ${higher}${own === undefined ? '' : `, the pods of ${shown(workload.ref)} have ${own}`}`,
            ),
          ]
        : []),
    ],
    remedies: [
      {
        text: `Add a node, or lower the requests or the number of pods of ${who}, so that both have room.`,
        command: taker && command`kubectl describe ${kindAndName(taker)}`,
      },
      {
        text: `If ${shown(workload.ref)} matters as much, give it a PriorityClass of at least that priority: it then displaces pods of lower priority itself.`,
        command: command`kubectl get priorityclasses`,
      },
    ],
  };
}

/** The priority of a pod, which the API server sets from its class. */
function priorityOf(cluster: Cluster, pod: ObjectRef | undefined): number | undefined {
  const spec = pod && cluster.podAt(pod)?.spec;
  if (!spec) return undefined;
  const className = text(spec.priorityClassName);
  return number(spec.priority) ?? number(className && cluster.find('PriorityClass', undefined, className)?.object.value);
}
