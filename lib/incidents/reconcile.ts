import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { belongsTo, everShared, isSameCause, isWeaker, withEarlier, withWhatWasKnown } from './kept-diagnosis.ts';

/** An incident that no diagnosis has confirmed for this long is over; shorter gaps are flapping, not recovery. */
export const CLOSE_AFTER_MS = 20_000;
/** If the same problem comes back within this time, its incident is reopened instead of a new one opened. */
export const REOPEN_WITHIN_MS = 10 * 60_000;

/** What reconciling needs to know about a stored incident. */
export interface KnownIncident {
  id: string;
  status: 'open' | 'closed';
  fingerprint: string;
  lastSeenAt: number;
  diagnosis: Diagnosis;
}

/** A change to the stored incidents of a cluster. `why` is the entry in the incident's history. */
export type IncidentStep =
  | { do: 'open'; diagnosis: Diagnosis; fingerprint: string; why: string; splitFrom?: string; notBefore?: number }
  | { do: 'update'; id: string; diagnosis: Diagnosis; fingerprint: string; why?: string }
  | { do: 'reopen'; id: string; diagnosis: Diagnosis; fingerprint: string; why: string }
  | { do: 'merge'; id: string; into: string; why: string }
  | { do: 'close'; id: string; why: string };

/**
 * Determines how the known incidents of a cluster change with the current diagnoses. Pure; the order of the input affects
 * only the order of the steps. `now` in epoch ms.
 *
 * A diagnosis belongs to the open incident with the same fingerprint; otherwise to the open one with which it shares most
 * failing objects, because later evidence may change the cause of the same problem, or of which it is a part (`belongsTo`);
 * otherwise to a recently closed one with its fingerprint, or whose objects fail again without a better explanation so far. A diagnosis that belongs to none opens an
 * incident; if its objects were part of another incident so far, it is split from that one. An incident begins after the end of
 * those closed before that had its failing objects. An incident without a diagnosis during the hold-down is closed or, if its objects still fail but
 * now belong to another incident, merged into that one.
 */
export function reconcile(known: readonly KnownIncident[], diagnoses: readonly Diagnosis[], now: number): IncidentStep[] {
  const mine = assign(known, diagnoses, now);
  const taken = new Map([...mine].map(([diagnosis, incident]) => [incident.id, diagnosis]));
  const isRest = (diagnosis: Diagnosis) => !mine.has(diagnosis) && isPartOf(diagnosis, known, taken);
  const steps = diagnoses.filter((one) => !isRest(one)).map((diagnosis) => stepFor(diagnosis, mine.get(diagnosis), known));
  for (const incident of known) {
    if (incident.status !== 'open' || taken.has(incident.id) || now - incident.lastSeenAt < CLOSE_AFTER_MS) continue;
    const into = known.find(({ id }) => overlap(taken.get(id), incident.diagnosis) > 0);
    steps.push(
      into
        ? { do: 'merge', id: incident.id, into: into.id, why: `Merged: what failed here follows from “${headline(into.diagnosis)}”` }
        : { do: 'close', id: incident.id, why: 'Closed: everything that failed is healthy again' },
    );
  }
  return steps;
}

/** The known incident that each diagnosis belongs to, at most one each; the most certain matches are assigned first. */
function assign(known: readonly KnownIncident[], diagnoses: readonly Diagnosis[], now: number): Map<Diagnosis, KnownIncident> {
  const pairs = diagnoses.flatMap((diagnosis) => {
    const fingerprint = fingerprintOf(diagnosis);
    return known.flatMap((incident) => {
      const isSame = incident.fingerprint === fingerprint;
      const shared = overlap(incident.diagnosis, diagnosis);
      if (incident.status === 'open') {
        const sure = isSame ? 3 : shared > 0 ? 2 : belongsTo(diagnosis, incident.diagnosis) ? 1 : 0;
        return sure > 0 ? { diagnosis, fingerprint, incident, sure, shared } : [];
      }
      const isRecent = now - incident.lastSeenAt <= REOPEN_WITHIN_MS;
      const isAgain = isSame || (everShared(diagnosis, incident.diagnosis) > 0 && isWeaker(diagnosis, incident.diagnosis));
      return isAgain && isRecent ? { diagnosis, fingerprint, incident, sure: 0, shared } : [];
    });
  });
  const ordered = pairs.sort(
    (a, b) =>
      b.sure - a.sure ||
      b.shared - a.shared ||
      b.incident.lastSeenAt - a.incident.lastSeenAt ||
      byText(a.incident.id, b.incident.id) ||
      byText(a.fingerprint, b.fingerprint),
  );
  const given = new Map<Diagnosis, KnownIncident>();
  const taken = new Set<KnownIncident>();
  for (const { diagnosis, incident } of ordered) {
    if (given.has(diagnosis) || taken.has(incident)) continue;
    given.set(diagnosis, incident);
    taken.add(incident);
  }
  return given;
}

/** Whether what a diagnosis is about belongs to an incident that another diagnosis was assigned to. */
function isPartOf(diagnosis: Diagnosis, known: readonly KnownIncident[], taken: ReadonlyMap<string, Diagnosis>): boolean {
  return known.some(({ id, diagnosis: other }) => taken.has(id) && belongsTo(diagnosis, other));
}

function stepFor(diagnosis: Diagnosis, match: KnownIncident | undefined, known: readonly KnownIncident[]): IncidentStep {
  const fingerprint = fingerprintOf(diagnosis);
  if (!match) {
    const ended = known.flatMap((one) => (one.status === 'closed' && overlap(one.diagnosis, diagnosis) > 0 ? [one.lastSeenAt] : []));
    const notBefore = ended.length > 0 ? { notBefore: Math.max(...ended) } : {};
    const from = known.find((incident) => incident.status === 'open' && overlap(incident.diagnosis, diagnosis) > 0);
    return from
      ? {
          do: 'open',
          diagnosis,
          fingerprint,
          why: `Split from “${headline(from.diagnosis)}”: ${headline(diagnosis)}`,
          splitFrom: from.id,
          ...notBefore,
        }
      : { do: 'open', diagnosis, fingerprint, why: `Opened: ${headline(diagnosis)}`, ...notBefore };
  }
  const kept = isWeaker(diagnosis, match.diagnosis);
  const current = kept
    ? { diagnosis: withEarlier(match.diagnosis, diagnosis), fingerprint: match.fingerprint }
    : { diagnosis: withWhatWasKnown(diagnosis, match.diagnosis), fingerprint };
  if (match.status === 'closed') return { do: 'reopen', id: match.id, ...current, why: 'Reopened: the same problem came back' };
  const why = kept ? undefined : causeChange(match.diagnosis, diagnosis);
  return { do: 'update', id: match.id, ...current, ...(why ? { why } : {}) };
}

/** What two diagnoses of the same problem have in common: cause and object, or the first symptom if no cause is known. */
export function fingerprintOf(diagnosis: Diagnosis): string {
  const cause = diagnosis.causes[0];
  if (cause) return `${cause.code} ${keyOf(cause.object)}`;
  const symptom = diagnosis.symptoms[0];
  return symptom ? `unknown ${keyOf(symptom.object)}` : 'unknown';
}

/** A title for lists: the first cause, or the first symptom if no cause is known. */
export function headline(diagnosis: Diagnosis): string {
  const cause = diagnosis.causes[0];
  if (cause) return cause.title;
  const symptom = diagnosis.symptoms[0];
  return symptom ? `${symptom.object.kind} ${symptom.object.name}: ${symptom.what}, cause unknown` : 'Unknown problem';
}

function causeChange(before: Diagnosis, after: Diagnosis): string | undefined {
  const [old, fresh] = [before.causes[0], after.causes[0]];
  if (isSameCause(old, fresh)) {
    return old && fresh && old.tier !== fresh.tier ? `The cause is now ${fresh.tier} (was ${old.tier})` : undefined;
  }
  const reason = fresh?.evidenceFor.find((evidence) => !old?.evidenceFor.some((known) => known.text === evidence.text));
  return `The first cause changed from ${old ? `“${old.title}”` : 'unknown'} to ${fresh ? `“${fresh.title}”` : 'unknown'}${reason ? `, because: ${reason.text}` : ''}`;
}

/** The number of failing objects that two diagnoses have in common. */
export function overlap(a: Diagnosis | undefined, b: Diagnosis): number {
  const names = new Set(a?.symptoms.map(({ object }) => keyOf(object)));
  return b.symptoms.filter(({ object }) => names.has(keyOf(object))).length;
}

/** Whether a diagnosis has the shape that incidents are compared by; `refuse` is called with the reason if not. */
export function isReadable(diagnosis: Diagnosis, refuse: (why: string) => void): boolean {
  try {
    headline(diagnosis);
    fingerprintOf(diagnosis);
    overlap(diagnosis, diagnosis);
    return true;
  } catch (error) {
    refuse(`its diagnosis cannot be read: ${(error as Error).message}`);
    return false;
  }
}
