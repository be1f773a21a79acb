/** What people write where a secret should be: in examples, in templates, on keyboards. */
const PLACEHOLDER =
  /change[-_ ]?(me|this|it)|replace[-_ ]?(me|this)|place[-_ ]?holder|(^|[-_ <])your[-_ ]|of[-_ ]yours|^<.*>$|^(secret|password|passwd|admin|token|test|example|default|none|null|undefined|todo|dummy|foobar)[-_\d]*$|(0123456789|1234567|abcdefg|qwertz|qwerty|letmein|iloveyou|correct horse)/i;
/** Fewer different characters than this and a text is repetition: `aaaa…`, `abcabc…`. Random hexadecimal of any length has more. */
const LEAST_VARIETY = 9;
/** How a text of `unit` repeated looks, also cut short at its end. */
const REPETITION = /^(.{1,16}?)\1{2,}/;

const MAKE_ONE = 'make one with: openssl rand -base64 48';

/** The settings that this file looks at, as they were read. */
export type SecretSettings = Readonly<Record<string, unknown>>;

/** Why a secret of the product's own can be guessed, as the end of a sentence; undefined for a good one. */
function weakness(text: string, least: number): string | undefined {
  if (text.length < least) return `must have at least ${least} characters; ${MAKE_ONE}`;
  if (PLACEHOLDER.test(text)) return `is a placeholder, which anybody could guess; ${MAKE_ONE}`;
  if (new Set(text).size < LEAST_VARIETY || (REPETITION.exec(text)?.[0].length ?? 0) > text.length / 2)
    return `repeats itself, so that it can be guessed; ${MAKE_ONE}`;
  return undefined;
}

/** The product's own secrets, and the fewest characters of each. */
const OWN: Readonly<Record<string, number>> = { SECRET_KEY: 32, ADMIN_TOKEN: 24 };

/** Secrets that other systems gave: only what is no secret at all is refused. */
const GIVEN = [
  'NEO4J_PASSWORD',
  'KAFKA_PASSWORD',
  'GOOGLE_CLIENT_SECRET',
  'GITHUB_CLIENT_SECRET',
  'OIDC_CLIENT_SECRET',
  'EMBEDDING_API_KEY',
];

/** Settings of which all or none are set, and what does not work otherwise. */
const TOGETHER: readonly { names: readonly string[]; what: string }[] = [
  { names: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'], what: 'no payment would ever be noticed' },
  { names: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'], what: 'nobody could sign in with Google' },
  { names: ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'], what: 'nobody could sign in with GitHub' },
  { names: ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'], what: 'nobody could sign in there' },
  {
    names: ['KAFKA_BROKERS', 'KAFKA_USERNAME', 'KAFKA_PASSWORD'],
    what: 'the brokers, which want a user that may administer them, would refuse it',
  },
];

/** Settings that say nothing without another one. */
const NEEDS: readonly (readonly [name: string, needed: string])[] = [
  ['KAFKA_AGENT_BROKERS', 'KAFKA_BROKERS'],
  ['KAFKA_AGENT_CA', 'KAFKA_AGENT_BROKERS'],
  ['KAFKA_CA', 'KAFKA_BROKERS'],
];

/** Addresses that may carry a user and a password. */
const WITH_CREDENTIALS = ['SMTP_URL', 'REDIS_URL', 'DATABASE_URL'];

/** The settings that hold a secret, or an address that may hold one. */
export const SECRET_SETTINGS: readonly string[] = [
  ...Object.keys(OWN),
  ...['SECRET_KEY_OLD', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ...GIVEN,
  ...WITH_CREDENTIALS,
];

/**
 * What is wrong with the secrets among the settings, a line each that names the setting and the way out: too short, a placeholder,
 * one of several that belong together is missing. `isLoopback`: what other systems gave is not judged, as they are for trials.
 */
export function problemsOfSecrets(settings: SecretSettings, isLoopback: boolean): string[] {
  const problems: string[] = [];
  const textOf = (name: string) => (typeof settings[name] === 'string' && settings[name] !== '' ? settings[name] : undefined);
  for (const [name, least] of Object.entries(OWN)) {
    const text = textOf(name);
    const why = text === undefined ? undefined : weakness(text, least);
    if (why) problems.push(`${name}: ${why}`);
  }
  for (const name of GIVEN) {
    if (!isLoopback && PLACEHOLDER.test(textOf(name) ?? ''))
      problems.push(`${name}: is a placeholder; set the one that the other system gave`);
  }
  for (const { names, what } of TOGETHER) {
    const missing = names.filter((name) => textOf(name) === undefined);
    if (missing.length === 0 || missing.length === names.length) continue;
    const set = names.filter((name) => !missing.includes(name));
    problems.push(`${missing.join(', ')}: must be set when ${set.join(' and ')} ${set.length === 1 ? 'is' : 'are'}, or ${what}`);
  }
  for (const [name, needed] of NEEDS) {
    if (textOf(name) && !textOf(needed)) problems.push(`${name}: has no effect without ${needed}; set that too, or unset ${name}`);
  }
  for (const name of WITH_CREDENTIALS) problems.push(...problemsOfAddress(name, textOf(name), isLoopback));
  return problems;
}

/** A user without a password (or a password without a user, where that is no way to sign in), and placeholders. */
function problemsOfAddress(name: string, text: string | undefined, isLoopback: boolean): string[] {
  if (!text || !URL.canParse(text)) return [];
  const { username, password } = new URL(text);
  // PostgreSQL knows ways to sign in without a password, and Redis one without a user.
  if (username && !password && name !== 'DATABASE_URL')
    return [`${name}: names the user ${decodeURIComponent(username)} and no password; write it as user:password@host, or leave both out`];
  if (password && !username && name === 'SMTP_URL') return [`${name}: holds a password and no user; write it as user:password@host`];
  if (!isLoopback && PLACEHOLDER.test(decodeURIComponent(password))) return [`${name}: its password is a placeholder; set the real one`];
  return [];
}
