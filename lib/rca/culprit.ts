import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf, type ObjectRef, shown, uniqueRefs } from '#lib/kubernetes/refs.ts';
import type { Cluster } from './cluster/index.ts';
import { diffText } from './evidence.ts';
import { remedyOf } from './remedies.ts';
import { revertOf } from './revert.ts';
import type { Candidate } from './rule.ts';
import type { ChangeRecord, CulpritChange, Diagnosis, Onset, RankedCause } from './types.ts';

/** A change may come a moment after the first failure by the clocks of different machines. */
const SKEW_MS = 5_000;
/** What autoscalers change follows from the load and causes no trouble by itself. */
const AUTOSCALER = 'horizontal-pod-autoscaler';

/**
 * The change that most likely began the trouble: the one that the rule found in the failing field, otherwise the last one
 * before the first failure to the object at fault, otherwise to one that it reads. Undefined without one, or if the time of
 * the first failure is unknown. A creation counts where something was well before it.
 */
export function culpritOf(cluster: Cluster, { object, change }: Candidate, onset: Onset | undefined): CulpritChange | undefined {
  if (onset === undefined) return undefined;
  const isBefore = (one: ChangeRecord) =>
    one.at <= onset.at + SKEW_MS && (one.op !== 'created' || onset.wasWell === true) && one.by !== AUTOSCALER;
  const own = change && isBefore(change) ? change : newest(cluster, [object], isBefore);
  const found = own ?? newest(cluster, readBy(cluster, object), isBefore);
  if (!found) return undefined;
  const { id, at, op, fields, by } = found;
  const revert = remedyOf(revertOf(cluster, found));
  return toldFrom({ changeId: id, object: found.object, op, at, fields, revert, ...(by && { by }) }, onset.at);
}

/**
 * A diagnosis of a trouble that began at another time than its own evidence tells, such as one that has been followed from
 * its first sign on: with this onset, and the culprit change told from it; without the change if that came after.
 */
export function withOnset(diagnosis: Diagnosis, onset: Onset): Diagnosis {
  const { culprit, causes, ...rest } = diagnosis;
  if (!culprit) return { ...diagnosis, onset };
  if (culprit.at > onset.at + SKEW_MS) return { ...rest, causes, onset };
  const told = toldFrom(culprit, onset.at);
  return { ...rest, onset, culprit: told, causes: causes.map((cause) => (cause.rank === 1 ? withCulprit(cause, told) : cause)) };
}

/** A cause with the change that began it as its first evidence. */
export function withCulprit(cause: RankedCause, { changeId, object, fields, at, by, text }: CulpritChange): RankedCause {
  const others = cause.evidenceFor.filter(({ source }) => source.type !== 'change' || source.changeId !== changeId);
  const source = { type: 'change' as const, changeId, object, fields, at, ...(by && { by }) };
  return { ...cause, evidenceFor: [{ text, source }, ...others] };
}

function newest(cluster: Cluster, objects: readonly ObjectRef[], isBefore: (one: ChangeRecord) => boolean): ChangeRecord | undefined {
  const [last] = objects
    .flatMap((object) => cluster.changesOf(object))
    .filter(isBefore)
    .toSorted((a, b) => b.at - a.at || byText(keyOf(a.object), keyOf(b.object)) || byText(a.id, b.id));
  return last;
}

/** What an object reads: the workload that it belongs to, and what its template refers to. */
function readBy(cluster: Cluster, object: ObjectRef): ObjectRef[] {
  const workload = cluster.workloadAt(object);
  return workload ? uniqueRefs([workload.ref, ...cluster.referencesOf(workload).map(({ target }) => target)]) : [];
}

function toldFrom(change: Omit<CulpritChange, 'beforeMs' | 'text'>, onset: number): CulpritChange {
  const { changeId, object, op, at, fields, by, revert } = change;
  const beforeMs = Math.max(0, onset - at);
  const when = beforeMs < 1_000 ? 'at the time of the first failure' : `${lasting(beforeMs)} before the first failure`;
  const text = `${shown(object)} was ${op}${by ? ` by ${by}` : ''} ${when}${diffText({ ...change, id: changeId })}`;
  return { changeId, object, op, at, fields, beforeMs, text, ...(by && { by }), ...(revert && { revert }) };
}

/** `35 s`, `12 min`. */
function lasting(ms: number): string {
  const s = Math.round(ms / 1000);
  return s < 120 ? `${s} s` : `${Math.round(s / 60)} min`;
}
