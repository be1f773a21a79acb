export { type DeadLetter, type LetterFilter, listAllDeadLetters, listDeadLetters, STATES } from './list.ts';
export { SOURCES } from './record.ts';
export { discardDeadLetter, forgetDeadLetters, type Replayed, replayDeadLetter } from './settle.ts';
