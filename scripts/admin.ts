/**
 * `npm run admin -- <command>`: what a provider does to an installation from a terminal. Without a command it lists them. Settings
 * come from the environment, as for `npm start`.
 */
import { backup, drill, restoreCommand } from './admin/backup.ts';
import { AdminError, type Command, readArguments } from './admin/command.ts';
import { kong } from './admin/kong.ts';
import { migrateCommand } from './admin/migrate.ts';
import { probe } from './admin/probe.ts';

/** The commands by their names. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  migrate: migrateCommand,
  backup,
  restore: restoreCommand,
  drill,
  probe,
  kong,
};

function help(): string {
  const lines = Object.entries(COMMANDS).flatMap(([name, { purpose, options }]) => [
    `  ${name.padEnd(10)} ${purpose}`,
    ...Object.entries(options).map(([option, { what }]) => `             --${option.padEnd(16)} ${what}`),
  ]);
  return `npm run admin -- <command> [options]\n\n${lines.join('\n')}\n`;
}

/** Runs what a command line says; returns the exit code: 1 when the command found or met a fault, 2 when it was not understood. */
export async function admin(
  [name, ...args]: string[],
  out: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  const command = COMMANDS[name ?? ''];
  if (!command) {
    out(name === undefined || name === '--help' ? help() : `admin: there is no command ${name}.\n\n${help()}`);
    return name === '--help' ? 0 : 2;
  }
  try {
    return (await command.run(readArguments(name ?? '', command, args), (line) => out(`${line}\n`))) ?? 0;
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    out(`${error.message}\n`);
    return error.code;
  }
}

if (import.meta.main) process.exitCode = await admin(process.argv.slice(2));
