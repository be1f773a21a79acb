/** Sequences that control a terminal: CSI and OSC, with their one-character forms, and what else begins with ESC (ECMA-48). */
const SEQUENCES = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?`,
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`\u001b[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);
/** Control characters but tab and line feed, and the characters that turn the direction of writing or cannot be seen. */
const UNSEEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;
/** What the JSON of a log line leaves as it is although terminals act on it. */
const IN_LOGS = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A text for a terminal: sequences that move the cursor, set colours or titles or write to the clipboard are removed, and so are
 * characters that are not seen or turn the direction of writing. Tabs and line feeds stay.
 */
export function forTerminal(text: string): string {
  return text.replace(SEQUENCES, '').replace(UNSEEN, (character) => (character === '\n' || character === '\t' ? character : ''));
}

/** A line of JSON for a log, with the control characters escaped that JSON leaves as they are: a log is read in terminals. */
export function escapedForLog(line: string): string {
  return line.replace(IN_LOGS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
