import { shortened } from './cut.ts';
import { forTerminal } from './terminal.ts';
import { wellFormed } from './well-formed.ts';

/** A character without width at which no program breaks a line, and which belongs to no address. */
const JOINER = '\u2060';
/** What programs make links of: `scheme:`, and dots and at signs between the parts of a name. */
const JOINTS = /[:@/.](?=[^\s])/g;

/**
 * A text from a stranger for the subject or a line of a mail: one line of at most `max` characters without control characters,
 * so that it cannot add headers or paragraphs, and with an invisible joiner inside everything that a mail program would turn
 * into a link. It reads as before.
 */
export function forMail(text: string, max = 300): string {
  const line = forTerminal(wellFormed(text)).replace(/\s+/g, ' ').trim();
  return shortened(line, max).replace(JOINTS, (joint) => `${joint}${JOINER}`);
}
