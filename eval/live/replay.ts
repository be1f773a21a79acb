import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import type { Truth } from '../metrics.ts';

/** An object as it was seen at `at` (epoch ms): an Event where it is of that kind, otherwise the state of an object. */
export interface SeenObject {
  at: number;
  op: 'upsert' | 'delete';
  object: KubernetesObject;
}

/** A line that a container logged. */
export interface SeenLog {
  at: number;
  log: { namespace: string; pod: string; container: string; line: string };
}

/** One line of a run. */
export type Seen = SeenObject | SeenLog;

/** A trouble of a run: what is at fault, and when it showed and was over. Times in epoch ms, where known. */
export interface Trouble {
  object: string | ObjectRef;
  objects: (string | ObjectRef)[];
  accepted: string[];
  namespaces: string[];
  firstSign: number | undefined;
  recovered: number | undefined;
}

/** A recorded run of a cluster. */
export interface Run {
  id: string;
  seen: Seen[];
  /** What was done to the cluster, epoch ms. */
  commands: { at: number; command: string }[];
  troubles: Trouble[];
  /** Whether the troubles are all that goes wrong in the run: then every other incident is a false alarm. */
  isLabelled: boolean;
}

/** What is wrong with a file, and where. */
export class ReplayError extends Error {
  override name = 'ReplayError';
}

/**
 * Reads the runs of folders or single files: `<id>.jsonl` with lines `{t, op, object}`, `{t, event}` and `{t, log:
 * {namespace, pod, container, line}}`, beside it `<id>.ledger.json` with `commands: [{t, command}]` and, where they are known, `troubles: [{object, objects?, accepted,
 * namespaces?, firstSign?, recovered?}]`. Times are RFC 3339. Throws a ReplayError that names the file and the line.
 */
export function readRuns(paths: readonly string[]): Run[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new ReplayError(`${path}: no such file or folder`);
    const files = statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith('.jsonl'))
          .sort()
          .map((name) => join(path, name))
      : [path];
    if (files.length === 0) throw new ReplayError(`${path}: it contains no runs (files that end with .jsonl)`);
    return files.map(readRun);
  });
}

function readRun(file: string): Run {
  const lines = readFileSync(file, 'utf8').split('\n');
  const seen = lines.flatMap((line, index) => (line.trim() === '' ? [] : [seenOf(line, `${file}:${index + 1}`)]));
  if (seen.length === 0) throw new ReplayError(`${file}: it contains no lines`);
  const path = file.replace(/\.jsonl$/, '.ledger.json');
  const ledger = existsSync(path) ? parsed(readFileSync(path, 'utf8'), path) : {};
  const troubles = (ledger.troubles as Record<string, unknown>[] | undefined)?.map((one) => troubleOf(one, path));
  return {
    id: basename(file, '.jsonl'),
    seen: seen.toSorted((a, b) => a.at - b.at),
    commands: ((ledger.commands as Record<string, unknown>[] | undefined) ?? []).map(({ t, command }) => ({
      at: timeOf(t, `${path}: t of a command`),
      command: String(command),
    })),
    troubles: troubles ?? [],
    isLabelled: troubles !== undefined,
  };
}

function seenOf(line: string, where: string): Seen {
  const { t, op, object, event, log } = parsed(line, where);
  const at = timeOf(t, `${where}: t`);
  if (isObject(event)) return { at, op: 'upsert', object: { kind: 'Event', apiVersion: 'v1', ...event } };
  if ((op === 'upsert' || op === 'delete') && isObject(object)) return { at, op, object };
  if (isObject(log)) {
    const { namespace, pod, container, line: written } = log;
    if ([namespace, pod, container, written].every((one) => typeof one === 'string')) return { at, log: log as SeenLog['log'] };
  }
  throw new ReplayError(
    `${where}: neither {t, op: "upsert" | "delete", object} nor {t, event} nor {t, log: {namespace, pod, container, line}}`,
  );
}

function troubleOf(raw: Record<string, unknown>, where: string): Trouble {
  const { object, objects, accepted, namespaces, firstSign, recovered } = raw;
  if ((typeof object !== 'string' && !isObject(object)) || !Array.isArray(accepted))
    throw new ReplayError(`${where}: a trouble needs object ("app/x" or {kind, namespace, name}) and accepted (a list of codes)`);
  return {
    object: object as string | ObjectRef,
    objects: (objects as Trouble['objects'] | undefined) ?? [],
    accepted,
    namespaces: (namespaces as string[] | undefined) ?? [],
    firstSign: firstSign === undefined ? undefined : timeOf(firstSign, `${where}: firstSign`),
    recovered: recovered === undefined ? undefined : timeOf(recovered, `${where}: recovered`),
  };
}

/** A run with the trouble that a truth line of its id names, unless its ledger names troubles. */
export function withTruth(run: Run, truths: readonly Truth[]): Run {
  const truth = truths.find(({ id }) => id === run.id);
  if (run.isLabelled || !truth) return run;
  const { object, objects = [], accepted = [], namespaces = [] } = truth;
  const troubles = object === undefined ? [] : [{ object, objects, accepted, namespaces, firstSign: undefined, recovered: undefined }];
  return { ...run, troubles, isLabelled: true };
}

/** The name of a trouble for people. */
export function nameOf({ object, accepted }: Trouble): string {
  return `${accepted[0]} of ${typeof object === 'string' ? object : shown(object)}`;
}

function parsed(text: string, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw new ReplayError(`${where}: not a JSON object`);
}

function timeOf(value: unknown, where: string): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new ReplayError(`${where}: expected a time like 2026-01-31T12:00:00Z, not ${JSON.stringify(value)}`);
  return at;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
