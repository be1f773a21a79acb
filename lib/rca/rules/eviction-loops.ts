import { command, kindAndName, nodeName } from '#lib/kubernetes/commands.ts';
import { text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Eviction, Evictor } from '../cluster/evictions.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, hit, type Rule } from '../rule.ts';
import { loopOf } from '../symptoms/evictions.ts';

/**
 * Controllers that undo each other's work: one takes the pods of a workload away, its own controller replaces them at once.
 * Signals: events about more pods than the workload has replicas, up to now; the state looks healthy at each moment. Blames: the
 * workload, which neither of the two fits. Spreads: requests fail while pods are replaced -> Services -> callers.
 * Sources: github.com/kubernetes-sigs/descheduler; kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration;
 * kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node, "nodeName".
 */
export const evictionLoopRule: Rule = ({ cluster }) =>
  cluster.workloads.flatMap((workload) => {
    const loop = loopOf(cluster, workload);
    const last = loop?.at(-1);
    if (!loop || !last) return [];
    const bound = text(workload.template.nodeName);
    return [
      {
        code: 'controller.conflict',
        object: workload.ref,
        proof: 'event' as const,
        weight: 0.06,
        own: true,
        summary: `${shown(workload.ref)} loses its pods again and again: ${loop.length} of them were ${TAKEN[last.by]}, and its controller replaced each.`,
        evidenceFor: [
          eventEvidence(last.event),
          stateEvidence(
            workload.ref,
            'spec.replicas',
            String(workload.desired ?? '?'),
            `${loop.length} pods were taken away in ${minutes(loop)}, although it has ${workload.desired ?? 'an unknown number of'} replicas`,
          ),
          ...(bound
            ? [
                stateEvidence(
                  workload.ref,
                  'spec.template.spec.nodeName',
                  bound,
                  `Its pods are bound to the node ${bound} past the scheduler`,
                ),
              ]
            : []),
        ],
        remedies: remediesFor(last.by, workload, bound),
        hits: [hit(workload, 'pods are replaced', `Its pods are ${TAKEN[last.by]} and replaced again and again`)],
        ...(loop[0] && { onset: loop[0].at }),
      },
    ];
  });

const TAKEN: Record<Evictor, string> = {
  descheduler: 'evicted by the descheduler',
  'taint-controller': 'evicted from nodes with a taint that they do not tolerate',
  kubelet: 'refused by the node that they are bound to',
};

function minutes(loop: readonly Eviction[]): string {
  const span = Math.ceil((loop.at(-1)!.at - loop[0]!.at) / 60_000);
  return span <= 1 ? 'a minute' : `${span} minutes`;
}

function remediesFor(by: Evictor, { ref }: Workload, bound: string | undefined): Advice[] {
  if (by === 'descheduler') {
    return [
      {
        text: 'Find out which strategy of the descheduler evicts the pods, and leave this workload out of it; or give the scheduler a rule with the same aim (topologySpreadConstraints, affinity), so that new pods are not placed where they are evicted again.',
        command: command`kubectl get configmaps --all-namespaces`,
      },
    ];
  }
  const taints: Advice = {
    text: 'Let the pods tolerate the taint, or remove it from the node if it is no longer wanted.',
    command: bound ? command`kubectl describe node ${nodeName(bound)}` : command`kubectl describe nodes`,
  };
  if (!bound) return [taints];
  return [
    {
      text: 'Replace nodeName in the pod template by a node selector or an affinity, so that the scheduler takes the taints of the node into account.',
      command: command`kubectl edit ${kindAndName(ref)}`,
    },
    taints,
  ];
}
