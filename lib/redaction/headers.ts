/** Secrets in HTTP headers and on command lines: Authorization, cookies, `-u user:password`, flags, and in sentences. */
import { isHarmless, isOfASentence, isSecretName } from './secret-names.ts';

const MASK = '***';

const SCHEMES =
  /^(basic|bearer|digest|negotiate|ntlm|kerberos|token|jwt|api-?key|key|aws4-hmac-sha256|aws|hmac|hawk|oauth|mac|dpop|sharedkey(lite)?|sharedaccesssignature|splunk|geniekey|ssws|googlelogin|signature|scram-sha-\d+|private-token|bot)$/i;

/** The name of the header with what stands before its value, in any quoting, also as Go prints headers: `Authorization:[Bearer x]`. */
const HEADER = String.raw`(authorization(?:\\{0,64}["'])?[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}(?:\[[ \t]?)?(?:\\{0,64}["'])?)`;
const PARAMETER = String.raw`[A-Za-z_-]{1,40}=(?:\\{0,64}"[^"\\\n]{0,4096}\\{0,64}"?|[^\s,"'\\;\]}]{1,4096})`;
const AUTHORIZATION = new RegExp(
  String.raw`${HEADER}(?:([A-Za-z][A-Za-z0-9_-]{1,40})[ \t]{1,4})?((?!\*\*\*|<masked )(?:${PARAMETER}|[^\s"'\\,;\]}]{1,16384})(?:[,;][ \t]?${PARAMETER})*)`,
  'gi',
);
/** What of a Digest or OAuth header says who asked for what. */
const WHO = /\b(?:username|realm)=\\{0,8}"[^"\\]{1,128}\\{0,8}"/gi;

function maskAuthorization(text: string): string {
  return text.replace(AUTHORIZATION, (whole, head: string, scheme: string | undefined, credentials: string, at: number, all: string) => {
    if (credentials.includes(MASK) || all.startsWith(`, ${MASK}`, at + whole.length)) return whole;
    const isScheme = scheme !== undefined && SCHEMES.test(scheme);
    if (isOfASentence(credentials) || (scheme === undefined && (SCHEMES.test(credentials) || isHarmless('authorization', credentials))))
      return whole;
    const who = (credentials.slice(0, 1_024).match(WHO) ?? []).join(', ');
    const masked = who ? `${who}, ${MASK}` : MASK;
    if (scheme === undefined) return head + masked;
    if (isScheme) return `${head}${scheme} ${masked}`;
    if (isOfASentence(scheme)) return whole;
    // An unknown scheme is a word; anything else is the secret itself, and what follows is the next field of the log.
    const isWord = /^[A-Z][A-Za-z-]{1,19}$/.test(scheme);
    return isWord ? `${head}${scheme} ${masked}` : `${head}${MASK} ${/^[a-z_-]+(=|$)/i.test(credentials) ? credentials : MASK}`;
  });
}

const AFTER_SCHEME = /\b(bearer|basic|digest|negotiate|apikey)[ \t]{1,4}([A-Za-z0-9._~+/=-]{6,})/gi;

/** The mechanisms of SASL, as SMTP and IMAP write them: `AUTH PLAIN x`. */
const SASL = /\b(auth(?:enticate)?[ \t](?:plain|login|xoauth2|oauthbearer)[ \t])([A-Za-z0-9+/=]{6,})/gi;

function maskBareSchemes(text: string): string {
  return text
    .replace(SASL, `$1${MASK}`)
    .replace(AFTER_SCHEME, (whole, scheme: string, credentials: string) =>
      !/^[a-z_-]+=/.test(credentials) && (/\d|=$/.test(credentials) || /[a-z][A-Z]/.test(credentials.slice(0, 200)))
        ? `${scheme} ${MASK}`
        : whole,
    );
}

const COOKIES = /((?:set-)?cookie:[ \t]{0,4})([^\s=;,"'\\]{1,128}=[^\r\n"'\\]{0,8192})/gi;
const COOKIE = /(^|;[ \t]{0,4})([^\s=;]{1,128})=([^;\s]{1,8192})/g;
const ATTRIBUTE = /^(path|domain|expires|max-age|samesite|version|priority)$/i;

/** Cookies keep their names and attributes. */
function maskCookies(text: string): string {
  return text.replace(COOKIES, (_, head: string, cookies: string) => {
    const masked = cookies.replace(COOKIE, (whole, before: string, name: string) =>
      ATTRIBUTE.test(name) ? whole : `${before}${name}=${MASK}`,
    );
    return head + masked;
  });
}

/** `-u user:password` of curl and many others. Two numbers are a user and a group of a container. */
const USER_FLAG =
  /(?<![\w-])(-u|--user|--proxy-user|--creds?)((?:[ \t]{1,4}|=|\\{0,64}["'],[ \t]{0,4})?(?:\\{0,64}["'])?)([^\s:"'\\,]{0,128}):((?<=["'][^\s:"'\\]{0,128}:)[^"'\\\n]{1,512}|[^\s"'\\]{1,512})/g;
/** The password of MySQL's programs has no space before it. */
const MYSQL =
  /(\b(?:mysql|mysqladmin|mysqldump|mysqlimport|mariadb|mariadb-dump)\b[^\n|;]{0,200}?[ \t]-p)(?![ \t])([^\s'"]{1,256}|'[^'\n]{1,256}'|"[^"\n]{1,256}")/g;
const SHORT_FLAG = new RegExp(
  [
    String.raw`(\b(?:sshpass[ \t]-p[ \t]?`,
    String.raw`(?:docker|podman|helm|az|oc|buildah|skopeo|crane|argocd)\b[^\n|;]{0,40}?[ \t]login\b[^\n|;]{0,100}?[ \t]-p[ \t=]?`,
    String.raw`mongo\w{0,16}\b[^\n|;]{0,100}?[ \t]-p[ \t=]?`,
    String.raw`redis-cli\b[^\n|;]{0,100}?[ \t]-a[ \t]`,
    String.raw`ldap[a-z]{3,10}\b[^\n|;]{0,100}?[ \t]-w[ \t]`,
    // Redis' own configuration.
    String.raw`requirepass[ \t]|masterauth[ \t]))([^\s'"]{1,256}|'[^'\n]{1,256}'|"[^"\n]{1,256}")`,
  ].join('|'),
  'g',
);
const COOKIE_FLAG = /(?=-b)(?<=\bcurl\b[^\n|;]{0,200}[ \t])(-b[ \t]{0,2}["']?)([\w.-]{1,64})=([^\s"']{1,1024})/g;
const FLAG =
  /(?<![\w-])(--?)([A-Za-z][A-Za-z0-9_.-]{0,127})([ \t]{1,8}|\\{0,64}["'],[ \t]{0,4}(?=\\{0,64}["'])|,[ \t]{1,4})(?!-|(?:is|was|are|must|not|flag|and|or|has|to|for)\b)(\\{0,64}"(?:[^"\\]{1,4096}\\{0,64}"?)?|\\{0,64}'(?:[^'\\]{1,4096}\\{0,64}'?)?|[^\s"'\\]+)/g;

function maskFlags(text: string): string {
  return text
    .replace(USER_FLAG, (whole, flag: string, between: string, user: string, password: string) => {
      const isContainerUser = /^\d+$/.test(user) && /^\d+$/.test(password);
      const isGlued = between === '' && flag.startsWith('--');
      return isContainerUser || isGlued || /^(\*\*\*|\/\/|\$)/.test(password) ? whole : `${flag}${between}${user}:${MASK}`;
    })
    .replace(MYSQL, (whole, head: string, value: string) => (value.startsWith(MASK) ? whole : `${head}${MASK}`))
    .replace(SHORT_FLAG, (whole, head: string, value: string) =>
      isHarmless('p', value) || value.startsWith(MASK) ? whole : `${head}${MASK}`,
    )
    .replace(COOKIE_FLAG, `$1$2=${MASK}`)
    .replace(FLAG, (whole, dashes: string, name: string, space: string, value: string) => {
      if (!isSecretName(name) || isHarmless(name, value) || value.includes(MASK) || value.startsWith('<masked ')) return whole;
      if (space.startsWith(',') && isOfASentence(value)) return whole;
      const [, opening = '', closing = ''] = /^(\\*["'])[\s\S]*?(\\*["'])?$/.exec(value) ?? [];
      if (/["']/.test(space)) return `${dashes}${name}${space}${opening}${MASK}${closing}`;
      // An item of a list without quotes ends at its comma or bracket.
      return `${dashes}${name}${space}${MASK}${space.startsWith(',') ? (/[,\]].*$/s.exec(value)?.[0] ?? '') : ''}`;
    });
}

/** `the password is x`, `password set to "x"`, `token x was rejected`. */
const SENTENCE =
  /\b(password|passwd|pwd|passphrase|passcode|pass|pin|secret|token|(?:api|access|secret|private|encryption)[ -]key|credentials?)((?:[ \t](?:for|of)[ \t](?:user[ \t])?[^\s:=]{1,64})?[ \t](?:(?:is |was )?(?:now|set to|changed to|reset to|set as)|is|was|are|were|will be|to|=|->)[: \t][ \t]{0,3})(?:(\\{0,64}["'`])([^"'`\n\\]{1,512})|([^\s"'`]{1,4096}))/gi;
/** `with password x`: without `is` or quotes only what no word of a sentence looks like. */
const PLAIN = /\b((?:with|and|using|by|initial|temporary|default)[ \t]password[ \t])(?=[^\s]{0,64}[\d!$%^&*+])([^\s"'`<:,;]{4,256})/gi;
/** `password "x"`, `with password 'x'`. */
const QUOTED =
  /\b(password|passwd|passphrase|passcode)([ \t]{1,3})(["'`])([^"'`\n]{1,512})(?=\3)(?!\3[ \t](?:is|was|not|field|key|in|must|has|for|cannot|option|auth)\b)/gi;

function maskSentences(text: string): string {
  return text
    .replace(SENTENCE, (whole, name: string, between: string, quote = '', quoted = '', plain = '') => {
      const value: string = quoted || plain;
      const bare = value.replace(/(?<![.,;:!?)\]}\\])[.,;:!?)\]}\\]+$/, '');
      const isPlain = /^(token|secret|credential|.*key)/i.test(name);
      if (isHarmless(name, bare) || isOfASentence(bare) || value.startsWith(MASK) || value.startsWith('<masked')) return whole;
      // Secrets and tokens have names, of objects and files. Only what no name looks like is masked after these words.
      if (isPlain && quote === '' && !/\d|^[^A-Z]*[A-Z][^a-z]*[a-z][^A-Z]*[A-Z]|[!$%^&*+~]/.test(bare)) return whole;
      if (isPlain && /^[a-z0-9]([-a-z0-9./]*[a-z0-9])?$/.test(bare) && /[-/]/.test(bare)) return whole;
      return `${name}${between}${quote}<masked ${name.toLowerCase()}>${value.slice(bare.length)}`;
    })
    .replace(PLAIN, (whole, before: string, value: string) =>
      /[\d!$%^&*+]/.test(value) && !value.startsWith(MASK) ? `${before}<masked password>` : whole,
    )
    .replace(QUOTED, (whole, name: string, space: string, quote: string, value: string) =>
      isHarmless(name, value) || value.split(/\s+/).some(isOfASentence) || value.startsWith('<masked')
        ? whole
        : `${name}${space}${quote}<masked ${name.toLowerCase()}>`,
    );
}

/** `text` with secrets masked in headers, on command lines and in sentences. */
export function maskHeadersAndCommands(text: string): string {
  return maskSentences(maskFlags(maskCookies(maskBareSchemes(maskAuthorization(text)))));
}
