import { byText, fields, items, text, time, wordings, words } from './read.ts';
import type { AlertRecord, LogExcerpt, MetricPoint, Snapshot, Window } from './types.ts';

/** The files of a dump by their path below its folder, as texts: `resources.json`, `logs/ns/pod/container.log` ... */
export type DumpFiles = ReadonlyMap<string, string>;

/** What a dump may leave out, to see what a diagnosis is worth without it. */
export type DumpPart = 'alerts' | 'metrics' | 'logs' | 'events';

/** Evidence older than this before the dump is stale. */
const LOOK_BACK_MS = 2 * 3_600_000;

/**
 * Reads a cluster dump as kubectl gives it. `files`: case.json, resources.json, events.json, alerts.json, metrics.csv and
 * logs/<namespace>/<pod>/<container>[.previous].log, each of which may be missing. Gives the snapshot, the window
 * before it, and what could not be read, by file.
 */
export function readDump(files: DumpFiles, without: readonly DumpPart[] = []): { snapshot: Snapshot; window: Window; problems: string[] } {
  const problems: string[] = [];
  const json = (name: string): unknown => {
    const content = files.get(name);
    if (content === undefined) return undefined;
    try {
      return JSON.parse(content);
    } catch (error) {
      problems.push(`${name} is no JSON (${error instanceof Error ? error.message : String(error)}): it is left out`);
      return undefined;
    }
  };
  const resources = listOf(json('resources.json'));
  const events = without.includes('events') ? [] : listOf(json('events.json'));
  const about = fields(json('case.json'));
  const kinds = words(about.kinds);
  const namespace = text(about.namespace);
  const collectedAt = time(about.collectedAt) ?? newestTime([...events, ...resources]);
  const snapshot: Snapshot = {
    collectedAt,
    resources,
    events,
    logs: without.includes('logs') ? [] : logsOf(files),
    alerts: without.includes('alerts') ? [] : alertsOf(json('alerts.json')),
    metrics: without.includes('metrics') ? [] : metricsOf(files.get('metrics.csv') ?? ''),
    changes: [],
    ...(kinds.length > 0 && { read: { kinds, ...(namespace && { namespace }) } }),
  };
  return { snapshot, window: { from: collectedAt - LOOK_BACK_MS, to: collectedAt }, problems };
}

/** The items of a List, of a bare array, or a single object. */
function listOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return items(value);
  const object = fields(value);
  if (Array.isArray(object.items)) return items(object.items);
  return text(object.kind) ? [object] : [];
}

/** A dump without a time was taken when the newest thing in it happened. */
function newestTime(objects: readonly Record<string, unknown>[]): number {
  const times = objects.flatMap((object) => {
    const { creationTimestamp } = fields(object.metadata);
    return [object.lastTimestamp, object.eventTime, creationTimestamp].flatMap((value) => time(value) ?? []);
  });
  return times.reduce((newest, at) => Math.max(newest, at), 0);
}

function logsOf(files: DumpFiles): LogExcerpt[] {
  return [...files.keys()].sort(byText).flatMap((path) => {
    const match = /^logs\/([^/]+)\/([^/]+)\/([^/]+?)(\.previous)?\.log$/.exec(path);
    if (!match) return [];
    const lines = (files.get(path) ?? '').split('\n').filter((line) => line !== '');
    return [{ namespace: match[1]!, pod: match[2]!, container: match[3]!, previous: match[4] !== undefined, lines }];
  });
}

function alertsOf(value: unknown): AlertRecord[] {
  return items(value).map((alert) => {
    const startsAt = time(alert.startsAt);
    return {
      status: text(alert.status) ?? 'firing',
      labels: wordings(alert.labels),
      annotations: wordings(alert.annotations),
      ...(startsAt !== undefined && { startsAt }),
    };
  });
}

/** `time,kind,namespace,name,metric,value`, with a header line. */
function metricsOf(csv: string): MetricPoint[] {
  return csv
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [at, kind, namespace, name, metric, value] = line.split(',');
      const [when, amount] = [time(at) ?? time(Number(at)), Number(value)];
      if (when === undefined || !kind || !name || !metric || value === undefined || !Number.isFinite(amount)) return [];
      return [{ time: when, kind, ...(namespace && { namespace }), name, metric, value: amount }];
    });
}
