import { isIP } from 'node:net';
import { z } from 'zod';
import { networksIn } from './guarded-fetch.ts';
import { handle } from './handles.ts';
import { problemsOfSecrets } from './secret-settings.ts';

export { SECRET_SETTINGS } from './secret-settings.ts';

/** A setting that is a URL of one of these protocols (`https:`), or unset. */
export const optionalUrl = (protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL beginning with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    )
    .optional();

const port = z.coerce
  .number('must be a whole number')
  .int('must be a whole number')
  .min(1, 'must be 1 to 65535')
  .max(65535, 'must be 1 to 65535');

const healthPort = z.coerce
  .number('must be a whole number')
  .int('must be a whole number')
  .min(0, 'must be 0 (any free port) to 65535')
  .max(65535, 'must be 0 (any free port) to 65535')
  .optional();

const hours = z.coerce.number('must be a number of hours').min(1, 'must be 1 to 720 hours').max(720, 'must be 1 to 720 hours');

const graceHours = z.coerce
  .number('must be a number of hours')
  .min(0, 'must be 0 (no grace) to 2160 hours')
  .max(2_160, 'must be 0 (no grace) to 2160 hours');

const minutes = z.coerce
  .number('must be a number of minutes')
  .min(1, 'must be 1 to 43200 minutes')
  .max(43_200, 'must be 1 to 43200 minutes');

const isGraphServer = (text: string) =>
  URL.canParse(text.trim()) && ['bolt:', 'neo4j:', 'bolt+s:', 'neo4j+s:'].includes(new URL(text.trim()).protocol);

/** 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:5353. */
const isNameServer = (text: string) => isIP(text) !== 0 || isIP(text.replace(/:\d{1,5}$/, '').replace(/^\[|\]$/g, '')) !== 0;

const brokers = z
  .string()
  .refine((text) => text.split(',').every((one) => /^[^\s:/]+:\d{1,5}$/.test(one.trim())), 'must be host:port, with commas between several')
  .optional();

const trueOrFalse = z
  .enum(['true', 'false'], 'must be true or false')
  .default('false')
  .transform((text) => text === 'true');

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  HEALTH_PORT: healthPort,
  PUBLIC_URL: optionalUrl(['http:', 'https:']),
  TERMS_URL: optionalUrl(['https:', 'http:']),
  PRIVACY_URL: optionalUrl(['https:', 'http:']),
  CONTACT_EMAIL: z.email('must be an email address').optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  SECRET_KEY: z.string().optional(),
  SECRET_KEY_OLD: z.string().optional(),
  DATABASE_URL: optionalUrl(['postgres:', 'postgresql:']),
  NEO4J_URI: z
    .string()
    .refine(
      (text) => text.split(',').every(isGraphServer),
      'must be one or more of bolt://, neo4j://, bolt+s:// or neo4j+s://, with commas between',
    )
    .optional(),
  NEO4J_USER: z.string().default('neo4j'),
  NEO4J_PASSWORD: z.string().optional(),
  KAFKA_BROKERS: brokers,
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
  KAFKA_CA: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(['scram-sha-256', 'scram-sha-512'], 'must be scram-sha-256 or scram-sha-512').default('scram-sha-256'),
  KAFKA_AGENT_BROKERS: brokers,
  KAFKA_AGENT_CA: z.string().optional(),
  AGENT_IMAGE: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.:/_-]*:[A-Za-z0-9_][A-Za-z0-9_.-]*$/,
      'must be an image with its tag, like registry.example.com/kg-rca-agent:1.0.0',
    )
    .optional(),
  REDIS_URL: optionalUrl(['redis:', 'rediss:']),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_/, 'must be a secret key of Stripe: it begins with sk_test_, sk_live_, rk_test_ or rk_live_')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .startsWith('whsec_', 'must be the signing secret of the webhook endpoint: it begins with whsec_')
    .optional(),
  STRIPE_AUTOMATIC_TAX: trueOrFalse,
  SMTP_URL: optionalUrl(['smtp:', 'smtps:']),
  MAIL_FROM: z.string().default('KG RCA <no-reply@localhost>'),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  OIDC_ISSUER: optionalUrl(['http:', 'https:']),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default('single sign-on'),
  SSO_PRIVATE_NETWORKS: trueOrFalse,
  EGRESS_PRIVATE_NETWORKS: z
    .string()
    .refine((text) => networksIn(text) !== undefined, 'must be networks like 10.20.0.0/16 or fd00:1::/48, with commas between several')
    .optional(),
  DNS_SERVERS: z
    .string()
    .refine(
      (text) => text.split(',').every((one) => isNameServer(one.trim())),
      'must be IP addresses, each with :port if it is not 53, with commas between several',
    )
    .optional(),
  EMBEDDING_URL: optionalUrl(['http:', 'https:']),
  EMBEDDING_MODEL: z.string().min(1).max(200).default('default'),
  EMBEDDING_API_KEY: z.string().optional(),
  EMBEDDING_MODEL_DIR: z.string().min(1).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalUrl(['http:', 'https:']),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optionalUrl(['http:', 'https:']),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number('must be a number from 0 to 1')
    .min(0, 'must be 0 (no traces) to 1 (all)')
    .max(1, 'must be 0 (no traces) to 1 (all)')
    .default(1),
  SESSION_MAX_HOURS: hours.default(12),
  SESSION_IDLE_MINUTES: minutes.default(30),
  EXPORT_KEPT_HOURS: hours.default(72),
  DELETION_GRACE_HOURS: graceHours.default(168),
  TRUSTED_PROXIES: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(0, 'must be 0 to 10')
    .max(10, 'must be 0 to 10')
    .default(0),
  ADMIN_EMAIL: z.email('must be an email address').optional(),
  ADMIN_TOKEN: z.string().optional(),
});

/** The settings of a process, read once at start. `secretKey` is always present; `publicUrl` has no slash at its end. */
export type Env = Omit<z.infer<typeof schema>, 'PUBLIC_URL' | 'SECRET_KEY' | 'SECRET_KEY_OLD'> & {
  publicUrl: string;
  secretKey: string;
  /** Earlier secrets, with which stored ones may still be encrypted. */
  oldSecretKeys: readonly string[];
  /** Whether the public address and the one that it listens on are loopback ones: only then are external services simulated. */
  loopback: boolean;
};

/** Names the variables that are wrong, one per line. */
export class BadEnvironmentError extends Error {
  override name = 'BadEnvironmentError';
}

/** Whether a host name means this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Settings that a role or a notification channel declares for itself: a schema for each environment variable. */
export type DeclaredSettings = Readonly<Record<string, z.ZodType>>;

/**
 * Reads the settings from environment variables; an empty one counts as unset.
 * `secretKey` gives the installation's secret when SECRET_KEY is unset. `declared` are the settings that roles and
 * channels declare; `settingsOf` returns them.
 * Throws BadEnvironmentError naming each bad variable, what is wrong with it and what to do.
 */
export function readEnv(
  variables: Record<string, string | undefined>,
  secretKey: (dataDir: string) => string,
  declared: readonly DeclaredSettings[] = [],
): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = withDeclared(declared).safeParse(set);
  if (!parsed.success) {
    throw new BadEnvironmentError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const { PUBLIC_URL, SECRET_KEY, SECRET_KEY_OLD, ...rest } = parsed.data;
  const host = rest.HOST === '0.0.0.0' || rest.HOST === '::' ? 'localhost' : rest.HOST;
  const publicUrl = (PUBLIC_URL ?? `http://${host}:${rest.PORT}`).replace(/(?<!\/)\/+$/, '');
  // A process that listens on other addresses too is reachable by others: nothing is simulated then, and mails are not shown.
  const loopback = isLoopbackHost(new URL(publicUrl).hostname) && isLoopbackHost(rest.HOST);
  const problems = problemsOfSecrets(parsed.data, loopback);
  for (const { uri, password } of readGraphServers(rest)) {
    if (!password) problems.push(`NEO4J_PASSWORD: must be set when NEO4J_URI is, unless the address of ${uri} holds the password`);
  }
  if (problems.length > 0) throw new BadEnvironmentError(problems.join('\n'));
  const current = SECRET_KEY ?? secretKey(rest.DATA_DIR);
  const oldSecretKeys = oldKeysIn(SECRET_KEY_OLD ?? '');
  if (oldSecretKeys.includes(current)) {
    throw new BadEnvironmentError('SECRET_KEY_OLD: holds the current key; set SECRET_KEY to a new one, or unset SECRET_KEY_OLD');
  }
  return { ...rest, publicUrl, loopback, secretKey: current, oldSecretKeys };
}

/** The names of all settings, with those that roles and channels declare. */
export function settingNames(declared: readonly DeclaredSettings[] = []): string[] {
  return Object.keys(withDeclared(declared).shape);
}

/** Several keys with commas between them, or one that holds commas itself. */
function oldKeysIn(text: string): string[] {
  const keys = text.split(',').map((key) => key.trim());
  return [...new Set([...keys, text.trim()])].filter((key) => key !== '');
}

/** The schema with the declared settings. Throws when a variable is declared twice: one of the two would be ignored. */
function withDeclared(declared: readonly DeclaredSettings[]): typeof schema {
  const shape: Record<string, z.ZodType> = { ...schema.shape };
  for (const [name, setting] of declared.flatMap((settings) => Object.entries(settings))) {
    if (name in shape) throw new Error(`the setting ${name} is declared twice: give one of them another name`);
    shape[name] = setting;
  }
  return z.object(shape) as unknown as typeof schema;
}

/** The values of the settings that a role or a channel declares, as `readEnv` read them. */
export function settingsOf<Declared extends DeclaredSettings>(declared: Declared, settings: Env): z.infer<z.ZodObject<Declared>> {
  const values = settings as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.keys(declared).map((name) => [name, values[name]])) as z.infer<z.ZodObject<Declared>>;
}

/**
 * The graph servers that NEO4J_URI names, with commas between; each may carry its own user and password, or else has
 * NEO4J_USER and NEO4J_PASSWORD.
 */
export function readGraphServers({
  NEO4J_URI,
  NEO4J_USER,
  NEO4J_PASSWORD,
}: Partial<Record<'NEO4J_URI' | 'NEO4J_USER' | 'NEO4J_PASSWORD', string | undefined>>) {
  return (NEO4J_URI?.split(',') ?? []).map((text) => {
    const url = new URL(text.trim());
    const user = decodeURIComponent(url.username) || NEO4J_USER || 'neo4j';
    const password = decodeURIComponent(url.password) || NEO4J_PASSWORD || '';
    return { uri: `${url.protocol}//${url.host}`, user, password };
  });
}

/** The settings of this process. */
export const env = handle<Env>('env');
