import { command, nodeName } from '#lib/kubernetes/commands.ts';
import { items, text, time } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { stateEvidence } from '../evidence.ts';
import type { Candidate, Hit, Rule, Scene } from '../rule.ts';
import type { Evidence } from '../types.ts';
import { sentence } from '../wording.ts';

/**
 * Nodes that report Ready and yet cannot run pods.
 * Signals: conditions that the node problem detector sets (ReadonlyFilesystem, KernelDeadlock, FrequentContainerdRestart and the
 * like), and pods that the kubelet fails because it cannot write to its own disk. A condition alone may outlast its trouble, so
 * that it counts only where pods of the node fail. Blames: the Node. Spreads: node -> its failing pods.
 * Sources: github.com/kubernetes/node-problem-detector (config/*.json); kubernetes/pkg/kubelet/cm/devicemanager (checkpoints).
 */
export const nodeProblemRule: Rule = (scene) =>
  scene.cluster.nodes.flatMap(({ ref: node, object }) => {
    const failing = failingOn(scene, node.name);
    if (failing.hits.length === 0) return [];
    const conditions = items(object.status?.conditions).flatMap((one) => {
      const code = one.status === 'True' ? PROBLEMS.find(([type]) => type.test(text(one.type) ?? ''))?.[1] : undefined;
      return code ? [{ code, one }] : [];
    });
    const [worst] = conditions;
    if (!worst && failing.unwritable.length === 0) return [];
    const message = text(worst?.one.message) ?? failing.unwritable[0]!.text;
    const since = time(worst?.one.lastTransitionTime);
    return [
      {
        code: worst?.code ?? 'node.resource_pressure',
        ...(worst ? {} : { title: 'Disk of the node is read-only' }),
        object: node,
        proof: 'state',
        weight: 0.04,
        own: true,
        summary: sentence(`${shown(node)} cannot run pods, although it is ready: ${message}`),
        evidenceFor: [
          ...conditions.map(({ one }) =>
            stateEvidence(node, `status.conditions[${text(one.type)}]`, 'True', `${text(one.type)} is True: ${text(one.message) ?? ''}`),
          ),
          ...failing.unwritable.slice(0, 2),
        ],
        remedies: [
          {
            text: 'Keep new pods off the node until it is repaired; those that run stay.',
            command: command`kubectl cordon ${nodeName(node.name)}`,
          },
          { text: "Read the kernel's messages on the node: a failing disk, a deadlock.", command: command`dmesg -T | tail -n 50` },
        ],
        hits: failing.hits,
        ...(since !== undefined && { onset: since }),
      } satisfies Candidate,
    ];
  });

/** What a condition of the node problem detector means; conditions of this kind are True when something is wrong. */
const PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/^ReadonlyFilesystem$/i, 'node.resource_pressure'],
  [/^(?:Frequent)?(?:Containerd|Docker|ContainerRuntime)(?:Restart|Unhealthy)$|^CorruptDockerOverlay2$/i, 'node.container_runtime_down'],
  [/^(?:Frequent)?Kubelet(?:Restart|Unhealthy)$|^KernelDeadlock$/i, 'node.kubelet_down'],
];

/** The kubelet fails a pod because it cannot write its own files. */
const UNWRITABLE = /(?:checkpoint|\/var\/lib\/kubelet)[^\n]*read-only file system/i;

export function isUnwritable(message: string): boolean {
  return UNWRITABLE.test(message);
}

function failingOn({ signs }: Scene, name: string): { hits: Hit[]; unwritable: Evidence[] } {
  const hits: Hit[] = [];
  const unwritable: Evidence[] = [];
  for (const { workload, troubles } of signs) {
    const here = troubles.filter(({ pod }) => pod.node === name);
    if (!workload || here.length === 0) continue;
    hits.push({ to: workload.ref, mechanism: 'node fails', text: here[0]!.message });
    unwritable.push(
      ...here
        .filter(({ message }) => isUnwritable(message))
        .map(({ pod, message }) => stateEvidence(pod.ref, 'status.message', message, `${pod.ref.name}: ${message}`)),
    );
  }
  return { hits, unwritable };
}

/** The node of a pod, to which what the kubelet refuses for its own sake gives way. */
export function nodeOf(pod: { node: string | undefined }): ObjectRef[] {
  return pod.node === undefined ? [] : [ref('Node', undefined, pod.node)];
}
