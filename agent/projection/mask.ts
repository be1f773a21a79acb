/**
 * Finds secrets in text that leaves the cluster. What stays readable is what a diagnosis needs: hosts, ports, paths
 * and names. What proves an identity is masked: passwords, tokens, keys.
 */

/** The replacement for a secret. */
const MASK = '***';

/** Names whose values are secret: of environment variables, headers, arguments, annotations, fields in log lines. */
const SECRET_NAME =
  /pass(word|wd|phrase)?s?(?![a-z])|pwd|secret|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|(^|[-_.])(key|auth|salt|sig)$|authorization|cookie|session[-_.]?id|signature/i;

/** Names that the pattern above takes for secrets although they are none: they tell where something is, not what it is. */
const OPEN_NAME =
  /[-_.]?(name|file|path|dir|ref|url|uri|host|addr|address|port|server|service|endpoint|ttl|expiry|expiration|length|count|enabled|audience|issuer)s?$/i;

/** Whether a value under this name is secret by its name alone. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2')) && !OPEN_NAME.test(name);
}

const PATTERNS: [RegExp, string][] = [
  // PEM blocks that are not certificates, whole or cut off.
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g, `${MASK}private key${MASK}`],
  // user:password@ and token@ in any URL: the host stays.
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"'<>@]{0,512}@/gi, `$1${MASK}@`],
  // DSN of Go's MySQL driver: user:password@tcp(host:port).
  [/\b[^\s:@/"'=]{1,128}:[^\s@/"']{1,256}@(tcp|unix)\(/g, `${MASK}@$1(`],
  [/\b(bearer|basic|digest)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${MASK}`],
  // JSON Web Tokens.
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(\.[A-Za-z0-9_-]*)?/g, MASK],
  // Keys that are recognizable by their prefix: AWS, GitHub, GitLab, Slack, Google, Stripe and our own.
  [/\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/g, MASK],
  [/\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{16,}|\bgithub_pat_[A-Za-z0-9_]{16,}|\bglpat-[A-Za-z0-9_-]{16,}/g, MASK],
  [/\bxox[abeprs]-[A-Za-z0-9-]{10,}|\bAIza[A-Za-z0-9_-]{30,}|\b[rs]k_(live|test)_[A-Za-z0-9]{10,}|\bwhsec_[A-Za-z0-9+/=]{10,}/g, MASK],
  [/\bhttps:\/\/hooks\.slack\.com\/services\/[A-Za-z0-9/_-]+/g, `https://hooks.slack.com/services/${MASK}`],
  [/\bkg_live_[a-z0-9-]+_[A-Za-z0-9]{8,}/g, MASK],
];

/** `name=value`, `"name":"value"`, `name: value`: a colon never has a space before it, as it has in the prose of Kubernetes. */
const ASSIGNMENT =
  /(?<![A-Za-z0-9_])(["']?)([A-Za-z_][A-Za-z0-9_.-]{0,127})\1(\s*=\s*|:[ \t]*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;&'"}\])]+)/g;
const FLAG =
  /(?<![\w-])(--?)([A-Za-z][A-Za-z0-9_.-]{0,127})([ \t]+)(?!-|(?:is|was|are|must|not|flag|and|or|has|to|for)\b)("[^"]*"?|'[^']*'?|[^\s]+)/g;

/** Names that prose puts before a colon: `failed to get secret: secrets "db" not found`. */
const PROSE_NAME = /^(secrets?|tokens?|credentials?|cookies?|signature|auth|authorization)$/i;

/** `text` with everything that looks like a secret replaced by `***`; text without one comes back as it is. */
export function maskText(text: string): string {
  let masked = text;
  for (const [pattern, replacement] of PATTERNS) masked = masked.replace(pattern, replacement);
  masked = masked.replace(
    ASSIGNMENT,
    (whole: string, quote: string, name: string, between: string, value: string, at: number, all: string) => {
      if (!isSecretName(name) || isHarmless(value)) return whole;
      const quoted = /^["']/.test(value);
      if (between.startsWith(':') && !quoted && isProse(name, value, all.slice(at + whole.length))) return whole;
      return `${quote}${name}${quote}${between}${quoted ? `${value[0]}${MASK}${value[0]}` : MASK}`;
    },
  );
  return masked.replace(FLAG, (whole, dashes: string, name: string, space: string) =>
    isSecretName(name) ? `${dashes}${name}${space}${MASK}` : whole,
  );
}

/** How far past a cut text is searched: a secret that lies across the cut is seen whole. */
const PAST_THE_CUT = 1_024;

/** `text` masked and cut to `max` characters. What lies beyond is not searched, so that a huge text costs no more than a long one. */
export function maskedExcerpt(text: string, max: number): string {
  return maskText(text.slice(0, max + PAST_THE_CUT)).slice(0, max);
}

/** Whether `name: value` is a sentence about a secret and not the secret. */
function isProse(name: string, value: string, rest: string): boolean {
  if (/^key$/i.test(name)) return true;
  if (PROSE_NAME.test(name)) return value.length < 20 && !/\d/.test(value);
  return /^[ \t]+[A-Za-z]/.test(rest) && /^[a-z]+$/i.test(value);
}

/** Values that reveal no secret but help a diagnosis: `token: null`, `password=` before nothing, already masked ones. */
function isHarmless(value: string): boolean {
  const bare = value.replace(/^["']|["']$/g, '');
  return (
    bare === '' ||
    bare.startsWith(MASK) ||
    /^(null|nil|none|true|false|undefined|bearer|basic|digest|expired|invalid|missing|required|eof)$/i.test(bare)
  );
}

const URL_LIKE = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#@]*@)?([^\s/?#@]+)/i;
const HOST_PORT = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?:\d{1,5}$/i;

/**
 * The value of an environment variable, header or annotation called `name`. Under a secret name nothing stays but
 * the scheme, host and port of an address and, from `digest`, a keyed hash that shows whether it changed.
 */
export function maskNamedValue(name: string, value: string, digest: (text: string) => string): string {
  if (value === '') return value;
  if (!isSecretName(name)) {
    const masked = maskText(value);
    // A changed password in a URL is a changed configuration: the hash keeps that visible.
    return masked === value ? value : `${masked} (${digest(value)})`;
  }
  const url = URL_LIKE.exec(value);
  if (url) return `${url[1]}${url[2]}/${MASK} (${digest(value)})`;
  if (HOST_PORT.test(value) && !/pass|pwd/i.test(name)) return value;
  return `${MASK} (${digest(value)})`;
}
