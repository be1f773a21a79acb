/** Which names have secret values, and which words after such a name are no secret. */

/** Names whose values are secret: of environment variables, headers, arguments, annotations, fields in log lines. */
const SECRET_NAME =
  /(?<!com|by|tres|sur)pass(word|wd|phrase|code)?s?(?![a-z])|pwd|secret|token(?!iz)|credential|(api|app|application|access|account|private|signing|encryption|master)[-_.]?key|key[-_.]?data$|(^|[-_.])(key|auth|salt|sig|otp|jwt)$|authorization|cookie|sess(ion)?[-_.]?id|signature|[cx]srf/i;

/** Names that the pattern above takes for secrets although they are none: they tell where something is, not what it is. */
const OPEN_NAME =
  /[-_.]?(name|file|path|dir|ref|url|uri|host|addr|address|port|server|service|endpoint|ttl|expiry|expiration|length|count|enabled|audience|issuer)s?$/i;

/** Names of a property of a secret. They count only as a word of their own, because `message` ends in `age`. */
const OF_A_SECRET =
  /[-_.](policy|type|format|algorithm|scope|version|status|state|error|attempt|limit|size|second|age|mode|method|provider|class|kind|namespace|group|volume|label|prefix|rotation|byte|used|required|revision|generation|cert|certificate|cert[-_.]hash|(key|secret)_ref|at)s?$/i;

/** Keys that open nothing: of caches, tables, queues and maps, and public ones. */
const OPEN_KEY =
  /(^|[-_.])(cache|partition|primary|foreign|sort|row|lock|queue|routing|object|public|idempotency|message|record|group|index|config|shard|dedup|tag|label|annotation|metadata|lookup|host|publishable)[-_.]key$/i;

/** Whether a value under this name is secret by its name alone. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return SECRET_NAME.test(words) && !OPEN_NAME.test(name) && !OF_A_SECRET.test(words) && !OPEN_KEY.test(words);
}

/** Words that stand after the name of a secret in a sentence about it. */
const SENTENCE = new Set(
  `a access after again all already also an and any are as at auth authentication authorization bad be because been before being
  both but by can cannot check client could db denied did different do does empty error errors expired fail failed failure failures
  field file for found from get has have header hook i if in incorrect invalid is it its key keys length level like login manager
  may mismatch missing must need needs never new nil no none not null of ok okay old on one only or out password passwords permission
  plugin policy present provider required returned rotation secret secrets server service set should signature still stale store
  string than that the their then there this to token tokens too try type unable undefined unknown unset unsupported until update
  user username valid value values version was weak were when which while will with without wrong you your`.split(/\s+/),
);

/** Endings of words that are rarely chosen as a password and often say how one is. */
const ENDING = /(ed|ing|able|ible|ory|ly|ion|ure|ally|ent)$/;

/** Whether a word belongs to a sentence about a secret rather than being the secret. */
export function isOfASentence(word: string): boolean {
  const bare = word.replace(/(?<![.,:;!?)])[.,:;!?)]+$/, '');
  return SENTENCE.has(bare.toLowerCase()) || (/^[A-Za-z]?[a-z]{3,19}$/.test(bare) && ENDING.test(bare));
}

/** Names that prose puts before a colon: `failed to get secret: secrets "db" not found`. */
const PROSE_NAME = /^(secrets?|tokens?|credentials?|cookies?|signature|auth|authorization)$/i;

/** Whether `name: value` is a sentence about a secret and not the secret. `rest` is the text after the value. */
export function isProse(name: string, value: string, rest: string): boolean {
  if (/^key$/i.test(name)) return true;
  const followed = /^[.,:]?[ \t]+["'(]?[A-Za-z]/.test(rest);
  // `cannot fetch token: 401 Unauthorized`
  if (PROSE_NAME.test(name) && followed && /^[1-5]\d\d$/.test(value)) return true;
  if (PROSE_NAME.test(name))
    return value.length < 20 && !/\d/.test(value) && (followed || isOfASentence(value) || /^secrets?$/i.test(name));
  return isOfASentence(value) && (followed || value.length > 3);
}

const PLACEHOLDER =
  /^(\$\{?[A-Za-z_(][\w.:-]*[})]?|\{\{.*|%[sdvq+]{1,2}|<[a-z][a-z _-]*>|\[?(redacted|filtered|hidden|masked|removed)\]?|[x*•]{3,}|\(?(unset|hidden|sensitive)\)?)$/i;
const HARMLESS =
  /^(null|nil|none|true|false|yes|no|undefined|bearer|basic|digest|expired|invalid|missing|required|eof|optional|unset|empty|set|present|absent|valid|ok|disabled|enabled|never|always|auto|external|default)$/i;

/**
 * Whether a value under a secret name reveals nothing but may help a diagnosis: `token: null`, `password=` before nothing,
 * placeholders, names of Kubernetes objects (`secret="shop/db"`), counts of tokens.
 */
export function isHarmless(name: string, value: string): boolean {
  if (value === '' || HARMLESS.test(value) || (value.length < 80 && PLACEHOLDER.test(value))) return true;
  if (/(tokens|secrets|credentials|passwords|cookies|keys)$/i.test(name) && /^\d{1,9}(\.\d{1,3})?$/.test(value)) return true;
  // `credentials: /etc/app/credentials.json` is where they are.
  if (!/pass|pwd/i.test(name) && /^(\/[a-z0-9._-]{1,64}){2,8}$/.test(value)) return true;
  // A bare `key` is mostly that of a map or a queue; one that opens something is long and mixes letters with digits.
  if (/^key$/i.test(name) && (value.length < 8 || !/\d/.test(value) || !/[A-Za-z]/.test(value))) return true;
  return /^(image_?pull_?)?(secret|key)s?$/i.test(name) && isObjectName(value);
}

/** Whether a text is the name of an object as logs of Kubernetes write it: with its namespace, or with a word that secrets are named by. */
function isObjectName(text: string): boolean {
  if (text.length > 317) return false;
  if (/^[a-z0-9]([a-z0-9.-]{0,62})\/[a-z0-9][a-z0-9.-]{0,252}$/.test(text)) return true;
  return /^[a-z][a-z0-9-]{0,200}-(credentials?|secrets?|tls|certs?|certificate|token|keys?|auth|config|passwords?|pull|ca|docker|registry|license|env|creds)$/.test(
    text,
  );
}
