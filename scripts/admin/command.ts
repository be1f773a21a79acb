import { parseArgs } from 'node:util';
import { database, openDatabase } from '#lib/platform/database/index.ts';

/** A command that cannot go on, with lines that say what is wrong and what to do. `code` is the exit code. */
export class AdminError extends Error {
  override name = 'AdminError';
  readonly code: 1 | 2;
  constructor(message: string, code: 1 | 2 = 1) {
    super(message);
    this.code = code;
  }
}

/** What the options of a command were set to. */
export type Arguments = Readonly<Record<string, string | undefined>>;

/** A command of `npm run admin`. */
export interface Command {
  /** What it does, in a few words. */
  purpose: string;
  /** Its options, each with a value; `what` explains the value. */
  options: Readonly<Record<string, { what: string; required?: boolean }>>;
  /** Does it, and says so line by line. Returns the exit code, 0 if it returns none; throws AdminError for what the caller can put right. */
  run(args: Arguments, say: (line: string) => void): Promise<number | undefined>;
}

/** Reads the options of a command; throws AdminError naming the one that is unknown or missing. */
export function readArguments(name: string, { options }: Command, args: string[]): Arguments {
  let values: Arguments;
  try {
    const declared = Object.fromEntries(Object.keys(options).map((option) => [option, { type: 'string' as const }]));
    values = parseArgs({ args, options: declared, strict: true, allowPositionals: false }).values as Arguments;
  } catch (error) {
    const known = Object.keys(options).map((option) => `--${option}`);
    throw new AdminError(`${name}: ${(error as Error).message.split('.')[0]}; it takes ${known.join(', ') || 'no options'}`, 2);
  }
  for (const [option, { what, required }] of Object.entries(options)) {
    if (required && !values[option]) throw new AdminError(`${name}: --${option} must be given: ${what}`, 2);
  }
  return values;
}

/** A whole number of at least `least`; throws AdminError naming the option. */
export function wholeNumber(text: string, option: string, least: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least) throw new AdminError(`--${option}: ${text} is no whole number of at least ${least}`, 2);
  return number;
}

/** Does something with the database at `url` as this process's own. */
export async function withDatabase<T>(url: string, work: () => Promise<T>): Promise<T> {
  const db = await openDatabase(url, 2);
  database.provide(db);
  try {
    return await work();
  } finally {
    await db.close();
  }
}
