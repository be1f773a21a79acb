import { command, containerName, kindAndName, nameOf, nodeName } from '#lib/kubernetes/commands.ts';
import { endingText } from '#lib/kubernetes/containers.ts';
import { dig, number, text, texts } from '#lib/kubernetes/fields.ts';
import { quantity } from '#lib/kubernetes/quantity.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import { isCordoned } from '../cluster/index.ts';
import { stateEvidence } from '../evidence.ts';
import { type Candidate, type Hit, hit, type Scene, undo } from '../rule.ts';
import type { Alarm } from '../symptoms/alerts.ts';
import { customKindOf } from './custom-kinds.ts';
import { NOT_RECONCILED } from './custom-signals.ts';

/**
 * What the object of an alert says itself. A budget without room, a full quota, an autoscaler at its maximum or a cordoned node is
 * often on purpose, so none of them is an incident until an alert asks for it.
 */
export function stateOfItsObject(scene: Scene, alarm: Alarm): Candidate[] {
  const { object } = alarm;
  if (object.kind === 'Namespace') return customResourceNamed(scene, alarm);
  const entity = scene.cluster.find(object.kind, object.namespace, object.name);
  if (!entity) return [];
  switch (object.kind) {
    case 'PodDisruptionBudget':
      return budgetWithoutRoom(entity);
    case 'ResourceQuota':
      return usedUpQuota(entity);
    case 'HorizontalPodAutoscaler':
      return autoscalerAtMaximum(entity);
    case 'Node':
      return isCordoned(entity) ? [cordonedNode(entity)] : [];
    default:
      return alarm.workload ? restarted(scene.cluster.now, alarm) : [];
  }
}

/** What all of them have in common: a field of the object proves it, and it makes the object itself fail. */
function proven(entity: Entity, candidate: Omit<Candidate, 'object' | 'proof' | 'own' | 'hits'> & { mechanism: string }): Candidate {
  const { mechanism, ...rest } = candidate;
  const own: Hit = { to: entity.ref, mechanism, text: rest.summary };
  return { ...rest, object: entity.ref, proof: 'state', weight: -0.1, own: true, hits: [own] };
}

function budgetWithoutRoom(budget: Entity): Candidate[] {
  const status = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy'].map((field) => number(dig(budget.object, 'status', field)));
  const [allowed, healthy, desired] = status;
  if (allowed !== 0) return [];
  return [
    proven(budget, {
      code: 'lifecycle.eviction_blocked',
      mechanism: 'blocks evictions',
      summary: `${shown(budget.ref)} allows no pod to be evicted: ${healthy ?? '?'} of its pods are healthy, and ${desired ?? '?'} have to be.`,
      evidenceFor: [stateEvidence(budget.ref, 'status.disruptionsAllowed', '0', `${shown(budget.ref)} allows no disruption`)],
      remedies: [
        {
          text: 'Give its workload one replica more than the budget requires, or lower minAvailable: then a drain can go on.',
          command: command`kubectl describe ${kindAndName(budget.ref)}`,
        },
      ],
    }),
  ];
}

/** The codes of a quota by the resource that is used up; all others count objects. */
const QUOTA_CODES: readonly [RegExp, string][] = [
  [/^pods$|^count\/pods$/, 'quota.pods_exceeded'],
  [/cpu$/, 'quota.cpu_exceeded'],
  [/memory$/, 'quota.memory_exceeded'],
  [/storage$/, 'quota.storage_exceeded'],
];

function usedUpQuota(quota: Entity): Candidate[] {
  const hard = texts(dig(quota.object, 'status', 'hard') ?? dig(quota.object, 'spec', 'hard'));
  const used = texts(dig(quota.object, 'status', 'used'));
  return Object.entries(hard).flatMap(([resource, limit]) => {
    const [top, now] = [quantity(limit), quantity(used[resource])];
    if (top === undefined || now === undefined || now < top) return [];
    return [
      proven(quota, {
        code: QUOTA_CODES.find(([pattern]) => pattern.test(resource))?.[1] ?? 'quota.object_count_exceeded',
        mechanism: 'used up',
        summary: `${shown(quota.ref)} is used up: ${resource}, ${used[resource]} of ${limit}.`,
        evidenceFor: [
          stateEvidence(quota.ref, `status.used[${resource}]`, used[resource], `${resource}: ${used[resource]} of ${limit} are used`),
        ],
        remedies: [
          { text: 'Raise the quota, or delete what is not needed.', command: command`kubectl describe ${kindAndName(quota.ref)}` },
        ],
      }),
    ];
  });
}

function autoscalerAtMaximum(scaler: Entity): Candidate[] {
  const [most, now] = [number(dig(scaler.object, 'spec', 'maxReplicas')), number(dig(scaler.object, 'status', 'currentReplicas'))];
  if (most === undefined || now === undefined || now < most) return [];
  return [
    proven(scaler, {
      code: 'autoscaling.at_maximum',
      mechanism: 'at its maximum',
      summary: `${shown(scaler.ref)} is at its maximum of ${most} replicas.`,
      evidenceFor: [stateEvidence(scaler.ref, 'status.currentReplicas', String(now), `${now} of at most ${most} replicas run`)],
      remedies: [
        {
          text: 'Raise maxReplicas, if the nodes and the quota have room for more pods.',
          command: command`kubectl edit ${kindAndName(scaler.ref)}`,
        },
      ],
    }),
  ];
}

function cordonedNode(node: Entity): Candidate {
  return proven(node, {
    code: 'node.drained',
    mechanism: 'cordoned',
    summary: `${shown(node.ref)} is cordoned, so that no new pod is placed on it.`,
    evidenceFor: [stateEvidence(node.ref, 'spec.unschedulable', 'true', `${shown(node.ref)} is cordoned`)],
    remedies: [
      { text: 'Let it take pods again, once its maintenance is over.', command: command`kubectl uncordon ${nodeName(node.ref.name)}` },
    ],
  });
}

/**
 * A custom resource of the alert's namespace whose kind and name both stand in the words of the alert: the labels of alerts about
 * them are those of their exporters, which no convention fixes.
 */
function customResourceNamed({ cluster }: Scene, { object, alert: { labels, annotations } }: Alarm): Candidate[] {
  const words = new Set(Object.values({ ...labels, ...annotations }).flatMap((text) => text.split(/[^\w.-]+/)));
  const found = cluster.all.filter(
    (one) => one.ref.namespace === object.name && words.has(one.ref.kind) && words.has(one.ref.name) && customKindOf(one) !== undefined,
  );
  return found.map((one) => {
    const state = text(dig(one.object, 'status', 'state')) ?? text(dig(one.object, 'status', 'phase'));
    const said = state === undefined ? 'reports no state' : `reports the state ${state}`;
    return {
      code: customKindOf(one)?.code ?? NOT_RECONCILED,
      object: one.ref,
      proof: 'pattern',
      weight: 0.12,
      own: true,
      summary: `${shown(one.ref)} is what the alert names; it ${said}.`,
      evidenceFor: [stateEvidence(one.ref, 'status', state ?? '', `${shown(one.ref)} ${said}`)],
      remedies: [{ text: 'See what its controller says.', command: command`kubectl describe ${kindAndName(one.ref)}` }],
      hits: [{ to: one.ref, mechanism: 'fails', text: 'Its controller does not bring it to the state that it asks for' }],
    };
  });
}

/** A restart longer ago than this has nothing to do with an alert that fires now. */
const RESTART_MS = 60 * 60_000;

/** Containers that run again after an end shortly before, which the alert may be about. */
function restarted(now: number, { workload }: Alarm): Candidate[] {
  const [worst] = (workload?.pods ?? [])
    .flatMap((pod) =>
      pod.containers.flatMap((container) => (container.last && container.restarts > 0 ? [{ pod, container, last: container.last }] : [])),
    )
    .filter(({ last }) => last.exitCode !== 0 && last.finishedAt !== undefined && now - last.finishedAt <= RESTART_MS)
    .toSorted((a, b) => b.container.restarts - a.container.restarts || (a.pod.key < b.pod.key ? -1 : 1));
  if (!workload || !worst) return [];
  const { pod, container, last } = worst;
  const isMemory = last.reason === 'OOMKilled';
  const limit = text(dig(container.spec, 'resources', 'limits', 'memory'));
  return [
    {
      code: isMemory ? 'oom.limit_too_low' : 'app.crash',
      object: workload.ref,
      proof: isMemory ? 'state' : 'pattern',
      weight: isMemory ? -0.06 : 0.1,
      own: isMemory,
      summary: isMemory
        ? `Container ${container.name} of ${shown(workload.ref)} was killed because it ran out of memory${limit ? `; its limit is ${limit}` : ''}. It runs again.`
        : `Container ${container.name} of ${shown(workload.ref)} ended ${endingText(last)} and runs again.`,
      evidenceFor: [
        stateEvidence(
          pod.ref,
          `status.containerStatuses[${container.name}].lastState.terminated`,
          last.reason ?? '',
          `Container ${container.name} of ${pod.ref.name} restarted ${container.restarts} times, last ended ${endingText(last)}`,
        ),
      ],
      remedies: [
        {
          text: 'Read what it logged before it ended.',
          command: command`kubectl logs ${nameOf(pod.ref)} -c ${containerName(container.name)} --previous`,
        },
        ...undo(workload.ref),
      ],
      hits: [hit(workload, 'restarts', 'Its containers end and are started again')],
      ...(last.finishedAt !== undefined && { onset: last.finishedAt }),
    },
  ];
}
