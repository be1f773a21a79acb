/** How the client's streams become the graph: records in, a GraphBatch out (see ../README.md). */

export type { Health } from '#lib/kubernetes/health/index.ts';
export { resourceKey } from '#lib/kubernetes/object.ts';
export { type EventFacts, factsOfEvent } from './evidence.ts';
export { filledProjection } from './fill.ts';
export { readKnown } from './known.ts';
export type { Observed, Projection, TouchedObject } from './projection.ts';
