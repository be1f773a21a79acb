import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Diagnosis } from '#lib/rca/types.ts';

/** Trouble must stay for this long before it becomes an incident: what passes by itself wakes nobody. */
export const OPEN_AFTER_MS = 5_000;

/** Since when each failing object of a cluster has been seen failing, by name (epoch ms). */
export type SeenSince = ReadonlyMap<string, number>;

/**
 * Parts diagnoses into those whose trouble has stayed long enough and those to wait for. `seen` is the answer of the
 * look before ({} at first); an object that is well again is forgotten, so its next failure starts anew.
 */
export function holdDown(
  seen: SeenSince,
  diagnoses: readonly Diagnosis[],
  now: number,
): { settled: Diagnosis[]; waiting: boolean; seen: SeenSince } {
  const next = new Map<string, number>();
  const settled = diagnoses.filter((diagnosis) => {
    const since = diagnosis.symptoms.map(({ object }) => {
      const name = keyOf(object);
      const first = seen.get(name) ?? now;
      next.set(name, first);
      return first;
    });
    return now - Math.min(now, ...since) >= OPEN_AFTER_MS;
  });
  return { settled, waiting: settled.length < diagnoses.length, seen: next };
}
