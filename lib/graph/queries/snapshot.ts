import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { AlertRecord, ChangeRecord, LogExcerpt, MetricPoint, Snapshot, Window } from '#lib/rca/types.ts';
import type { GraphProps, GraphRow, GraphStore } from '../port.ts';
import { keptPoint } from '../projection/metrics.ts';
import { changeOf } from './changes.ts';
import { largeRowsByKey, pages, rowsByKey } from './rows.ts';

/** Bounds of a snapshot: a diagnosis reads the latest evidence and, where a cluster has more than this, its unhealthy objects first. */
const MAX_OBJECTS = 20_000;
const MAX_OBJECT_CHARACTERS = 64 * 1024 * 1024;
const MAX_EVENTS = 5_000;
const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;
const MAX_CHANGES = 2_000;
const MAX_ALERTS = 1_000;
const MAX_PATTERNS = 20_000;
const MAX_LINES = 20;
/** The most lines that stand for a pattern: as many as tell a failure that is repeated from one that is not. */
const MAX_REPEATS = 3;

const SEVERITIES = ['unknown', 'debug', 'info', 'warning', 'error', 'fatal'];

/**
 * What is known of a cluster, as a diagnosis reads it: the live objects, and the events, log lines, alerts, samples and
 * changes within `window`. Log lines are the samples of the patterns, the severest and latest of each container, those of
 * repeated lines several times. What a bound left out is among its `gaps`.
 */
export async function snapshotOf(store: GraphStore, tenantId: string, cluster: string, window: Window): Promise<Snapshot> {
  const gaps: string[] = [];
  const { resources, metrics } = await liveObjects(store, tenantId, cluster, window, gaps);
  const isWhole = gaps.length === 0;
  const gone = await store.query<{ kind: string }>(
    tenantId,
    'MATCH (n:Resource) WHERE n.cluster = $cluster AND n.deletedAt IS NOT NULL RETURN DISTINCT n.kind AS kind',
    { cluster },
  );
  const within = (label: string, time: string, most: number, characters = Number.POSITIVE_INFINITY) =>
    latest(store, tenantId, { label, time, most, characters, params: { cluster, ...window } });
  return {
    collectedAt: window.to,
    resources,
    events: (await within('Event', 'lastAt', MAX_EVENTS, MAX_EVENT_CHARACTERS)).map((props) => JSON.parse(props.event as string)),
    logs: await logs(store, tenantId, cluster, window, gaps),
    alerts: (await within('Alert', 'lastAt', MAX_ALERTS)).map(alertRecord),
    metrics,
    changes: (await within('Change', 'at', MAX_CHANGES)).map(changeRecord),
    // The agent may have no right to read a kind of which there never was an object. Where not all was read, nothing is known to be absent.
    read: { kinds: !isWhole ? [] : [...new Set([...resources, ...gone].map(({ kind }) => kind))].sort() },
    ...(gaps.length > 0 && { gaps }),
  };
}

interface LatestQuery {
  label: string;
  /** The property that holds the time. */
  time: string;
  /** The most nodes, and the most characters of their properties. */
  most: number;
  characters: number;
  params: Record<string, unknown>;
}

interface LatestRow extends GraphRow {
  key: string;
  time: number;
  props: GraphProps;
}

/** The latest nodes of a label within the window, the oldest first. */
async function latest(store: GraphStore, tenantId: string, { label, time, most, characters, params }: LatestQuery): Promise<GraphProps[]> {
  const cypher =
    `MATCH (n:${label}) WHERE n.cluster = $cluster AND n.${time} >= $from AND n.${time} <= $to AND (n.${time} < $time OR (n.${time} = $time AND n.key > $key)) ` +
    `RETURN n.key AS key, n.${time} AS time, properties(n) AS props ORDER BY time DESC, key`;
  const read = (last: LatestRow | undefined, limit: number) =>
    store.query<LatestRow>(tenantId, `${cypher} LIMIT ${limit}`, {
      ...params,
      time: last?.time ?? Number.MAX_SAFE_INTEGER,
      key: last?.key ?? '',
    });
  const found: GraphProps[] = [];
  let left = characters;
  for await (const { props } of pages<LatestRow>(read, charactersOf)) {
    left -= charactersOf({ props });
    if (found.length >= most || left < 0) break;
    found.push(props);
  }
  return found.reverse();
}

function charactersOf({ props }: { props: GraphProps }): number {
  return Object.values(props).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0);
}

interface ObjectRow extends GraphRow {
  key: string;
  object: string;
  metrics: string[] | null;
}

async function liveObjects(store: GraphStore, tenantId: string, cluster: string, { from, to }: Window, gaps: string[]) {
  const resources: KubernetesObject[] = [];
  const metrics: MetricPoint[] = [];
  let characters = 0;
  for (const health of ["(n.health IS NULL OR n.health <> 'healthy')", "n.health = 'healthy'"]) {
    const cypher =
      `MATCH (n:Resource) WHERE n.key > $after AND n.cluster = $cluster AND ${health} AND n.deletedAt IS NULL ` +
      'RETURN n.key AS key, n.object AS object, n.metrics AS metrics ORDER BY key';
    for await (const row of largeRowsByKey<ObjectRow>(store, tenantId, cypher, { cluster }, ({ object }) => object.length)) {
      characters += row.object.length;
      if (resources.length >= MAX_OBJECTS || characters > MAX_OBJECT_CHARACTERS) {
        gaps.push(`not all objects: the cluster has more than the ${resources.length} that a diagnosis reads, the unhealthy first`);
        return { resources, metrics };
      }
      const object: KubernetesObject = JSON.parse(row.object);
      resources.push(object);
      for (const point of (row.metrics ?? []).flatMap((text) => keptPoint(text) ?? [])) {
        if (point.time < from || point.time > to) continue;
        const { namespace, name } = object.metadata;
        metrics.push({ ...point, kind: object.kind, ...(namespace !== undefined && { namespace }), name });
      }
    }
  }
  return { resources, metrics };
}

interface Pattern {
  source: string;
  severity: string;
  count: number;
  firstAt: number;
  lastAt: number;
  sample: string;
}

async function logs(store: GraphStore, tenantId: string, cluster: string, window: Window, gaps: string[]): Promise<LogExcerpt[]> {
  const cypher =
    'MATCH (n:LogPattern) WHERE n.key > $after AND n.cluster = $cluster AND n.lastAt >= $from AND n.lastAt <= $to ' +
    'RETURN n.key AS key, n.namespace AS namespace, n.pod AS pod, n.container AS container, n.previous AS previous, n.source AS source, ' +
    'n.severity AS severity, n.count AS count, n.firstAt AS firstAt, n.lastAt AS lastAt, n.sample AS sample ORDER BY key';
  const excerpts = new Map<string, { of: Omit<LogExcerpt, 'lines' | 'times'>; patterns: Pattern[] }>();
  let read = 0;
  for await (const row of rowsByKey<GraphRow & { key: string }>(store, tenantId, cypher, { cluster, ...window })) {
    if (++read > MAX_PATTERNS) {
      gaps.push(`not all logs: the containers logged more than the ${MAX_PATTERNS} kinds of lines that a diagnosis reads`);
      break;
    }
    const pattern = row as unknown as Pattern & Omit<LogExcerpt, 'lines' | 'times'>;
    const { namespace, pod, container, previous, source } = pattern;
    const excerpt = excerpts.get(source) ?? { of: { namespace, pod, container, previous }, patterns: [] };
    excerpt.patterns.push(pattern);
    excerpts.set(source, excerpt);
  }
  return [...excerpts.values()].map(({ of, patterns }) => {
    const lines = chosenPatterns(patterns)
      .flatMap((pattern) => timesOf(pattern).map((at) => ({ at, sample: pattern.sample })))
      .sort((a, b) => a.at - b.at);
    return { ...of, lines: lines.map(({ sample }) => sample), times: lines.map(({ at }) => at) };
  });
}

/** When lines of a pattern were logged, as far as it is known: one that was repeated must not look like one that was not. */
function timesOf({ count, firstAt, lastAt }: Pattern): number[] {
  return count === 1 ? [lastAt] : [firstAt, ...Array.from({ length: Math.min(count, MAX_REPEATS) - 1 }, () => lastAt)];
}

/** The severest patterns, of equals the latest; in the order of their times. */
function chosenPatterns(patterns: Pattern[]): Pattern[] {
  const severity = (pattern: Pattern) => SEVERITIES.indexOf(pattern.severity);
  return patterns
    .toSorted((a, b) => severity(b) - severity(a) || b.lastAt - a.lastAt)
    .slice(0, MAX_LINES)
    .toSorted((a, b) => a.lastAt - b.lastAt);
}

function alertRecord(props: GraphProps): AlertRecord {
  return {
    status: props.status as string,
    labels: JSON.parse(props.labels as string),
    annotations: JSON.parse(props.annotations as string),
    ...(typeof props.startsAt === 'number' && { startsAt: props.startsAt }),
  };
}

function changeRecord(props: GraphProps): ChangeRecord {
  const { key, kind, namespace, name, at, op, fields, by } = changeOf(props);
  return {
    id: key,
    object: { kind, ...(namespace !== undefined && { namespace }), name },
    at,
    op,
    fields,
    ...(by !== undefined && { by }),
  };
}
