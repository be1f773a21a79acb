import { parseArgs } from 'node:util';
import { CHANNELS } from '#lib/notifications/index.ts';
import { type Env, readEnv } from '#lib/platform/env.ts';
import { CannotStartError, keptSecret, prepareDataDir } from './installation.ts';
import { ROLES, type RoleName } from './roles/index.ts';
import type { Role } from './roles/role.ts';

/** What the command line of `npm start` says. Variables are the settings that it overrides. */
export interface Options {
  roles: RoleName[];
  demo: boolean;
  /** Where the logs go: a file in the data folder, or standard output, a JSON object a line. */
  log: 'file' | 'json';
  variables: Record<string, string>;
}

/** A command line that cannot be followed, in one line. */
export class BadOptionError extends Error {
  override name = 'BadOptionError';
}

const NAMES: readonly string[] = ROLES.map(({ name }) => name);

/** Reads the command line; throws BadOptionError naming the option and what it takes. */
export function readOptions(args: string[]): Options {
  const values = parse(args);
  const roles = values.roles === undefined ? NAMES : values.roles.split(',').map((role) => role.trim());
  const unknown = roles.filter((role) => !NAMES.includes(role));
  if (unknown.length > 0) throw new BadOptionError(`--roles: there is no role ${unknown.join(', ')}; choose from ${NAMES.join(', ')}`);
  const log = values.log ?? 'file';
  if (log !== 'file' && log !== 'json') throw new BadOptionError(`--log: there is no kind of log ${log}; choose from file, json`);
  const variables: Record<string, string> = {};
  if (values.port !== undefined) variables.PORT = values.port;
  if (values['data-dir'] !== undefined) variables.DATA_DIR = values['data-dir'];
  return { roles: [...roles] as RoleName[], demo: values.demo ?? false, log, variables };
}

function parse(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { port: text, 'data-dir': text, roles: text, log: text, demo: { type: 'boolean' } } as const;
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new BadOptionError(`${(error as Error).message.split('\n')[0]} See npm start -- --help.`);
  }
}

/**
 * Reads the settings, with a data folder that can be written. Throws BadEnvironmentError or CannotStartError, each with
 * lines that say what is wrong and what to do.
 */
export function readSettings(options: Options): Env {
  const variables = { ...process.env, ...options.variables };
  const declared = [...(ROLES as readonly Role[]), ...CHANNELS].map(({ settings }) => settings ?? {});
  const env = readEnv(variables, (dataDir) => keptSecret(dataDir, 'secret-key'), declared);
  const shared = ['DATABASE_URL', 'NEO4J_URI', 'SECRET_KEY'].filter((name) => !variables[name]);
  if (options.roles.length < ROLES.length && shared.length > 0) {
    throw new CannotStartError(
      `--roles: a process that runs only some roles shares the rest with others, and needs ${shared.join(', ')} set; without --roles one process runs all of them on embedded parts`,
    );
  }
  return { ...env, DATA_DIR: prepareDataDir(env.DATA_DIR) };
}
