import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { AlertRecord, ChangeRecord, LogExcerpt, MetricPoint, Snapshot, Window } from '#lib/rca/types.ts';
import type { GraphProps, GraphStore } from '../port.ts';
import { keptPoint } from '../projection/metrics.ts';
import { changeOf } from './changes.ts';
import { allByKey } from './rows.ts';

/** Bounds of a snapshot: a diagnosis reads the latest. */
const MAX_EVENTS = 5_000;
const MAX_CHANGES = 2_000;
const MAX_ALERTS = 1_000;
const MAX_LINES = 20;

const SEVERITIES = ['unknown', 'debug', 'info', 'warning', 'error', 'fatal'];

/**
 * What is known of a cluster, as a diagnosis reads it: the live objects, and the events, log lines, alerts, samples and
 * changes within `window`. Log lines are the samples of the patterns, the severest and latest of each container.
 */
export async function snapshotOf(store: GraphStore, tenantId: string, cluster: string, window: Window): Promise<Snapshot> {
  const { resources, metrics } = await liveObjects(store, tenantId, cluster, window);
  const gone = await store.query<{ kind: string }>(
    tenantId,
    'MATCH (n:Resource) WHERE n.cluster = $cluster AND n.deletedAt IS NOT NULL RETURN DISTINCT n.kind AS kind',
    { cluster },
  );
  const within = async (label: string, time: string, limit: number) => {
    const cypher =
      `MATCH (n:${label}) WHERE n.cluster = $cluster AND n.${time} >= $from AND n.${time} <= $to ` +
      `RETURN n.key AS key, n.${time} AS time, properties(n) AS props ORDER BY time DESC, key LIMIT ${limit}`;
    const rows = await store.query<{ props: GraphProps }>(tenantId, cypher, { cluster, ...window });
    return rows.map(({ props }) => props).reverse();
  };
  return {
    collectedAt: window.to,
    resources,
    events: (await within('Event', 'lastAt', MAX_EVENTS)).map((props) => JSON.parse(props.event as string)),
    logs: await logs(store, tenantId, cluster, window),
    alerts: (await within('Alert', 'lastAt', MAX_ALERTS)).map(alertRecord),
    metrics,
    changes: (await within('Change', 'at', MAX_CHANGES)).map(changeRecord),
    // The agent may have no right to read a kind of which there never was an object.
    read: { kinds: [...new Set([...resources, ...gone].map(({ kind }) => kind))].sort() },
  };
}

async function liveObjects(store: GraphStore, tenantId: string, cluster: string, { from, to }: Window) {
  const resources: KubernetesObject[] = [];
  const metrics: MetricPoint[] = [];
  const cypher =
    'MATCH (n:Resource) WHERE n.key > $after AND n.cluster = $cluster AND n.deletedAt IS NULL ' +
    'RETURN n.key AS key, n.object AS object, n.metrics AS metrics ORDER BY key';
  for (const row of await allByKey<{ key: string; object: string; metrics: string[] | null }>(store, tenantId, cypher, { cluster })) {
    const object: KubernetesObject = JSON.parse(row.object);
    resources.push(object);
    for (const point of (row.metrics ?? []).flatMap((text) => keptPoint(text) ?? [])) {
      if (point.time < from || point.time > to) continue;
      const { namespace, name } = object.metadata;
      metrics.push({ ...point, kind: object.kind, ...(namespace !== undefined && { namespace }), name });
    }
  }
  return { resources, metrics };
}

interface Pattern {
  source: string;
  severity: string;
  lastAt: number;
  sample: string;
}

async function logs(store: GraphStore, tenantId: string, cluster: string, window: Window): Promise<LogExcerpt[]> {
  const cypher =
    'MATCH (n:LogPattern) WHERE n.key > $after AND n.cluster = $cluster AND n.lastAt >= $from AND n.lastAt <= $to ' +
    'RETURN n.key AS key, n.namespace AS namespace, n.pod AS pod, n.container AS container, n.previous AS previous, n.source AS source, ' +
    'n.severity AS severity, n.lastAt AS lastAt, n.sample AS sample ORDER BY key';
  const excerpts = new Map<string, { of: Omit<LogExcerpt, 'lines' | 'times'>; patterns: Pattern[] }>();
  for (const row of await allByKey(store, tenantId, cypher, { cluster, ...window })) {
    const pattern = row as unknown as Pattern & Omit<LogExcerpt, 'lines' | 'times'>;
    const { namespace, pod, container, previous, source } = pattern;
    const excerpt = excerpts.get(source) ?? { of: { namespace, pod, container, previous }, patterns: [] };
    excerpt.patterns.push(pattern);
    excerpts.set(source, excerpt);
  }
  return [...excerpts.values()].map(({ of, patterns }) => {
    const chosen = chosenPatterns(patterns);
    return { ...of, lines: chosen.map(({ sample }) => sample), times: chosen.map(({ lastAt }) => lastAt) };
  });
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
