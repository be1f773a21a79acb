import { command, fixed, kindAndName, kindSlashName } from '#lib/kubernetes/commands.ts';
import { dig, type Fields, items, text, words } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Cluster } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import type { Advice, Candidate, Rule, Scene } from '../rule.ts';
import type { Evidence } from '../types.ts';
import { sentence } from '../wording.ts';
import { isUnavailable } from './api-services.ts';

/**
 * Objects of any kind that are stuck in Terminating.
 * Signals: deletionTimestamp long past while finalizers remain, or on a node that is not ready; ExceededGracePeriod,
 * FailedKillPod; the conditions of a namespace that say what is left in it.
 * Blames: the object itself, or the Node. A namespace gives way to the objects in it whose finalizers are not removed, and to
 * the APIService that does not answer.
 * Sources: kubernetes.io/docs/concepts/overview/working-with-objects/finalizers;
 * kubernetes/pkg/controller/namespace/deletion/status_condition_utils.go.
 */
export const lifecycleRule: Rule = (scene) => scene.cluster.all.flatMap((entity) => stuck(scene, entity) ?? []);

/** How long an object may take to disappear after its grace period, which deletionTimestamp includes. */
const PATIENCE_MS = 5 * 60_000;
/** The same for a pod, which the kubelet kills when the grace period ends and removes within seconds, and for a claim that a running pod uses. */
const POD_PATIENCE_MS = 60_000;
/** The same for a namespace whose conditions say what blocks its deletion, and for what is in it. */
const HELD_MS = 30_000;

/** Kinds that are gone within seconds unless something holds them; others may take their controller as long as they take. */
const HANGS = new Set(['Pod', 'Namespace', 'PersistentVolumeClaim', 'PersistentVolume']);

/** Conditions of a namespace whose content cannot be deleted, those that say why first. */
const HOLDS = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceFinalizersRemaining',
  'NamespaceDeletionContentFailure',
  'NamespaceContentRemaining',
];

function holdsOf({ ref: own, object }: Entity): Fields[] {
  if (own.kind !== 'Namespace') return [];
  const conditions = items(dig(object, 'status', 'conditions'));
  return HOLDS.flatMap((hold) => conditions.filter(({ type, status }) => type === hold && status === 'True'));
}

function finalizersOf({ object }: Entity): string[] {
  return words(dig(object, 'metadata', 'finalizers'));
}

/** Whether an object has been deleted for longer than it can take. Objects without a grace period or finalizer are gone at once. */
function isStuck(cluster: Cluster, entity: Entity): boolean {
  const { ref: own, deletedAt } = entity;
  if (deletedAt === undefined) return false;
  const namespace = own.kind === 'Namespace' ? entity : cluster.find('Namespace', undefined, own.namespace ?? '');
  const isHeld = namespace !== undefined && holdsOf(namespace).length > 0;
  const isUsed =
    own.kind === 'PersistentVolumeClaim' && cluster.consumersOf(own).some(({ pods }) => pods.some((pod) => pod.phase === 'Running'));
  const patience = own.kind === 'Pod' || isUsed ? POD_PATIENCE_MS : isHeld ? HELD_MS : PATIENCE_MS;
  if (cluster.now - deletedAt < patience) return false;
  return own.kind === 'Pod' || own.kind === 'Namespace' || finalizersOf(entity).length > 0;
}

function stuck(scene: Scene, entity: Entity): Candidate | undefined {
  const { cluster } = scene;
  const { ref: own, deletedAt } = entity;
  if (deletedAt === undefined || !isStuck(cluster, entity)) return undefined;
  const late = cluster.now - deletedAt;
  const holds = holdsOf(entity);
  const finalizers = finalizersOf(entity);
  const event = cluster
    .eventsAbout(own)
    .findLast(({ reason }) =>
      /^(ExceededGracePeriod|FailedKillPod|FailedDelete|VolumeFailedDelete|SyncLoadBalancerFailed|DeletingLoadBalancerFailed)$/.test(
        reason,
      ),
    );
  const node = own.kind === 'Pod' ? text(dig(entity.object, 'spec', 'nodeName')) : undefined;
  const users = own.kind === 'PersistentVolumeClaim' ? cluster.consumersOf(own) : [];
  const holders = own.kind === 'Namespace' ? holdersOf(cluster, entity) : [];
  const evidence: Evidence[] = [
    stateEvidence(
      own,
      'metadata.deletionTimestamp',
      text(dig(entity.object, 'metadata', 'deletionTimestamp')) ?? '',
      `It should have been deleted ${late < 120_000 ? `${Math.round(late / 1000)} seconds` : `${Math.round(late / 60_000)} minutes`} ago`,
    ),
    ...holds.map((held) =>
      stateEvidence(own, `status.conditions[${text(held.type)}]`, 'True', text(held.message) ?? text(held.type) ?? ''),
    ),
    ...(finalizers.length > 0
      ? [stateEvidence(own, 'metadata.finalizers', finalizers, `Its finalizers have not been removed: ${finalizers.join(', ')}`)]
      : []),
    ...holders.map((holder) => stateEvidence(holder, 'metadata', holder.name, `${shown(holder)} holds the deletion up`)),
    ...users.slice(0, 2).map(({ ref: user }) => stateEvidence(user, 'spec.volumes', own.name, `${shown(user)} still uses it`)),
    ...(event ? [eventEvidence(event)] : []),
  ];
  const [main] = holds;
  const why = main
    ? `: ${text(main.message) ?? text(main.type) ?? ''}`
    : finalizers.length > 0
      ? `: its finalizers ${finalizers.join(', ')} are not removed`
      : '';
  const namespace = inside(cluster, own);
  return {
    code: 'lifecycle.terminating_stuck',
    object: own,
    proof: 'state',
    weight: namespace ? -0.06 : HANGS.has(own.kind) ? -0.08 : -0.14,
    own: true,
    summary: sentence(`${shown(own)} is stuck in Terminating${why}`),
    evidenceFor: evidence,
    remedies: own.kind === 'Namespace' ? namespaceRemedies(own, holds) : remediesFor(own, finalizers, users.length > 0),
    hits: [
      { to: own, mechanism: 'not deleted', text: 'It cannot be deleted' },
      ...(namespace
        ? [{ to: namespace, mechanism: 'not empty', text: `${shown(namespace)} cannot be deleted while ${shown(own)} exists` }]
        : []),
    ],
    onset: deletedAt,
    ...(node !== undefined && { yieldsTo: [ref('Node', undefined, node)] }),
    ...(holders.length > 0 && { yieldsTo: holders }),
  };
}

/** The namespace of an object, if that is being deleted itself. */
function inside(cluster: Cluster, { kind, namespace }: ObjectRef): ObjectRef | undefined {
  const found = kind === 'Namespace' || namespace === undefined ? undefined : cluster.find('Namespace', undefined, namespace);
  return found?.deletedAt === undefined ? undefined : found.ref;
}

/** What holds the deletion of a namespace up: objects in it with finalizers, and APIs that do not answer. */
function holdersOf(cluster: Cluster, namespace: Entity): ObjectRef[] {
  const objects = cluster.all.filter(
    (one) => one.ref.namespace === namespace.ref.name && finalizersOf(one).length > 0 && isStuck(cluster, one),
  );
  const isBlind = holdsOf(namespace).some(({ type }) => type === 'NamespaceDeletionDiscoveryFailure');
  const apis = isBlind ? cluster.of('APIService').filter((api) => isUnavailable(api, cluster.now)) : [];
  return [...objects, ...apis].map((one) => one.ref);
}

function namespaceRemedies(own: ObjectRef, holds: readonly Fields[]): Advice[] {
  const isBlind = holds.some(({ type }) => type === 'NamespaceDeletionDiscoveryFailure');
  return [
    ...(isBlind
      ? [
          {
            text: 'Restore the Service of the API that its condition names. If its provider was removed for good, delete the APIService: that API is gone then.',
            command: command`kubectl get apiservices`,
          },
        ]
      : []),
    {
      text: `List the kinds that can be in it; kubectl get KIND -n ${own.name} shows what is left, and -o yaml its finalizers.`,
      command: command`kubectl api-resources --verbs=list --namespaced -o name`,
    },
    {
      text: 'Restore the controller that removes these finalizers. Only if it is gone for good, remove them from the objects: what they protect outside of the cluster stays behind. The finalizer of the namespace itself goes when it is empty.',
      command: command`kubectl describe ${kindAndName(own)}`,
    },
  ];
}

function remediesFor(own: ObjectRef, finalizers: readonly string[], isUsed: boolean): Advice[] {
  const { kind } = own;
  if (kind === 'Pod' && finalizers.length === 0)
    return [
      { text: 'See whether its node answers: the kubelet must end the pod.', command: command`kubectl describe ${kindAndName(own)}` },
      {
        text: 'Only if the node is gone for good, remove the pod from the API: if it still runs there, it runs on, and a StatefulSet may run it twice.',
        command: command`kubectl delete ${kindAndName(own)} --grace-period=0 --force`,
      },
    ];
  if (isUsed)
    return [
      {
        text: 'Stop the pods that use it: then it is deleted, with its data if its volume is not retained.',
        command: command`kubectl describe ${kindAndName(own)}`,
      },
    ];
  return [
    {
      text: finalizers.length > 0 ? `Restore the controller that removes ${finalizers.join(', ')}.` : 'Find out what still holds it.',
      command: command`kubectl describe ${kindAndName(own)}`,
    },
    {
      text: 'Only if that controller is gone for good, remove the finalizers. What they protect (disks, load balancers, DNS records) stays behind and must be removed by hand.',
      command: command`kubectl patch ${kindSlashName(own)} --type=merge -p ${fixed('{"metadata":{"finalizers":null}}')}`,
    },
  ];
}
