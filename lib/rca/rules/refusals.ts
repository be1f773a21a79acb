import { command, inNamespace, kindAndName } from '#lib/kubernetes/commands.ts';
import { ref, shown } from '#lib/kubernetes/refs.ts';
import type { Workload } from '../cluster/index.ts';
import { type Candidate, hit } from '../rule.ts';
import { UNKNOWN_REFUSAL } from '../symptoms/workloads.ts';
import { sentence } from '../wording.ts';

/** The creation of a pod (or of a ReplicaSet) that the API server refused, in its own words. */
export interface Refusal {
  workload: Workload;
  message: string;
  base: Pick<Candidate, 'own' | 'evidenceFor' | 'onset'>;
}

/**
 * A PriorityClass or RuntimeClass that the pod template names and that does not exist.
 * Source: kubernetes/plugin/pkg/admission/{priority,runtimeclass}/admission.go.
 */
export function missingClass({ workload, message, base }: Refusal): Candidate[] | undefined {
  const [, priority] = /[Nn]o PriorityClass with name (\S+) was found/.exec(message) ?? [];
  const [, runtime] = /RuntimeClass "?([\w.-]+)"? not found/i.exec(message) ?? [];
  const name = priority ?? runtime;
  if (name === undefined) return undefined;
  const kind = priority === undefined ? 'RuntimeClass' : 'PriorityClass';
  const field = priority === undefined ? 'runtimeClassName' : 'priorityClassName';
  return [
    {
      ...base,
      code: 'admission.denied',
      title: `${kind} does not exist`,
      object: workload.ref,
      proof: 'state',
      summary: `${shown(workload.ref)} names the ${kind} ${name}, which does not exist, so its pods are refused.`,
      remedies: [
        {
          text: `See which classes exist, and create ${name} if it was forgotten.`,
          command: priority === undefined ? command`kubectl get runtimeclasses` : command`kubectl get priorityclasses`,
        },
        {
          text: `Or correct ${field} in the pod template: this starts a rollout.`,
          command: command`kubectl edit ${kindAndName(workload.ref)}`,
        },
      ],
      hits: [hit(workload, `${kind} missing`, message)],
    },
  ];
}

const CONTROL_PLANE =
  /etcdserver: |request did not complete within|context deadline exceeded|apiserver not ready|(?:connect|dial).{0,80}:6443.{0,40}refused|resource quota evaluation timed out/;

/** Refusals that say nothing about the workload: a permission of its controller, a namespace that is being deleted, the API itself. */
export function ofTheCluster({ workload, message, base }: Refusal): Candidate[] | undefined {
  if (/is forbidden: User "/.test(message))
    return [
      {
        ...base,
        code: 'rbac.forbidden',
        object: workload.ref,
        proof: 'state',
        summary: sentence(`A controller is not allowed to create the pods of ${shown(workload.ref)}: ${message}`),
        remedies: [{ text: 'Grant the permission to the user in the message.', command: command`kubectl get clusterrolebindings -o wide` }],
        hits: [hit(workload, 'permission missing', message)],
      },
    ];
  const [, leaving] = /unable to create new content in namespace (\S+) because it is being terminated/.exec(message) ?? [];
  if (leaving !== undefined)
    return [
      {
        ...base,
        code: 'lifecycle.terminating_stuck',
        object: ref('Namespace', undefined, leaving),
        proof: 'state',
        weight: -0.1,
        summary: `Namespace ${leaving} is being deleted, so nothing can be created in it.`,
        remedies: [
          {
            text: 'See what holds its deletion up.',
            command: command`kubectl get ${kindAndName(ref('Namespace', undefined, leaving))} -o yaml`,
          },
        ],
        hits: [hit(workload, 'namespace is being deleted', message)],
      },
    ];
  if (!CONTROL_PLANE.test(message)) return undefined;
  const name = /etcdserver/.test(message) ? 'etcd' : 'kube-apiserver';
  return [
    {
      ...base,
      code: 'control_plane.component_down',
      object: { kind: 'Component', namespace: 'kube-system', name },
      proof: 'event',
      weight: -0.1,
      summary: sentence(`The API server cannot create the pods of ${shown(workload.ref)}: ${message}`),
      remedies: [{ text: `Check ${name}.`, command: command`kubectl get --raw /readyz?verbose` }],
      hits: [hit(workload, 'API does not answer', message)],
    },
  ];
}

/** Any other refusal: what the API server said, in full. */
export function unknownRefusal({ workload, message, base }: Refusal): Candidate {
  return {
    ...base,
    code: 'admission.denied',
    title: 'API server refuses to create the pods',
    object: workload.ref,
    // Whatever refuses them, a quota or a policy, is not known: the message is quoted for a person to read.
    proof: message === UNKNOWN_REFUSAL ? 'pattern' : 'event',
    weight: -0.16,
    summary: sentence(`The API server refuses to create the pods of ${shown(workload.ref)}: ${message}`),
    remedies: [
      {
        text: 'Read the refusal in full.',
        command: command`kubectl get events ${inNamespace(workload.ref)} --field-selector=reason=FailedCreate`,
      },
      { text: 'Correct the pod template: this starts a rollout.', command: command`kubectl edit ${kindAndName(workload.ref)}` },
    ],
    hits: [hit(workload, 'pods refused', message)],
  };
}
