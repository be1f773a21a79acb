import { byText, wordings } from '#lib/kubernetes/canonical.ts';
import { fields, items, text, time, words } from '#lib/kubernetes/fields.ts';
import type { AlertRecord, LogExcerpt, MetricPoint, Snapshot, Window } from './types.ts';
import { windowUntil } from './window.ts';

/** The contents of the files of a dump by their path below its folder: `resources.json`, `logs/ns/pod/container.log` ... */
export type DumpFiles = ReadonlyMap<string, string>;

/** A part of a dump that can be ignored, to measure the diagnosis without it. */
export type DumpPart = 'alerts' | 'metrics' | 'logs' | 'events';

/**
 * Reads a cluster dump in kubectl's format. `files`: case.json, resources.json, events.json, alerts.json, metrics.csv and
 * logs/<namespace>/<pod>/<container>[.previous].log, each of which may be missing. Returns the snapshot, its window, and
 * the problems: what could not be read, by file.
 */
export function readDump(files: DumpFiles, without: readonly DumpPart[] = []): { snapshot: Snapshot; window: Window; problems: string[] } {
  const problems: string[] = [];
  const json = (name: string): unknown => {
    const content = files.get(name);
    if (content === undefined) return undefined;
    try {
      return JSON.parse(content);
    } catch (error) {
      problems.push(`${name} is not valid JSON (${error instanceof Error ? error.message : String(error)}); it is ignored`);
      return undefined;
    }
  };
  const list = (name: string, isWhole: (object: Record<string, unknown>) => boolean, what: string): Record<string, unknown>[] => {
    const value = json(name);
    if (value === undefined) return [];
    const found = listOf(value);
    if (found === undefined) {
      problems.push(`${name} does not contain a list of objects as printed by kubectl get -o json; it is ignored`);
      return [];
    }
    const whole = items(found).filter(isWhole);
    if (whole.length < found.length)
      problems.push(`${name}: ${found.length - whole.length} of ${found.length} entries ${what}; they are ignored`);
    return whole;
  };
  const resources = list('resources.json', isNamed, 'are not objects with a kind and a name');
  const events = without.includes('events') ? [] : list('events.json', isAboutSomething, 'do not name the object that they are about');
  const alerts = without.includes('alerts') ? [] : list('alerts.json', () => true, 'are not alerts');
  const metrics = without.includes('metrics') ? [] : metricsOf(files.get('metrics.csv') ?? '', problems);
  const logs = without.includes('logs') ? [] : logsOf(files, problems);
  const about = fields(json('case.json'));
  const kinds = words(about.kinds);
  const namespace = text(about.namespace);
  const collectedAt = time(about.collectedAt) ?? newestTime([...events, ...resources]);
  if (about.collectedAt !== undefined && time(about.collectedAt) === undefined)
    problems.push('case.json: collectedAt is not an RFC 3339 time; the newest time in the dump is used instead');
  const snapshot: Snapshot = {
    collectedAt,
    resources,
    events,
    logs,
    alerts: alerts.map(alertOf),
    metrics,
    changes: [],
    ...(kinds.length > 0 && { read: { kinds, ...(namespace && { namespace }) } }),
  };
  return { snapshot, window: windowUntil(collectedAt), problems };
}

/** The items of a List, of a bare array, or a single object; undefined for anything else. */
function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const object = fields(value);
  if (Array.isArray(object.items)) return object.items;
  return text(object.kind) ? [object] : undefined;
}

function isNamed({ kind, metadata }: Record<string, unknown>): boolean {
  return text(kind) !== undefined && text(fields(metadata).name) !== undefined;
}

function isAboutSomething({ involvedObject, regarding }: Record<string, unknown>): boolean {
  const { kind, name } = fields(involvedObject ?? regarding);
  return text(kind) !== undefined && text(name) !== undefined;
}

/** The time of the newest object or event: used for a dump without a time of its own. */
function newestTime(objects: readonly Record<string, unknown>[]): number {
  const times = objects.flatMap((object) => {
    const { creationTimestamp } = fields(object.metadata);
    return [object.lastTimestamp, object.eventTime, creationTimestamp].flatMap((value) => time(value) ?? []);
  });
  return times.reduce((newest, at) => Math.max(newest, at), 0);
}

const LOG = /^logs\/([^/]+)\/([^/]+)\/([^/]+?)(\.previous)?\.log$/;

function logsOf(files: DumpFiles, problems: string[]): LogExcerpt[] {
  return [...files.keys()].sort(byText).flatMap((path) => {
    if (!path.startsWith('logs/')) return [];
    const match = LOG.exec(path);
    if (!match) {
      problems.push(`${path} does not match logs/<namespace>/<pod>/<container>.log; it is ignored`);
      return [];
    }
    const lines = (files.get(path) ?? '').split('\n').filter((line) => line !== '');
    return [{ namespace: match[1]!, pod: match[2]!, container: match[3]!, previous: match[4] !== undefined, lines }];
  });
}

function alertOf(alert: Record<string, unknown>): AlertRecord {
  const startsAt = time(alert.startsAt);
  return {
    status: text(alert.status) ?? 'firing',
    labels: wordings(alert.labels),
    annotations: wordings(alert.annotations),
    ...(startsAt !== undefined && { startsAt }),
  };
}

/** `time,kind,namespace,name,metric,value`, with a header line. */
function metricsOf(csv: string, problems: string[]): MetricPoint[] {
  const lines = csv
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '');
  const points = lines.flatMap((line) => {
    const [at, kind, namespace, name, metric, value] = line.split(',');
    const [when, amount] = [time(at) ?? time(Number(at)), Number(value)];
    if (when === undefined || !kind || !name || !metric || value === undefined || !Number.isFinite(amount)) return [];
    return [{ time: when, kind, ...(namespace && { namespace }), name, metric, value: amount }];
  });
  if (points.length < lines.length)
    problems.push(`metrics.csv: ${lines.length - points.length} of ${lines.length} lines are not samples; they are ignored`);
  return points;
}
