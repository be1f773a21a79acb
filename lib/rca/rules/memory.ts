import { command, containerName, inNamespace, kindSlashName, nodeName } from '#lib/kubernetes/commands.ts';
import type { Container, Ending } from '#lib/kubernetes/containers.ts';
import { dig, text } from '#lib/kubernetes/fields.ts';
import { ref, shown } from '#lib/kubernetes/refs.ts';
import type { Pod, Workload } from '../cluster/index.ts';
import { eventEvidence, logEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, undo, withChange } from '../rule.ts';
import type { Evidence } from '../types.ts';

/**
 * Containers killed at their memory limit.
 * Signals: terminated reason OOMKilled (exit 137); StartError or FailedCreatePodSandBox whose text mentions the OOM
 * killer, when the limit is too low even to start the container; an out-of-memory error in the log.
 * Blames: the workload (its limit, or its leak). A node under MemoryPressure that evicts pods is another cause.
 * Spreads: restart -> back-off -> not ready -> callers.
 * Source: kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource, "Exceed a Container's memory limit".
 */
export const memoryRule: Rule = (scene) =>
  scene.cluster.workloads.flatMap((workload) => {
    const evidence = [...endings(scene, workload), ...killedAtStart(scene, workload), ...sandboxKills(scene, workload)];
    const [first] = evidence;
    if (!first || !scene.signOf(workload)) return [];
    const candidate = candidateFor(scene, workload, evidence);
    return [candidate, ...nodeWithoutMemory(scene, workload, first, candidate)];
  });

/** The node that had no memory left, if the kubelet says so and the container has no limit of its own that it could have reached. */
function nodeWithoutMemory(
  { cluster }: Scene,
  workload: Workload,
  { pod, container }: Kill,
  { evidenceFor, onset }: Candidate,
): Candidate[] {
  if (pod.node === undefined || dig(container?.spec, 'resources', 'limits', 'memory') !== undefined) return [];
  const object = ref('Node', undefined, pod.node);
  const event = cluster.eventsAbout(object).findLast(({ reason }) => reason === 'SystemOOM');
  if (!event) return [];
  return [
    {
      code: 'node.resource_pressure',
      object,
      proof: 'state',
      weight: 0.04,
      own: true,
      summary: `Node ${pod.node} had no memory left, and the kernel killed ${shown(workload.ref)}, which has no limit of its own.`,
      evidenceFor: [eventEvidence(event), ...evidenceFor],
      remedies: [
        {
          text: 'Find out what uses the memory of the node, and give those containers requests and limits.',
          command: command`kubectl describe node ${nodeName(pod.node)}`,
        },
      ],
      hits: [hit(workload, 'out of memory', 'The kernel of the node kills it because no memory is left')],
      ...(onset !== undefined && { onset }),
    },
  ];
}

interface Kill {
  pod: Pod;
  container: Container | undefined;
  evidence: Evidence;
  at: number | undefined;
}

function endings(scene: Scene, workload: Workload): Kill[] {
  const troubled = new Set(scene.signOf(workload)?.troubles.map(({ pod }) => pod.key));
  return workload.pods
    .filter((pod) => troubled.has(pod.key))
    .flatMap((pod) =>
      pod.containers.flatMap((container) =>
        [container.terminated, container.last].flatMap((ending, index) => {
          if (!ending || !isOutOfMemory(ending)) return [];
          const path = `status.containerStatuses[${container.name}].${index === 0 ? 'state' : 'lastState'}.terminated.reason`;
          const evidence = stateEvidence(
            pod.ref,
            path,
            ending.reason ?? 'OOMKilled',
            `Container ${container.name} of ${pod.ref.name} was killed because it ran out of memory (${ending.reason ?? 'OOM'}, exit code ${ending.exitCode ?? 137}), ${container.restarts} restarts`,
          );
          return [{ pod, container, evidence, at: ending.finishedAt }];
        }),
      ),
    );
}

/** Containers that the kernel kills before their program starts: only the message for which they wait says so. */
function killedAtStart(scene: Scene, workload: Workload): Kill[] {
  const troubles = scene.signOf(workload)?.troubles ?? [];
  return troubles.flatMap(({ pod, container }) => {
    const message = container?.waiting?.message;
    if (!container || !message || !/OOM-killed|memory limit too low/.test(message)) return [];
    const path = `status.containerStatuses[${container.name}].state.waiting.message`;
    return [
      {
        pod,
        container,
        evidence: stateEvidence(pod.ref, path, message, `Container ${container.name} of ${pod.ref.name}: ${message}`),
        at: undefined,
      },
    ];
  });
}

function isOutOfMemory({ reason, message }: Ending): boolean {
  return reason === 'OOMKilled' || /\boom\b|oom-?kill|out of memory|container init was OOM-killed/i.test(message ?? '');
}

function sandboxKills(scene: Scene, workload: Workload): Kill[] {
  const event = scene.cluster
    .eventsOf(workload)
    .findLast(
      ({ reason, message }) =>
        /^(FailedCreatePodSandBox|Failed)$/.test(reason) &&
        /OOM-killed|memory limit too low|out of memory|\boom\b|oom-?kill/i.test(message),
    );
  const pod = event && workload.pods.find((one) => one.key === event.aboutKey);
  return event && pod ? [{ pod, container: undefined, evidence: eventEvidence(event), at: event.lastAt }] : [];
}

function candidateFor(scene: Scene, workload: Workload, kills: readonly Kill[]): Candidate {
  const [first] = kills;
  const container = first?.container ?? first?.pod.containers.find((one) => !one.init);
  const limit = text(dig(container?.spec, 'resources', 'limits', 'memory'));
  const facts = scene.cluster.factsOf(workload).filter(({ type }) => type === 'memory');
  const candidate: Candidate = {
    code: 'oom.limit_too_low',
    ...(!limit && { title: 'Container runs out of memory without a limit of its own' }),
    object: workload.ref,
    proof: 'state',
    own: true,
    summary: `${shown(workload.ref)} is killed because it runs out of memory${limit ? `: the memory limit of container ${container?.name}, ${limit}, is too low` : ''}.`,
    evidenceFor: [
      ...kills.slice(0, 3).map(({ evidence }) => evidence),
      ...(limit
        ? [
            stateEvidence(
              workload.ref,
              `spec.template.spec.containers[${container?.name}].resources.limits.memory`,
              limit,
              `Its memory limit is ${limit}`,
            ),
          ]
        : []),
      ...facts.slice(0, 1).map((fact) => logEvidence(fact)),
    ],
    evidenceAgainst: limit
      ? []
      : [
          stateEvidence(
            workload.ref,
            'spec.template.spec.containers[].resources.limits.memory',
            'none',
            'No memory limit is set, so the node itself may have run out of memory',
          ),
        ],
    remedies: [
      {
        text: limit
          ? 'Raise the memory limit: this starts a rollout, and the nodes must have that much left.'
          : 'Give the container a memory request and limit, so that it is placed where there is room: this starts a rollout.',
        command: command`kubectl set resources ${kindSlashName(workload.ref)} -c ${containerName(container?.name)} --limits=memory=MORE`,
      },
      ...undo(workload.ref),
      {
        text: 'If its memory keeps growing, look for a leak before you raise the limit again.',
        command: command`kubectl top pod ${inNamespace(workload.ref)} --containers`,
      },
    ],
    hits: [
      hit(
        workload,
        'out of memory',
        limit
          ? 'The kernel kills the container when it reaches its memory limit; it restarts and is killed again'
          : 'The kernel kills the container because memory runs out; it restarts and is killed again',
      ),
    ],
    ...(first?.at !== undefined && { onset: first.at }),
  };
  return withChange(scene, candidate, workload.ref, ['resources', 'image']);
}
