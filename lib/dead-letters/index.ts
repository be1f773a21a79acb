/** Dead letters: records that were rejected, kept with their reason; the staff replay or discard them. */
export {
  type DeadLetter,
  deadLetterStock,
  type LetterFilter,
  listAllDeadLetters,
  listDeadLetters,
  recordOfDeadLetter,
  STATES,
} from './list.ts';
export { SOURCES } from './record.ts';
export { deleteDeadLettersBefore, discardDeadLetter, type Replayed, replayDeadLetter } from './resolve.ts';
