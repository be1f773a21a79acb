import { command, inNamespace, kindAndName, labelSelector, nodeName } from '#lib/kubernetes/commands.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, undo, withChange } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import { sentence } from '../wording.ts';
import { isUnwritable, nodeOf } from './node-problems.ts';

/**
 * Pods that the kubelet rejects or terminates, programs that exit at once without an error, and rollouts that stall
 * without a known reason.
 * Signals: pod.status.reason OutOfcpu, SysctlForbidden, TopologyAffinityError,  OutOfmemory, OutOfpods, NodeAffinity, NodePorts, UnexpectedAdmissionError,
 * NodeShutdown, Evicted; CrashLoopBackOff after exit 0; PostStartHookError; ProgressDeadlineExceeded.
 * Blames: the workload, or the Node that shut down or evicts pods because it lacks a resource.
 * Sources: kubernetes/pkg/kubelet/lifecycle/predicate.go; kubernetes/pkg/kubelet/eviction/helpers.go (messages);
 * kubernetes.io/docs/concepts/workloads/controllers/deployment, "Failed Deployment".
 */
export const podFailureRule: Rule = (scene) => [
  ...scene.signs.flatMap(({ workload, troubles }) => {
    const trouble = troubles.find((one) => judge(one) !== undefined);
    return workload && trouble ? [candidateFor(scene, workload, trouble)] : [];
  }),
  ...scene.signs.flatMap(({ workload, what, message }) =>
    workload && (what === 'ProgressDeadlineExceeded' || what === 'Unavailable') ? [stalled(scene, workload, what, message)] : [],
  ),
];

const BY_REASON: Record<string, string> = {
  OutOfcpu: 'scheduling.insufficient_cpu',
  OutOfmemory: 'scheduling.insufficient_memory',
  OutOfpods: 'scheduling.insufficient_other_resource',
  'OutOfephemeral-storage': 'scheduling.insufficient_other_resource',
  NodePorts: 'scheduling.insufficient_other_resource',
  UnexpectedAdmissionError: 'scheduling.insufficient_other_resource',
  TopologyAffinityError: 'scheduling.insufficient_other_resource',
  NodeAffinity: 'scheduling.node_affinity_mismatch',
  PodOSNotSupported: 'scheduling.node_affinity_mismatch',
  PodOSSelectorNodeLabelDoesNotMatch: 'scheduling.node_affinity_mismatch',
  SysctlForbidden: 'container.security_context_invalid',
  AppArmor: 'container.security_context_invalid',
  NodeShutdown: 'node.unreachable',
  Terminated: 'node.unreachable',
  NodeLost: 'node.unreachable',
};

interface Judgement {
  code: string;
  weight: number;
  why: string;
}

function judge({ pod, what, message, container }: PodTrouble): Judgement | undefined {
  const known = pod.phase === 'Failed' ? BY_REASON[pod.reason ?? ''] : undefined;
  if (known) return { code: known, weight: 0, why: pod.message ?? pod.reason ?? '' };
  if (pod.reason === 'Evicted') {
    if (/low on resource|node had condition/i.test(message)) return { code: 'node.resource_pressure', weight: -0.02, why: message };
    if (/exceeds the (?:total )?limit|emptydir|ephemeral/i.test(message)) return { code: 'storage.volume_full', weight: 0, why: message };
  }
  // The kubelet refuses pods before it starts any container, whatever the reason is called.
  if (pod.phase === 'Failed' && /^Pod was rejected/.test(pod.message ?? ''))
    return { code: 'admission.denied', weight: -0.1, why: pod.message ?? '' };
  if (what === 'PostStartHookError' || what === 'PreStartHookError')
    return {
      code: 'container.command_invalid',
      weight: -0.02,
      why: `its ${what === 'PostStartHookError' ? 'postStart' : 'preStart'} hook fails: ${container?.waiting?.message ?? ''}`,
    };
  const isDone = what === 'CrashLoopBackOff' && container?.last?.exitCode === 0;
  return isDone
    ? { code: 'container.command_invalid', weight: -0.25, why: 'its command exits at once without an error, as if it had nothing to do' }
    : undefined;
}

function candidateFor(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate {
  const { pod } = trouble;
  const { code, weight, why } = judge(trouble)!;
  const isOfNode = code.startsWith('node.') && pod.node !== undefined;
  const object: ObjectRef = isOfNode ? ref('Node', undefined, pod.node!) : workload.ref;
  const event = scene.cluster.eventsAbout(pod.ref).findLast(({ warning }) => warning);
  const candidate: Candidate = {
    code,
    object,
    proof: 'state',
    weight,
    own: true,
    summary: sentence(`${shown(pod.ref)} cannot keep running: ${why}`),
    evidenceFor: [
      stateEvidence(pod.ref, 'status.reason', pod.reason ?? trouble.what, `${pod.ref.name}: ${pod.reason ?? trouble.what}: ${why}`),
      ...(event ? [eventEvidence(event)] : []),
    ],
    remedies: [
      {
        text: 'Compare what the node has with what the pod requests.',
        command: isOfNode
          ? command`kubectl describe node ${nodeName(pod.node ?? '')}`
          : command`kubectl describe ${kindAndName(workload.ref)}`,
      },
      ...undo(workload.ref),
    ],
    hits: [hit(workload, trouble.what, why)],
    ...(isUnwritable(why) && { yieldsTo: nodeOf(pod) }),
    ...(trouble.since !== undefined && { onset: trouble.since }),
  };
  return withChange(scene, candidate, workload.ref, ['resources', 'command', 'image', 'node-selector']);
}

/** A rollout that stalls although none of its pods shows why. */
function stalled(scene: Scene, workload: Workload, what: string, message: string): Candidate {
  const candidate: Candidate = {
    code: 'rollout.bad_revision',
    object: workload.ref,
    proof: 'pattern',
    weight: what === 'ProgressDeadlineExceeded' ? 0.1 : 0,
    own: false,
    summary: sentence(`${shown(workload.ref)} does not become available: ${message}`),
    evidenceFor: [stateEvidence(workload.ref, 'status.conditions', what, message)],
    remedies: [
      {
        text: 'Check the state of its pods.',
        command: command`kubectl get pods ${inNamespace(workload.ref)} --selector=${labelSelector(workload.templateLabels)}`,
      },
      ...undo(workload.ref),
    ],
    hits: [hit(workload, 'rollout stalls', message)],
  };
  return withChange(scene, candidate, workload.ref, ['image', 'env', 'command', 'resources', 'readiness']);
}
