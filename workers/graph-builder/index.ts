/** The graph builder: brings every client's graph to the end of its log and keeps it there. */
export { startGraphBuilder } from './graph-builder.ts';
export type { AppliedInfo, GraphBuilder } from './options.ts';
