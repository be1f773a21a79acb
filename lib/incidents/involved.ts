import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Diagnosis } from '#lib/rca/types.ts';

/** How many objects of an incident are kept to find it by. */
const MAX_OBJECTS = 1_000;

/** What an incident is found by. */
export interface Involved {
  /** `Kind/namespace/name`, as `keyOf` writes it. */
  objects: string[];
  namespaces: string[];
  /** The keys of changes that speak for a cause. */
  changes: string[];
}

/**
 * The objects that are part of an incident, which are those at fault, on its chain and failing or degraded by it but not those that are
 * merely at risk, and the changes that speak for its causes. Pure.
 */
export function involvedIn({ culprit, causes, symptoms, chain, blastRadius, earlier }: Diagnosis): Involved {
  const objects = [
    ...(culprit ? [culprit.object] : []),
    ...causes.slice(0, 1).map(({ object }) => object),
    ...symptoms.map(({ object }) => object),
    ...chain.flatMap(({ from, to }) => [from, to]),
    ...blastRadius.affected.filter(({ impact }) => impact !== 'at-risk').map(({ object }) => object),
    ...(earlier?.failed ?? []),
  ].slice(0, MAX_OBJECTS);
  const changes = causes.flatMap(({ evidenceFor }) =>
    evidenceFor.flatMap(({ source }) => (source.type === 'change' ? [source.changeId] : [])),
  );
  return {
    objects: [...new Set(objects.map(keyOf))],
    namespaces: [...new Set(objects.flatMap(({ namespace }) => namespace ?? []))],
    changes: [...new Set([...(culprit ? [culprit.changeId] : []), ...changes])],
  };
}
