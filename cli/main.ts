import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KubeApiError } from '#agent/kube/client.ts';
import { connectionFromKubeconfig, KubeConfigError } from '#agent/kube/connection.ts';
import { errorText } from '#agent/log.ts';
import { type DumpFiles, readDump } from '#lib/rca/dump.ts';
import { diagnose } from '#lib/rca/index.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { InputError, readDumpFolder, writeDumpFolder } from './folder.ts';
import { type Taken, takeDump } from './live.ts';
import { diagnosisText } from './text.ts';

const HELP = `KG RCA: why something broke in a Kubernetes cluster.

Usage:
  kg-rca analyze <dir> [--json] [--limit N]
  kg-rca analyze --live [--context NAME] [--kubeconfig FILE] [-n NAMESPACE] [--json] [--limit N]
  kg-rca dump <dir> [--context NAME] [--kubeconfig FILE] [-n NAMESPACE]

analyze reads a dump, a folder with what kubectl prints (docs/analyze.md), or with --live the cluster itself, and tells
ranked root causes with evidence, how they spread, and what to do. dump writes such a folder. Both only read from the
cluster; values of Secrets never leave it.

Options:
  --json             the whole diagnosis as JSON
  --limit N          causes told in full (3)
  --context NAME     a context of the kubeconfig other than its current one
  --kubeconfig FILE  instead of KUBECONFIG or ~/.kube/config
  -n, --namespace    only this namespace, and objects without one
  --help

Exit code: 0 nothing is wrong, 1 an incident was found, 2 the command or its input can not be used.
`;

/** What the command talks to; tests hand in their own. */
export interface Surroundings {
  out: (text: string) => void;
  err: (text: string) => void;
  env: Readonly<Record<string, string | undefined>>;
  columns: number | undefined;
  isTerminal: boolean;
  now: () => number;
}

const OPTIONS = {
  live: { type: 'boolean' },
  json: { type: 'boolean' },
  limit: { type: 'string' },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = { [K in keyof typeof OPTIONS]?: (typeof OPTIONS)[K]['type'] extends 'boolean' ? boolean : string };

/** Runs a command line; answers its exit code. Never throws: what stands in the way is told on `err`. */
export async function runCommand(args: string[], around: Surroundings): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = parsed(args);
    const [command, folder, ...more] = positionals;
    if (values.help || command === 'help') {
      around.out(HELP);
      return 0;
    }
    if (command === undefined) throw new InputError('a command is missing: analyze or dump; see --help');
    if (more.length > 0) throw new InputError(`${more[0]} is one argument too many; see --help`);
    if (command === 'analyze') return await analyze(folder, values, around);
    if (command === 'dump') return await dump(folder, values, around);
    throw new InputError(`there is no command ${command}: it is analyze or dump; see --help`);
  } catch (error) {
    around.err(`kg-rca: ${plainText(error)}\n`);
    return 2;
  }
}

function parsed(args: string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true }) as { values: Values; positionals: string[] };
  } catch (error) {
    throw new InputError(`${(error as Error).message.split('\n')[0]?.split('. To ')[0]}; see --help`);
  }
}

async function analyze(folder: string | undefined, values: Values, around: Surroundings): Promise<0 | 1> {
  const limit = Number(values.limit ?? 3);
  if (!Number.isInteger(limit) || limit < 1) throw new InputError(`--limit: ${values.limit} is no number of causes; give 1 or more`);
  if (values.live ? folder !== undefined : folder === undefined)
    throw new InputError(values.live ? `give either a folder or --live, not both` : 'give the folder of a dump, or --live; see --help');
  const { files, missing }: Taken = folder === undefined ? await take(values, around) : { files: readDumpFolder(folder), missing: [] };
  const diagnosis = diagnosed(files, missing);
  if (values.json) around.out(`${JSON.stringify(diagnosis, undefined, 2)}\n`);
  else
    around.out(
      diagnosisText(diagnosis, { width: Math.max(60, around.columns ?? 100), colour: around.isTerminal && !around.env.NO_COLOR, limit }),
    );
  return diagnosis.verdict === 'incident' ? 1 : 0;
}

async function dump(folder: string | undefined, values: Values, around: Surroundings): Promise<0> {
  if (folder === undefined) throw new InputError('give the folder to write to; see --help');
  for (const option of ['live', 'json', 'limit'] as const)
    if (values[option] !== undefined) throw new InputError(`--${option} is no option of dump`);
  writeDumpFolder(folder, new Map());
  const { files, missing } = await take(values, around);
  // What was missing is kept with the dump, so that an analysis of it knows.
  writeDumpFolder(folder, missing.length > 0 ? new Map([...files, ['missing.txt', `${missing.join('\n')}\n`]]) : files);
  around.out(`Written to ${folder}: ${files.size} files. Look at it with: kg-rca analyze ${folder}\n`);
  for (const one of missing) around.err(`missing: ${one}\n`);
  return 0;
}

async function take({ context, kubeconfig, namespace }: Values, around: Surroundings): Promise<Taken> {
  const path = kubeconfig ?? (around.env.KUBECONFIG || join(homedir(), '.kube', 'config'));
  const tell = around.isTerminal ? (progress: string) => around.err(`\r\u001b[K${progress} ...`) : () => {};
  const taken = await takeDump(connectionFromKubeconfig(path, context), namespace, around.now(), tell);
  if (around.isTerminal) around.err('\r\u001b[K');
  return taken;
}

function diagnosed(files: DumpFiles, missing: readonly string[]): Diagnosis {
  const { snapshot, window, problems } = readDump(files);
  const diagnosis = diagnose(snapshot, window);
  const kept = (files.get('missing.txt') ?? '').split('\n').filter(Boolean);
  return { ...diagnosis, gaps: [...diagnosis.gaps, ...problems, ...missing, ...kept] };
}

function plainText(error: unknown): string {
  if (error instanceof InputError) return error.message;
  if (error instanceof KubeConfigError) return `${error.message}. Or make a dump with kubectl: docs/analyze.md has the lines`;
  if (error instanceof KubeApiError) return `the cluster refuses: ${error.message}`;
  const { code } = error as { code?: string };
  if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOSPC' || code === 'EROFS') return errorText(error);
  return code?.startsWith('E') || code?.startsWith('CERT')
    ? `the cluster can not be reached: ${errorText(error)}`
    : ((error as Error).stack ?? errorText(error));
}

if (import.meta.main) {
  process.exitCode = await runCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    env: process.env,
    columns: process.stdout.columns,
    isTerminal: process.stdout.isTTY === true,
    now: Date.now,
  });
}
