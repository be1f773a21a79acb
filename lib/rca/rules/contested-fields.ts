import { command, kindAndName, kindSlashName } from '#lib/kubernetes/commands.ts';
import { dig, items, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { aspectOf, segments } from '../cluster/changes.ts';
import type { Entity } from '../cluster/entities.ts';
import type { ClusterEvent, Workload } from '../cluster/index.ts';
import { changeEvidence, eventEvidence, stateEvidence } from '../evidence.ts';
import type { Candidate, Rule, Scene } from '../rule.ts';
import type { ChangeRecord } from '../types.ts';

/**
 * Fields that two managers write in turn, each undoing the other, and rollouts that never end because of it.
 * Signals: observed changes of one field whose values alternate with their managers; without observed changes, ReplicaSets of one
 * Deployment that were each its newest revision several times (`deployment.kubernetes.io/revision-history`) while events
 * ScalingReplicaSet go on, or a new ReplicaSet every few minutes. Blames: the object, which both claim.
 * Sources: kubernetes.io/docs/reference/using-api/server-side-apply, "Field management"; kubernetes/pkg/controller/deployment/
 * util/deployment_util.go (RevisionHistoryAnnotation).
 */
export const contestedFieldRule: Rule = (scene) => [
  ...scene.cluster.all.flatMap((entity) => contestOf(scene, entity) ?? []),
  ...scene.cluster.workloads.flatMap((workload) => endlessRollout(scene, workload) ?? []),
];

/** A contest that has paused for longer is over. */
const RECENT_MS = 10 * 60_000;
/** One edit and its correction are no contest: this many times somebody's write has to be undone by somebody else. */
const MIN_UNDONE = 2;

/** A write of a field that took back what another manager had written. */
interface Write {
  change: ChangeRecord;
  by: string;
  before: string | undefined;
  after: string | undefined;
}

function contestOf({ cluster }: Scene, { ref: object, deletedAt }: Entity): Candidate | undefined {
  const changes = cluster.changesOf(object);
  if (changes.length <= MIN_UNDONE || deletedAt !== undefined) return undefined;
  const writes = new Map<string, Write[]>();
  for (const change of changes.toReversed())
    for (const { path, before, after } of change.fields)
      if (change.by !== undefined && change.op === 'updated' && isWanted(path))
        writes.set(path, [...(writes.get(path) ?? []), { change, by: change.by, before, after }]);
  const [path, undone] = [...writes].map(([of, all]) => [of, undoneIn(all)] as const).find(([, found]) => found.length >= MIN_UNDONE) ?? [];
  const last = undone?.at(-1);
  if (path === undefined || !undone || !last || cluster.now - last.change.at > RECENT_MS) return undefined;
  const managers = [...new Set(undone.map(({ by }) => by))].sort();
  const isReplicas = aspectOf(path) === 'replicas';
  return {
    code: isReplicas ? 'rollout.replicas_reset' : 'controller.conflict',
    object,
    proof: 'event',
    weight: 0.02,
    own: true,
    summary: `${managers.join(' and ')} undo each other's writes of ${path} of ${shown(object)}: ${undone.length} times it was set back, between ${shownValue(last.before)} and ${shownValue(last.after)}.`,
    evidenceFor: undone.slice(-3).map(({ change }) => changeEvidence(change)),
    remedies: [
      {
        text: `Let one of them own the field: take it out of the manifest of ${managers.length > 1 ? 'the other' : 'whoever else writes it'}, or stop that one. Both go on until then.`,
        command: command`kubectl get ${kindAndName(object)} -o yaml --show-managed-fields`,
      },
    ],
    hits: [{ to: object, mechanism: 'written in turn', text: `${path} changes back and forth` }],
    onset: undone[0]!.change.at,
    change: last.change,
  };
}

/** Only what somebody wants of an object: state and notes change all the time. */
function isWanted(path: string): boolean {
  const [head, next] = segments(path);
  return head === 'spec' || head === 'data' || (head === 'metadata' && next === 'labels');
}

/** The writes by which a manager took back what another one had written just before. */
function undoneIn(writes: readonly Write[]): Write[] {
  return writes.filter((write, index) => {
    const earlier = writes[index - 1];
    return earlier !== undefined && earlier.by !== write.by && earlier.before === write.after && earlier.after === write.before;
  });
}

const shownValue = (value: string | undefined) => (value === undefined ? 'absent' : value.slice(0, 80));

/** How often each of two ReplicaSets has to come back as the newest revision; a rollback and its correction are two. */
const MIN_RETURNS = 2;
/** So many new revisions within this time, up to now, are no release but a loop. */
const [MANY, WITHIN_MS] = [6, 15 * 60_000];

function endlessRollout({ cluster }: Scene, workload: Workload): Candidate | undefined {
  if (workload.ref.kind !== 'Deployment' || workload.deletedAt !== undefined) return undefined;
  const events = cluster.eventsAbout(workload.ref).filter(({ reason }) => reason === 'ScalingReplicaSet');
  const last = events.at(-1);
  const isGoingOn = last?.lastAt !== undefined && cluster.now - last.lastAt <= RECENT_MS;
  const returning = workload.replicaSets.filter((one) => returnsOf(one) >= MIN_RETURNS);
  if (returning.length >= 2 && last && isGoingOn) return rolloutCandidate(workload, alternating(returning), last, last.firstAt);
  const made = workload.replicaSets.flatMap(({ createdAt }) => createdAt ?? []).filter((at) => cluster.now - at <= WITHIN_MS);
  const newest = Math.max(...made);
  if (made.length < MANY || cluster.now - newest > RECENT_MS / 2) return undefined;
  return rolloutCandidate(
    workload,
    `${made.length} new revisions were made in ${WITHIN_MS / 60_000} minutes, one every ${Math.round(WITHIN_MS / 1000 / made.length)} s`,
    last,
    Math.min(...made),
  );
}

/** How often a ReplicaSet was the newest revision before it is now: the history has the earlier revisions, with commas. */
function returnsOf({ object }: Entity): number {
  const history = text(dig(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision-history')) ?? '';
  return history.split(',').filter(Boolean).length;
}

function alternating(sets: readonly Entity[]): string {
  return `${sets.length} of its revisions take turns: ${sets.map((one) => `${one.ref.name} came back ${returnsOf(one)} times`).join(', ')}`;
}

function rolloutCandidate(workload: Workload, what: string, event: ClusterEvent | undefined, onset: number | undefined): Candidate {
  const { ref: object } = workload;
  const managers = managersOf(workload);
  return {
    code: 'controller.conflict',
    title: 'Rollout without end',
    object,
    proof: 'event',
    weight: 0.02,
    own: true,
    summary: `${shown(object)} is rolled out again and again, because its pod template keeps changing: ${what}.`,
    evidenceFor: [
      stateEvidence(object, 'metadata.annotations', what, `${shown(object)}: ${what}`),
      ...(event ? [eventEvidence(event)] : []),
      ...(managers.length > 0
        ? [stateEvidence(object, 'metadata.managedFields', managers.join(', '), `Its template was written by ${managers.join(', ')}`)]
        : []),
    ],
    remedies: [
      {
        text: 'See who writes the template, and let one of them do it: two that apply it, or one whose every run changes it (a time or a random value in an annotation).',
        command: command`kubectl get ${kindAndName(object)} -o yaml --show-managed-fields`,
      },
      { text: 'Compare the revisions.', command: command`kubectl rollout history ${kindSlashName(object)}` },
    ],
    hits: [{ to: object, mechanism: 'rolled out without end', text: what }],
    ...(onset !== undefined && { onset }),
  };
}

/** Who owns fields of the template. */
function managersOf({ object }: Workload): string[] {
  const entries = items(dig(object, 'metadata', 'managedFields')).filter(
    (entry) => dig(entry.fieldsV1, 'f:spec', 'f:template') !== undefined && entry.subresource !== 'status',
  );
  return [...new Set(entries.flatMap(({ manager }) => text(manager) ?? []))].sort();
}
