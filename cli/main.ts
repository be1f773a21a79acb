import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KubeApiError } from '#agent/kube/client.ts';
import { KubeConfigError } from '#agent/kube/connection.ts';
import { connectionFromKubeconfig } from '#agent/kube/kubeconfig.ts';
import { errorText } from '#agent/log.ts';
import { CUSTOM_GROUPS } from '#lib/kubernetes/custom-kinds.ts';
import { isSubdomain } from '#lib/kubernetes/names.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { diagnoseDump } from '#lib/rca/dump-diagnosis.ts';
import { REPORTABLE_KINDS } from '#lib/rca/index.ts';
import { escapedForLog, forTerminal, shellLine } from '#lib/text/index.ts';
import { check } from './check.ts';
import { InputError, readDumpFolder, writeDumpFolder } from './folder.ts';
import { type ClusterDump, dumpCluster, NoSuchNamespaceError } from './live.ts';
import { logIn } from './login.ts';
import { diagnosisText } from './text.ts';

const HELP = `KG RCA: why something broke in a Kubernetes cluster.

Usage:
  kg-rca analyze <dir> [--about OBJECT [--symptom TEXT]] [--json] [--limit N]
  kg-rca analyze --live [--context NAME] [--kubeconfig FILE] [-n NAMESPACE] [--about OBJECT [--symptom TEXT]] [--json] [--limit N]
  kg-rca dump <dir> [--context NAME] [--kubeconfig FILE] [-n NAMESPACE]
  kg-rca check <file or dir>... [--format text|json|sarif] [--severity high|medium|low]
  kg-rca check --live [--context NAME] [--kubeconfig FILE] [-n NAMESPACE] [--format ...] [--severity ...]

analyze reads a dump, which is a folder with output of kubectl (docs/analyze.md), or with --live the cluster itself. It
prints the ranked root causes with their evidence, how they spread, and what to do. dump writes such a folder. check lists
risks: what is wrong before anything fails, such as a name that leads nowhere, in manifests, a dump or the cluster. All of
them only read from the cluster, and the values of Secrets never leave it.

Options:
  --json             print the whole diagnosis as JSON
  --about OBJECT     what somebody complains about, as KIND/NAMESPACE/NAME (node/NAME, namespace/NAME): analyze then looks for
                     a cause although the object may look well
  --symptom TEXT     what is wrong with it, in their words: "checkout answers with 503", "slow since noon"
  --limit N          the number of causes to print in full (default 3)
  --format FORMAT    how check prints risks: text (default), json, or sarif (2.1.0, for code hosts)
  --severity LEVEL   the least severe risks that check prints and counts: high, medium or low (default)
  --context NAME     the context of the kubeconfig to use (default: the current one)
  --kubeconfig FILE  the kubeconfig to use (default: KUBECONFIG, which may name several, or ~/.kube/config)
  --groups LIST      also read the custom resources of these API groups (with commas), besides those that people run most
  -n, --namespace    read only this namespace, and objects without a namespace
  -h, --help         show this help

Exit code: 0 if nothing is wrong, 1 if an incident or a risk was found, 2 if the command failed.
`;

/** The command's output and environment; tests pass their own. */
export interface CommandIo {
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
  about: { type: 'string' },
  symptom: { type: 'string' },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
  format: { type: 'string' },
  severity: { type: 'string' },
  groups: { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = { [K in keyof typeof OPTIONS]?: (typeof OPTIONS)[K]['type'] extends 'boolean' ? boolean : string };

/** Runs a command line and returns its exit code. Never throws: errors are written to `err`. */
export async function runCommand(args: string[], io: CommandIo): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = parsed(args);
    const [command, folder, ...more] = positionals;
    if (values.help || command === 'help') {
      io.out(HELP);
      return 0;
    }
    if (command === undefined) throw new InputError('no command was given; use analyze, dump or check (see --help)');
    if (command === 'check') {
      refuse(command, values, ['json', 'limit', 'about', 'symptom']);
      return await check(positionals.slice(1), values, () => read(values, io), io.out);
    }
    if (command === 'analyze' || command === 'dump') refuse(command, values, ['format', 'severity']);
    if (more.length > 0) throw new InputError(`unexpected argument ${more[0]}; see --help`);
    if (command === 'analyze') return await analyze(folder, values, io);
    if (command === 'dump') return await dump(folder, values, io);
    throw new InputError(`unknown command ${command}; use analyze, dump or check (see --help)`);
  } catch (error) {
    io.err(`kg-rca: ${forTerminal(plainText(error))}\n`);
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

/** Throws InputError for an option that a command does not have. */
function refuse(command: string, values: Values, options: readonly (keyof Values)[]): void {
  for (const option of options)
    if (values[option] !== undefined) throw new InputError(`${command} does not have the option --${option}; see --help`);
}

async function analyze(folder: string | undefined, values: Values, io: CommandIo): Promise<0 | 1> {
  const limit = Number(values.limit ?? 3);
  if (!Number.isInteger(limit) || limit < 1) throw new InputError(`--limit must be a whole number of at least 1, not ${values.limit}`);
  if (values.live ? folder !== undefined : folder === undefined)
    throw new InputError(
      values.live ? 'specify either a folder or --live, not both' : 'specify the folder of a dump, or --live; see --help',
    );
  const about = reportedObject(values);
  const { files, missing }: ClusterDump = folder === undefined ? await read(values, io) : { files: readDumpFolder(folder), missing: [] };
  const diagnosis = diagnoseDump(files, { about, symptom: values.symptom, missing });
  if (!diagnosis) throw new InputError(`there is no ${shown(about!)} in what was read; check --about`);
  if (values.json) io.out(`${escapedForLog(JSON.stringify(diagnosis, undefined, 2))}\n`);
  else io.out(diagnosisText(diagnosis, { width: Math.max(60, io.columns ?? 100), colour: io.isTerminal && !io.env.NO_COLOR, limit }));
  return diagnosis.verdict === 'incident' ? 1 : 0;
}

async function dump(folder: string | undefined, values: Values, io: CommandIo): Promise<0> {
  if (folder === undefined) throw new InputError('specify the folder to write to; see --help');
  refuse('dump', values, ['live', 'json', 'limit', 'about', 'symptom']);
  writeDumpFolder(folder, new Map());
  const { files, missing } = await read(values, io);
  // What is missing is saved with the dump, so that a later analysis takes it into account.
  writeDumpFolder(folder, missing.length > 0 ? new Map([...files, ['missing.txt', `${missing.join('\n')}\n`]]) : files);
  io.out(`Wrote ${files.size} files to ${folder}. Analyze them with: ${shellLine(['kg-rca', 'analyze', folder])}\n`);
  for (const one of missing) io.err(`missing: ${forTerminal(one)}\n`);
  return 0;
}

async function read({ context, kubeconfig, namespace, groups }: Values, io: CommandIo): Promise<ClusterDump> {
  const more = (groups ?? '').split(',').filter((group) => group !== '');
  const bad = more.find((group) => !isSubdomain(group) || !group.includes('.'));
  if (bad !== undefined) throw new InputError(`--groups: ${bad} is not the name of an API group, such as argoproj.io`);
  const path = kubeconfig ?? (io.env.KUBECONFIG || join(homedir(), '.kube', 'config'));
  const onProgress = io.isTerminal ? (message: string) => io.err(`\r\u001b[K${message} ...`) : () => {};
  const announce = (line: string) => io.err(`kg-rca: logging in with the command of the kubeconfig: ${forTerminal(line)}\n`);
  const connection = connectionFromKubeconfig(path, context, (command) => logIn(command, io.env, announce, io.now));
  const result = await dumpCluster(connection, namespace, [...CUSTOM_GROUPS, ...more], io.now(), onProgress);
  if (io.isTerminal) io.err('\r\u001b[K');
  return result;
}

/** The object of --about. Throws an InputError that says what is wrong with it. */
function reportedObject({ about, symptom }: Values): ObjectRef | undefined {
  if (about === undefined) {
    if (symptom !== undefined) throw new InputError('--symptom needs --about, the object that has it; see --help');
    return undefined;
  }
  const parts = about.split('/');
  const kind = REPORTABLE_KINDS.find((one) => one.toLowerCase() === parts[0]?.toLowerCase());
  if (!kind) throw new InputError(`--about begins with one of ${REPORTABLE_KINDS.join(', ')}, not with ${parts[0]}`);
  const isNamespaced = kind !== 'Node' && kind !== 'Namespace';
  if (parts.length !== (isNamespaced ? 3 : 2) || parts.some((part) => part === ''))
    throw new InputError(`--about ${about} is not of the form ${kind.toLowerCase()}/${isNamespaced ? 'NAMESPACE/' : ''}NAME`);
  return ref(kind, isNamespaced ? parts[1] : undefined, parts.at(-1)!);
}

function plainText(error: unknown): string {
  if (error instanceof InputError || error instanceof NoSuchNamespaceError) return error.message;
  if (error instanceof KubeConfigError)
    return `${error.message}. Alternatively, create a dump with kubectl: docs/analyze.md lists the commands`;
  if (error instanceof KubeApiError) return `the cluster refused the request: ${error.message}`;
  const { code } = error as { code?: string };
  if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOSPC' || code === 'EROFS') return errorText(error);
  return code?.startsWith('E') || code?.startsWith('CERT')
    ? `cannot reach the cluster: ${errorText(error)}`
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
