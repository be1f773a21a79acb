/** Text that comes from outside: made storable, cut, and put into commands, terminals and mails without harm. */
export { cut, shortened } from './cut.ts';
export { forMail } from './mail.ts';
export { shellLine } from './shell.ts';
export { escapedForLog, forTerminal } from './terminal.ts';
export { parseJson, wellFormed, wellFormedDeep } from './well-formed.ts';
