/**
 * The root-cause engine. Pure: no I/O, no clock, no randomness. The live graph, an offline dump and a test pass the same
 * types (types.ts) and get the same answer for the same input, to the byte.
 */
export { causeTitle } from './cause-titles.ts';
export { CAUSES, type CauseDefinition } from './causes.ts';
export { diagnose, diagnoseGroups } from './diagnose.ts';
export { REPORTABLE_KINDS, reportOf } from './symptoms/alerts.ts';
