/** Passwords inside addresses. What stays is what a diagnosis needs: scheme, user, host, port and path. */

const MASK = '***';

/** Schemes of servers whose addresses have a path without `@`: the last `@` ends the password, whatever it holds. */
const OF_A_STORE =
  /^(postgres|postgresql|mysql2?|mariadb|mongodb|redis|rediss|amqp|amqps|nats|mssql|sqlserver|clickhouse|cockroachdb|ldaps?|smtps?|s?ftp|cassandra|couchbase|neo4j|bolt|mqtts?|kafka|jdbc|memcached|oracle)/i;

/** A host, and what may stand after it. */
const HOST = /(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?(?=[/?#,;)'"\\\]}&]|[:.]?$)/y;
const PORT = /^\d{1,5}(?:[/?#,;)'\]}&]|$)/;
const QUERY = /[?&;][\w.-]{1,64}=/;
/** What a user is called. Longer texts, and random ones, are tokens in the place of a user. */
const USER = /^[A-Za-z0-9_.+%@=,-]{1,64}$/;

/** `text` with the passwords of its URLs masked. A user without a password is masked too, because it may be a token. */
export function maskUrls(text: string): string {
  let masked = '';
  let copied = 0;
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    const scheme = /[a-z][a-z0-9+.-]{0,30}$/i.exec(text.slice(Math.max(copied, at - 31), at))?.[0];
    if (!scheme) continue;
    const run = runFrom(text, start, text[at - scheme.length - 1] === "'");
    const split = userAndPassword(scheme, run);
    if (!split) continue;
    masked += text.slice(copied, start) + split.shown;
    copied = start + split.length;
  }
  return copied === 0 ? text : masked + text.slice(copied);
}

/** The rest of an address: up to a space, a quote or the next address. */
function runFrom(text: string, start: number, quoted: boolean): string {
  const next = text.indexOf('://', start);
  const limit = next === -1 ? text.length : next;
  const stop = quoted ? /[\s"<>`']/g : /[\s"<>`]/g;
  const part = text.slice(start, limit);
  const end = part.search(stop);
  return end === -1 ? part : part.slice(0, end);
}

function userAndPassword(scheme: string, run: string): { shown: string; length: number } | undefined {
  const at = endOfUserInfo(scheme, run);
  if (at === -1) return undefined;
  const info = run.slice(0, at);
  const colon = info.indexOf(':');
  const user = colon === -1 ? '' : info.slice(0, colon);
  const isToken = !USER.test(user) || (user.length > 20 && /\d/.test(user)) || /^x-oauth-basic$/.test(info.slice(colon + 1));
  // SSH takes no password from an address, so that a user alone is no token.
  if (colon === -1 && /^(git\+)?ssh$/i.test(scheme)) return undefined;
  const keepsUser = colon !== -1 && (user === '' || !isToken);
  return { shown: keepsUser ? `${user}:${MASK}` : MASK, length: at };
}

/** Where the `@` before the host is, or -1 where an address has none. */
function endOfUserInfo(scheme: string, run: string): number {
  let first = run.indexOf('@');
  if (first === -1) return -1;
  const colon = run.indexOf(':');
  // A user may be an address of mail: `mailer@example.com:password@host`.
  const second = run.indexOf('@', first + 1);
  if (colon > first && colon < second && !/[/?#]/.test(run.slice(0, colon)) && !PORT.test(run.slice(colon + 1, colon + 8))) first = second;
  const hasPassword = colon !== -1 && colon < first && !/[/?#]/.test(run.slice(0, colon));
  if (!hasPassword) return /[/?#,]/.test(run.slice(0, first)) ? -1 : first;
  const beforeAt = run.slice(colon + 1, first);
  if (PORT.test(run.slice(colon + 1, colon + 8)) && (!OF_A_STORE.test(scheme) || QUERY.test(beforeAt) || /^\d+,/.test(beforeAt))) return -1;
  // A query after the host may hold an address of mail: its `@` ends no password.
  const query = run.slice(first).search(QUERY);
  const limit = query === -1 ? run.length : first + query;
  let found = -1;
  for (let at = first; at !== -1 && at < limit; at = run.indexOf('@', at + 1)) {
    HOST.lastIndex = at + 1;
    // `/@` begins the scope of a package in the path of a registry.
    if (HOST.test(run) && (found === -1 || run[at - 1] !== '/')) found = at;
  }
  return found === -1 ? first : found;
}

/** `user:password@tcp(host:port)` of Go's MySQL driver, `user/password@//host` of Oracle, `user:password@host:port` without a scheme. */
const GO_MYSQL = /(?<![^\s"'=`])([^\s:@/"'=`]{1,128}):[^\s"'`]{1,256}?@(?=(?:tcp|unix)\()/g;
const ORACLE = /(\b(?:thin|oci):[A-Za-z0-9_$#]{1,64})\/(?:"[^"\s]{1,128}"|[^\s@"']{1,128})(?=@)/g;
const BARE =
  /(?<![^\s"'=`(,])([A-Za-z][A-Za-z0-9_.-]{0,63}):([^\s:@/"'`]{3,128})@(?=[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9.-]{1,190})?(?::\d{2,5}\b|\.(?:[a-z]{2,24})\b))/g;

/** `text` with the passwords of addresses that have no `://` masked. */
export function maskConnectionStrings(text: string): string {
  return text
    .replace(GO_MYSQL, `$1:${MASK}@`)
    .replace(ORACLE, `$1/${MASK}`)
    .replace(BARE, (whole, user: string, password: string) => (/^\d+$|^\*/.test(password) ? whole : `${user}:${MASK}@`));
}
