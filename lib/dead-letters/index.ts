export { type DeadLetter, type LetterFilter, listAllDeadLetters, listDeadLetters, recordOfDeadLetter, STATES } from './list.ts';
export { SOURCES } from './record.ts';
export { discardDeadLetter, forgetDeadLetters, type Replayed, replayDeadLetter } from './settle.ts';
