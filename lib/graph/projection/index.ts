/** How the client's streams become the graph: records in, a GraphBatch out (see ../README.md). */
export { type EventFacts, toldByEvent } from './evidence.ts';
export { filledProjection } from './fill.ts';
export type { Health } from './health/index.ts';
export { readKnown } from './known.ts';
export { resourceKey } from './object.ts';
export type { Observed, Projection, TouchedObject } from './projection.ts';
