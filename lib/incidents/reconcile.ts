import type { Diagnosis, ObjectRef, RankedCause } from '#lib/rca/types.ts';

/** An incident that nothing has confirmed for this long is over: shorter gaps are flapping, not recovery. */
export const CLOSE_AFTER_MS = 20_000;
/** The same trouble that comes back within this time is the same incident again, not a new one. */
export const REOPEN_WITHIN_MS = 10 * 60_000;

/** What reconciling needs to know of a stored incident. */
export interface KnownIncident {
  id: string;
  status: 'open' | 'closed';
  fingerprint: string;
  lastSeenAt: number;
  diagnosis: Diagnosis;
}

/** What to do with the stored incidents of a cluster. `why` is a line of the incident's history. */
export type IncidentStep =
  | { do: 'open'; diagnosis: Diagnosis; fingerprint: string; why: string }
  | { do: 'update'; id: string; diagnosis: Diagnosis; fingerprint: string; why?: string }
  | { do: 'reopen'; id: string; diagnosis: Diagnosis; fingerprint: string; why: string }
  | { do: 'close'; id: string; why: string };

/**
 * Brings the known incidents of a cluster in line with what is wrong now: what belongs to a known one updates it,
 * what is new opens one, what is not seen any more for a while closes. Pure; the order of the input changes nothing
 * but the order of the steps.
 *
 * A diagnosis belongs to a known incident when both have the same fingerprint, or else when they share a failing
 * object: evidence that arrives later may change the cause of the same trouble.
 */
export function reconcile(known: readonly KnownIncident[], diagnoses: readonly Diagnosis[], now: number): IncidentStep[] {
  const steps: IncidentStep[] = [];
  const matched = new Set<string>();
  for (const diagnosis of diagnoses) {
    const fingerprint = fingerprintOf(diagnosis);
    const candidates = known.filter(
      (incident) => !matched.has(incident.id) && (incident.status === 'open' || now - incident.lastSeenAt <= REOPEN_WITHIN_MS),
    );
    const match =
      candidates.find((incident) => incident.status === 'open' && incident.fingerprint === fingerprint) ??
      candidates.find((incident) => incident.status === 'open' && shareSymptom(incident.diagnosis, diagnosis)) ??
      candidates.find((incident) => incident.fingerprint === fingerprint);
    if (!match) {
      steps.push({ do: 'open', diagnosis, fingerprint, why: `Opened: ${headline(diagnosis)}` });
      continue;
    }
    matched.add(match.id);
    if (match.status === 'open' && weaker(diagnosis, match.diagnosis)) {
      steps.push({ do: 'update', id: match.id, diagnosis: match.diagnosis, fingerprint: match.fingerprint });
      continue;
    }
    if (match.status === 'closed')
      steps.push({ do: 'reopen', id: match.id, diagnosis, fingerprint, why: 'Opened again: the same trouble came back' });
    else {
      const why = changeOfMind(match.diagnosis, diagnosis);
      steps.push({ do: 'update', id: match.id, diagnosis, fingerprint, ...(why ? { why } : {}) });
    }
  }
  for (const incident of known) {
    if (incident.status !== 'open' || matched.has(incident.id) || now - incident.lastSeenAt < CLOSE_AFTER_MS) continue;
    steps.push({ do: 'close', id: incident.id, why: 'Closed: everything that failed is healthy again' });
  }
  return steps;
}

const STRENGTH = { possible: 1, likely: 2, confirmed: 3 };

/**
 * Whether what is seen now tells less than what was seen before: while things recover, symptoms outlive the evidence of
 * their cause. The cause that was found stays then; only one at least as sure replaces it.
 */
function weaker(now: Diagnosis, before: Diagnosis): boolean {
  const [fresh, known] = [now.causes[0], before.causes[0]];
  if (!known) return false;
  return !fresh || (!sameCause(fresh, known) && STRENGTH[fresh.tier] < STRENGTH[known.tier]);
}

/** What makes two diagnoses speak of the same trouble: cause and object, or the first symptom where no cause is known. */
export function fingerprintOf(diagnosis: Diagnosis): string {
  const cause = diagnosis.causes[0];
  if (cause) return `${cause.code} ${nameOf(cause.object)}`;
  const symptom = diagnosis.symptoms[0];
  return symptom ? `unknown ${nameOf(symptom.object)}` : 'unknown';
}

/** One line for lists: the first cause, or what is wrong where no cause is known. */
export function headline(diagnosis: Diagnosis): string {
  const cause = diagnosis.causes[0];
  if (cause) return cause.title;
  const symptom = diagnosis.symptoms[0];
  return symptom ? `${symptom.object.kind} ${symptom.object.name}: ${symptom.what}, cause unknown` : 'Something is wrong, cause unknown';
}

function changeOfMind(before: Diagnosis, after: Diagnosis): string | undefined {
  const [old, fresh] = [before.causes[0], after.causes[0]];
  if (sameCause(old, fresh)) {
    return old && fresh && old.tier !== fresh.tier ? `The cause is now ${fresh.tier} (was ${old.tier})` : undefined;
  }
  const reason = fresh?.evidenceFor.find((evidence) => !old?.evidenceFor.some((known) => known.text === evidence.text));
  return `The first cause changed from ${old ? `“${old.title}”` : 'unknown'} to ${fresh ? `“${fresh.title}”` : 'unknown'}${reason ? `, because: ${reason.text}` : ''}`;
}

function sameCause(a: RankedCause | undefined, b: RankedCause | undefined): boolean {
  return a?.code === b?.code && (a === undefined || b === undefined || nameOf(a.object) === nameOf(b.object));
}

/** Whether two diagnoses speak of a failing object in common. */
export function shareSymptom(a: Diagnosis, b: Diagnosis): boolean {
  const names = new Set(a.symptoms.map((symptom) => nameOf(symptom.object)));
  return b.symptoms.some((symptom) => names.has(nameOf(symptom.object)));
}

function nameOf(object: ObjectRef): string {
  return `${object.kind}/${object.namespace ?? ''}/${object.name}`;
}
