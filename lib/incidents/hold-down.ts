import { keyOf } from '#lib/kubernetes/refs.ts';
import { withOnset } from '#lib/rca/culprit.ts';
import type { Diagnosis } from '#lib/rca/types.ts';

/** A problem has to last this long before it becomes an incident, so that transient ones wake nobody. */
export const OPEN_AFTER_MS = 5_000;

/** What began longer ago would have been seen failing before, unless the cluster is not wholly known yet. */
const LONGEST_GRACE_MS = 60_000;

/** When each failing object of a cluster was first seen failing, by key, in epoch ms. */
export type FailingSince = ReadonlyMap<string, number>;

/**
 * Separates diagnoses whose problem has lasted long enough from those that have to wait. `seen` is the result of the
 * previous call, an empty map at first; an object that has recovered is removed, so that its next failure starts anew. A
 * settled diagnosis begins, at the latest, when one of its objects was first seen failing.
 * Pure; `now` in epoch ms.
 */
export function holdDown(
  seen: FailingSince,
  diagnoses: readonly Diagnosis[],
  now: number,
): { settled: Diagnosis[]; waiting: boolean; seen: FailingSince } {
  const next = new Map<string, number>();
  const settled = diagnoses.flatMap((diagnosis) => {
    const since = diagnosis.symptoms.map(({ object }) => {
      const name = keyOf(object);
      const first = seen.get(name) ?? now;
      next.set(name, first);
      return first;
    });
    // A sign that has a time of grace of its own has lasted that long when it is first seen.
    const onset = diagnosis.onset?.at ?? now;
    const lasting = Math.min(now, ...since, now - onset <= LONGEST_GRACE_MS ? onset : now);
    if (now - lasting < OPEN_AFTER_MS) return [];
    const first = Math.min(onset, ...since);
    // What was seen failing has begun by then, even if the evidence of its begin is gone.
    return [withOnset(diagnosis, { ...diagnosis.onset, at: first })];
  });
  return { settled, waiting: settled.length < diagnoses.length, seen: next };
}
