import { handle } from './handles.ts';

const state = handle<'starting' | 'ready' | 'stopping'>('readiness');

/** Whether this process takes work: no longer from the moment it is told to stop, so that nobody sends it more. */
export const readiness = {
  /** Called when a process begins to compose its parts. Without it (in tests) a process counts as ready. */
  starting: () => state.provide('starting'),
  ready: () => state.provide('ready'),
  stopping: () => state.provide('stopping'),
  state: () => state.find() ?? 'ready',
  /** For the readiness route of the portal. */
  isStopping: () => state.find() === 'stopping',
};
