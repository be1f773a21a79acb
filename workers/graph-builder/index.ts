/** The graph-builder role: brings every client's graph to the end of its log and keeps it there. */
export { type AppliedInfo, type GraphBuilder, startGraphBuilder } from './graph-builder.ts';
