import { wording } from '#lib/kubernetes/canonical.ts';
import { command, fixed, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, type Fields, items, number, text, words } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, type Hit, type Rule, type Scene, withChange } from '../rule.ts';
import type { Evidence } from '../types.ts';

/**
 * Objects that are stuck in Terminating, and evictions that a disruption budget blocks.
 * Signals: deletionTimestamp long past while finalizers remain, or on a node that is not ready; ExceededGracePeriod,
 * FailedKillPod; "Cannot evict pod as it would violate the pod's disruption budget" while a node is being drained.
 * Blames: the object itself, or the Node; the PodDisruptionBudget.
 * Sources: kubernetes.io/docs/concepts/overview/working-with-objects/finalizers; kubernetes.io/docs/tasks/run-application/configure-pdb.
 */
export const lifecycleRule: Rule = (scene) => [
  ...(['Pod', 'Namespace', 'PersistentVolumeClaim', 'PersistentVolume'] as const).flatMap((kind) =>
    scene.cluster.of(kind).flatMap((entity) => stuck(scene, entity) ?? []),
  ),
  ...scene.cluster.of('PodDisruptionBudget').flatMap((budget) => blocking(scene, budget) ?? []),
];

/** How long an object may take to disappear after its grace period, which deletionTimestamp includes. */
const PATIENCE_MS = 5 * 60_000;
/** The same for a pod: the kubelet kills it when the grace period ends and removes it within seconds. */
const POD_PATIENCE_MS = 60_000;
/** The same for a namespace whose conditions say what blocks its deletion. */
const HELD_MS = 30_000;

/** Conditions of a namespace whose content cannot be deleted (kubernetes/pkg/controller/namespace/deletion/status_condition_utils.go). */
const HOLDS = new Set([
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceFinalizersRemaining',
]);

function conditions(object: KubernetesObject): Fields[] {
  return items(dig(object, 'status', 'conditions'));
}

function stuck(scene: Scene, entity: Entity): Candidate | undefined {
  const { cluster } = scene;
  if (entity.deletedAt === undefined) return undefined;
  const late = cluster.now - entity.deletedAt;
  const held = conditions(entity.object).find(({ type, status }) => HOLDS.has(text(type) ?? '') && status === 'True');
  if (late < (held ? HELD_MS : entity.ref.kind === 'Pod' ? POD_PATIENCE_MS : PATIENCE_MS)) return undefined;
  const finalizers = words(dig(entity.object, 'metadata', 'finalizers')).concat(words(dig(entity.object, 'spec', 'finalizers')));
  const event = cluster
    .eventsAbout(entity.ref)
    .findLast(({ reason }) => /^(ExceededGracePeriod|FailedKillPod|FailedDelete|VolumeFailedDelete)$/.test(reason));
  const node = text(dig(entity.object, 'spec', 'nodeName'));
  const users = entity.ref.kind === 'PersistentVolumeClaim' ? cluster.consumersOf(entity.ref) : [];
  const evidence: Evidence[] = [
    stateEvidence(
      entity.ref,
      'metadata.deletionTimestamp',
      text(dig(entity.object, 'metadata', 'deletionTimestamp')) ?? '',
      `It should have been deleted ${late < 120_000 ? `${Math.round(late / 1000)} seconds` : `${Math.round(late / 60_000)} minutes`} ago`,
    ),
    ...(held
      ? [stateEvidence(entity.ref, `status.conditions[${text(held.type)}]`, 'True', text(held.message) ?? text(held.type) ?? '')]
      : []),
    ...(finalizers.length > 0
      ? [stateEvidence(entity.ref, 'metadata.finalizers', finalizers, `Its finalizers have not been removed: ${finalizers.join(', ')}`)]
      : []),
    ...users.slice(0, 2).map(({ ref: user }) => stateEvidence(user, 'spec.volumes', entity.ref.name, `${shown(user)} still uses it`)),
    ...(event ? [eventEvidence(event)] : []),
  ];
  return {
    code: 'lifecycle.terminating_stuck',
    object: entity.ref,
    proof: 'state',
    weight: -0.08,
    own: true,
    summary: `${shown(entity.ref)} is stuck in Terminating${finalizers.length > 0 ? `: its finalizers ${finalizers.join(', ')} are not removed` : ''}.`,
    evidenceFor: evidence,
    remedies: [
      { text: 'Restore the controller that owns the finalizer.', command: command`kubectl describe ${kindAndName(entity.ref)}` },
      {
        text: 'Remove the finalizers, but only if that controller is gone for good.',
        command: command`kubectl patch ${kindAndName(entity.ref)} --type=merge -p ${fixed('{"metadata":{"finalizers":null}}')}`,
      },
    ],
    hits: [{ to: entity.ref, mechanism: 'not deleted', text: 'It cannot be deleted' }],
    onset: entity.deletedAt,
    ...(node !== undefined && { yieldsTo: [{ kind: 'Node', name: node }] }),
  };
}

function blocking(scene: Scene, budget: Entity): Candidate | undefined {
  const { cluster } = scene;
  const status = dig(budget.object, 'status');
  const allowed = number(dig(status, 'disruptionsAllowed'));
  if (allowed !== 0) return undefined;
  const event = cluster.allEvents.findLast(
    ({ message, about }) =>
      /violate the pod's disruption budget|needs \d+ healthy pods and has/i.test(message) &&
      (about.namespace ?? budget.ref.namespace) === budget.ref.namespace,
  );
  const cordoned: ObjectRef[] = cluster.nodes
    .filter(({ object }) => dig(object, 'spec', 'unschedulable') === true)
    .map(({ ref: node }) => node);
  if (!event) return undefined;
  const hits: Hit[] = event
    ? [{ to: ref(event.about.kind, event.about.namespace, event.about.name), mechanism: 'eviction refused', text: event.message }]
    : [];
  const candidate: Candidate = {
    code: 'lifecycle.eviction_blocked',
    object: budget.ref,
    proof: 'state',
    weight: -0.04,
    own: true,
    summary: `${shown(budget.ref)} allows no disruption, so evictions are refused.`,
    evidenceFor: [
      stateEvidence(
        budget.ref,
        'status.disruptionsAllowed',
        '0',
        `It allows 0 disruptions: ${wording(dig(status, 'currentHealthy') ?? '?')} pods are healthy, ${wording(dig(status, 'desiredHealthy') ?? '?')} are required`,
      ),
      eventEvidence(event),
      ...cordoned
        .slice(0, 1)
        .map((node) => stateEvidence(node, 'spec.unschedulable', 'true', `${shown(node)} is cordoned, as during a drain`)),
    ],
    remedies: [
      {
        text: 'Run one more replica than the budget requires, or relax the budget.',
        command: command`kubectl edit ${kindAndName(budget.ref)}`,
      },
      { text: 'Check which pods it covers.', command: command`kubectl describe ${kindAndName(budget.ref)}` },
    ],
    hits,
  };
  return withChange(scene, candidate, budget.ref, ['other', 'selector']);
}
