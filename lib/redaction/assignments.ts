/**
 * Secrets that a name tells: `password=x`, `"password":"x"` at any depth of escaped JSON, `<password>x</password>`,
 * `{name: DB_PASSWORD, value: x}`. A text is read once from left to right: what was masked is not searched again.
 */
import { isHarmless, isProse, isSecretName } from './secret-names.ts';

const MASK = '***';

const LONGEST_NAME = 128;
/** How far the value of a `name: DB_PASSWORD, value: x` may stand from the name, in characters. */
const PAIR_REACH = 64;

/** A quote, escaped any number of times, also as `\u0022` (.NET). */
const QUOTE = String.raw`\\{0,64}(?:["']|(?<=\\)u0022)`;
/** A name, and what separates it from its value. Before a colon stands a space only after a quoted name: ` : ` belongs to prose. */
const NAMED = new RegExp(
  '(?:(?<![A-Za-z0-9_]|[A-Za-z0-9_][.-])|(?<=%[0-9A-F]{2}))([A-Za-z0-9_][A-Za-z0-9_.-]*)' +
    String.raw`(?:(${QUOTE})\s{0,8}(?:=>|:)\s{0,8}|(?:${QUOTE})?[ \t]{0,8}(?:=>|:=|={1,2})[ \t]{0,8}|:[ \t]{0,2}[|>][-+]?\n\s{1,16}|:[ \t]{0,8}|%3[AD])`,
  'gi',
);
const OPENING = new RegExp(QUOTE, 'y');
/** A value without quotes. What may end it does so only when an end, a space or the next name follows. */
const BARE =
  /(?:[^\s,;&'"}\])>\\%<]|[,;&)\]}](?![\s,;&)\]}\\"']|$|[\w.-]{1,64}[=:])|['"](?=\w)|%(?!26|0A|20)|>(?!$|\s)|<(?!\/)|\\(?![nrtu"'\\]))+/y;
/** `<redacted>`, `<nil>`. */
const PLACEHOLDER = /<[a-z][a-z _-]{0,40}>/iy;
const WORD = /[\w.-]{1,128}/y;

interface Value {
  /** Where the value begins and ends, without its quotes. */
  start: number;
  end: number;
  quoted: boolean;
}

/** `text` with the values of secret names masked. */
export function maskAssignments(text: string): string {
  const named = new RegExp(NAMED.source, 'gi');
  let masked = '';
  let copied = 0;
  let pairUntil = -1;
  for (let match = named.exec(text); match; match = named.exec(text)) {
    const whole = match[0];
    // A name can begin only where a run of its characters does, so it has no limit; its end says what it names.
    const name = match[1]!.slice(-LONGEST_NAME);
    const at = named.lastIndex;
    const isPair = /^(value|val|content)$/i.test(name) && match.index <= pairUntil;
    if (/^(name|key)$/i.test(name)) {
      const word = wordAt(text, at);
      pairUntil = isSecretName(word) ? at + word.length + PAIR_REACH : -1;
    }
    if (!isPair && !isSecretName(name)) continue;
    const value = valueAt(text, at);
    if (!value || staysReadable(name, whole, text, value)) continue;
    masked += text.slice(copied, value.start) + MASK;
    copied = value.end;
    named.lastIndex = value.end;
    pairUntil = -1;
  }
  return copied === 0 ? text : masked + text.slice(copied);
}

function staysReadable(name: string, whole: string, text: string, { start, end, quoted }: Value): boolean {
  const value = text.slice(start, Math.min(end, start + 320));
  if (isHarmless(name, value)) return true;
  // `auth:8443` and `Token.java:142` are a host with its port and a place in a program.
  if (/:$/.test(whole) && !quoted && /^\d{2,5}$/.test(value) && !/pass|pwd|otp/i.test(name)) return true;
  const isSentence = /:[ \t]+$/.test(whole) || (/:$/.test(whole) && /^[a-z]+$/.test(value));
  return isSentence && !quoted && isProse(name, value, text.slice(end, end + 40));
}

function wordAt(text: string, at: number): string {
  OPENING.lastIndex = at;
  WORD.lastIndex = OPENING.exec(text) ? OPENING.lastIndex : at;
  return WORD.exec(text)?.[0] ?? '';
}

/** The value that begins at `at`; undefined where there is none, or one that was masked before. */
function valueAt(text: string, at: number): Value | undefined {
  OPENING.lastIndex = at;
  const opening = OPENING.exec(text)?.[0];
  const start = at + (opening?.length ?? 0);
  if (text.startsWith(MASK, start) || text.startsWith('<masked ', start)) return undefined;
  if (opening) return { start, end: closingAt(text, start, opening), quoted: true };
  // ODBC puts values with separators in braces: `PWD={a;b}`.
  const braced = text[at] === '{' && text[at - 1] === '=' ? text.slice(at, at + 256).indexOf('}') : -1;
  if (braced !== -1 && !/["'\n:]/.test(text.slice(at, at + braced))) return { start: at + 1, end: at + braced, quoted: true };
  PLACEHOLDER.lastIndex = at;
  if (text[at] === '{' || PLACEHOLDER.test(text)) return undefined;
  if (text[at] === '[') return listAt(text, at);
  BARE.lastIndex = at;
  const bare = BARE.exec(text)?.[0];
  return bare === undefined ? undefined : { start: at, end: at + bare.replace(/(?<![.])[.]+$/, '').length, quoted: false };
}

/**
 * Where the quote closes that `opening` opened: the next one of the same depth, or a shallower one, which ends the text around
 * it. A quote inside a value has more backslashes. Without one, all the rest belongs to the value: it was cut off.
 */
function closingAt(text: string, start: number, opening: string): number {
  const mark = opening.endsWith('u0022') ? 'u0022' : opening.slice(-1);
  const depth = opening.length - mark.length;
  for (let at = text.indexOf(mark, start); at !== -1; at = text.indexOf(mark, at + mark.length)) {
    let slashes = 0;
    while (at - slashes > start && text[at - slashes - 1] === '\\') slashes++;
    if (mark === 'u0022' ? slashes === depth : slashes % (2 * (depth + 1)) === depth || slashes < depth)
      return at - Math.min(slashes, depth);
  }
  return text.length;
}

/** The items of a list, up to its bracket: `["a","b"]`, or `[a b]` as Go writes it. */
function listAt(text: string, at: number): Value | undefined {
  if (/^(?:\\{0,64}["'])?(?:\*{3}|<masked |\])/.test(text.slice(at + 1, at + 75))) return undefined;
  const close = text.indexOf(']', at);
  const end = close === -1 ? text.length : close;
  return { start: at + 1, end, quoted: true };
}

const ELEMENT = /<([A-Za-z_][\w:.-]{0,63})>([^<>]{1,4096})(?=<\/)/g;

/** `text` with the contents of XML elements masked that have secret names. */
export function maskElements(text: string): string {
  return text.replace(ELEMENT, (whole, name: string, content: string) =>
    isSecretName(name) && !isHarmless(name, content) && !content.startsWith(MASK) ? `<${name}>${MASK}` : whole,
  );
}
