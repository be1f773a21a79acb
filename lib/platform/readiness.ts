import { handle } from './handles.ts';

const stopping = handle<boolean>('stopping');

/** Whether this process still takes work: false from the moment it is told to stop, so that nobody sends more. */
export const readiness = {
  failFromNowOn: () => stopping.provide(true),
  isStopping: () => stopping.find() === true,
};
