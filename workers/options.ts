import { parseArgs } from 'node:util';
import { ROLES, type RoleName } from '#lib/platform/env.ts';

/** What the command line of `npm start` says. Variables are the settings that it overrides. */
export interface Options {
  roles: RoleName[];
  demo: boolean;
  variables: Record<string, string>;
}

/** A command line that cannot be followed, in one line. */
export class BadOptionError extends Error {
  override name = 'BadOptionError';
}

/** Reads the command line; throws BadOptionError naming the option and what it takes. */
export function readOptions(args: string[]): Options {
  let values: { port?: string; 'data-dir'?: string; roles?: string; demo?: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: { port: { type: 'string' }, 'data-dir': { type: 'string' }, roles: { type: 'string' }, demo: { type: 'boolean' } },
      strict: true,
      allowPositionals: false,
    }));
  } catch (error) {
    throw new BadOptionError(`${(error as Error).message.split('\n')[0]} See npm start -- --help.`);
  }
  const roles = values.roles === undefined ? [...ROLES] : values.roles.split(',').map((role) => role.trim());
  const unknown = roles.filter((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown.length > 0) throw new BadOptionError(`--roles: there is no role ${unknown.join(', ')}; choose of ${ROLES.join(', ')}`);
  const variables: Record<string, string> = {};
  if (values.port !== undefined) variables.PORT = values.port;
  if (values['data-dir'] !== undefined) variables.DATA_DIR = values['data-dir'];
  return { roles: roles as RoleName[], demo: values.demo ?? false, variables };
}
