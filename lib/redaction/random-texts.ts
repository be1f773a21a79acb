/**
 * The last resort: texts that look random. Names, paths, hashes and ids of Kubernetes must not be taken for such, because a
 * diagnosis is made of them; so a text counts only when capitals, small letters and digits alternate as in no name, or
 * when it is long.
 */

const CANDIDATE = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}={0,2}/g;
/** What says before a text that it is an id or a hash, which is needed to compare and opens nothing. */
const ID_BEFORE =
  /(?:(?:id|ids|uid|digest|checksum|hash|etag|fingerprint|revision|version|cursor|continue|nonce|id-2|traceparent|integrity)["'\\\]]{0,8}[=: ]{1,2}["'\\[]{0,8}|sha\d{1,3}[:-]|SHA256:|ocid1\.[a-z0-9.-]{0,40}\.)$/i;
const LONGEST_LOOKED_AT = 4_096;

type Class = 'lower' | 'upper' | 'digit' | 'other';

function classOf(code: number): Class {
  if (code >= 48 && code <= 57) return 'digit';
  if (code >= 65 && code <= 90) return 'upper';
  return code >= 97 && code <= 122 ? 'lower' : 'other';
}

/** `text` with everything that looks random masked. Blocks of certificates, which are public, stay. */
export function maskRandomTexts(text: string): string {
  let inCertificates: [number, number][] | undefined;
  return text.replace(CANDIDATE, (candidate, at: number) => {
    if (ID_BEFORE.test(text.slice(Math.max(0, at - 72), at)) || !isSecretRandom(candidate)) return candidate;
    inCertificates ??= certificates(text);
    return inCertificates.some(([from, to]) => at >= from && at < to) ? candidate : '<masked random text>';
  });
}

function certificates(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (let at = text.indexOf('-----BEGIN CERTIFICATE'); at !== -1 && found.length < 32; ) {
    const end = text.indexOf('-----END CERTIFICATE', at);
    const to = end === -1 ? text.length : end;
    found.push([at, to]);
    at = text.indexOf('-----BEGIN CERTIFICATE', to);
  }
  return found;
}

function isSecretRandom(found: string): boolean {
  const candidate = found.replace(/^[/_+-]+/, '');
  if (/^[0-9A-Fa-f-]+$/.test(candidate) || candidate.startsWith('LS0tLS1CRUdJTiBDRVJU')) return false;
  const text = candidate.slice(0, LONGEST_LOOKED_AT);
  const decoded = /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('latin1') : '';
  // Base64 of readable text: a secret only when the text is `user:password`, or random itself.
  if (decoded !== '' && /^[\x20-\x7e\r\n\t]+$/.test(decoded))
    return /^[\w.@-]{1,64}:[^\s{}"/:]{3,}$/.test(decoded) || looksRandom(decoded.trim());
  return pieces(text).some(looksRandom);
}

/** The whole text, or its parts where separators are more frequent than in a random one: a path, or a name with dashes. */
function pieces(text: string): string[] {
  const separators = text.match(/[/_-]/g)?.length ?? 0;
  const parts = text.split(/[/_-]+/);
  const isName = separators > Math.max(2, text.length / 14) || parts.some((part) => /^[0-9a-f]{32,}$/.test(part));
  return isName ? parts.filter((part) => part.length >= 24) : [text];
}

function looksRandom(text: string): boolean {
  if (text.length < 24 || /\s/.test(text) || /^[0-9A-Fa-f]+$/.test(text)) return false;
  const counts = { lower: 0, upper: 0, digit: 0, other: 0 };
  let changes = 0;
  let before: Class | undefined;
  for (let at = 0; at < text.length; at++) {
    const now = classOf(text.charCodeAt(at));
    counts[now]++;
    if (before !== undefined && now !== before) changes++;
    before = now;
  }
  const change = changes / (text.length - 1);
  const { lower, upper, digit } = counts;
  if (shannon(text) < 3.5) return false;
  if (lower > 0 && upper > 0 && digit > 0) return change >= 0.38;
  // Without capitals or small letters a longer text is needed: 25 characters of these are an id in many systems.
  return text.length >= 32 && digit >= 4 && counts.other <= text.length / 12 && change >= 0.25 && (lower === 0 || upper === 0);
}

/** Shannon's entropy of a text, in bits for each character. */
function shannon(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
