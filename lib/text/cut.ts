/**
 * The beginning of a text, at most `max` UTF-16 units long. A character of two units that lies across the end is left out whole:
 * half of it could be neither stored nor sent.
 */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, Math.max(0, isHalf ? max - 1 : max));
}

/** A text of at most `max` UTF-16 units as it is; a longer one cut there, with an ellipsis. */
export function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${cut(text, max)}…`;
}
