import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { GraphRow } from '../port.ts';

/** What the graph holds of a resource. `object` is the JSON text of the last state. */
export interface KnownResource {
  object: string;
  /** The same, parsed, where that was done already. */
  parsed?: KubernetesObject;
  resourceVersion: string | undefined;
  firstSeen: number;
  lastSeen: number;
  deletedAt: number | undefined;
  metrics: string[];
}

/** What the graph holds of an Event. */
export interface KnownEvent {
  resourceVersion: string | undefined;
  lastAt: number;
}

/** What the graph holds of an alert. */
export interface KnownAlert {
  observedAt: number;
}

/** What the graph holds of a log pattern. `recent` are marks of the lines counted last, `recentFrom` the oldest time among them. */
export interface KnownPattern {
  count: number;
  firstAt: number;
  lastAt: number;
  sampleId: string;
  severity: string;
  recent: string[];
  recentFrom: number;
}

/** What the graph holds of the nodes that a batch touches, by key; patterns by their container (`source`) and key. Kept current as the batch is projected. */
export interface Known {
  resources: Map<string, KnownResource>;
  events: Map<string, KnownEvent>;
  alerts: Map<string, KnownAlert>;
  patterns: Map<string, Map<string, KnownPattern>>;
}

/** The keys a batch touches. */
export interface Touched {
  resources: Set<string>;
  events: Set<string>;
  alerts: Set<string>;
  /** Containers whose log patterns are touched. */
  sources: Set<string>;
}

type Read = (cypher: string, params: Record<string, unknown>) => Promise<GraphRow[]>;

/** Keys a query asks for, since an answer is limited to 10,000 rows: a container has up to some tens of patterns. */
const [KEYS_AT_ONCE, SOURCES_AT_ONCE] = [1_000, 100];

/** Reads what the graph knows of the touched nodes. */
export async function readKnown(read: Read, touched: Touched): Promise<Known> {
  const known: Known = { resources: new Map(), events: new Map(), alerts: new Map(), patterns: new Map() };
  const byKey = (label: string, returned: string) => `UNWIND $keys AS key MATCH (n:${label} {key: key}) RETURN n.key AS key, ${returned}`;
  // In parallel: over a network each query costs a round trip.
  const [resources, events, alerts, patterns] = await Promise.all([
    inParts(
      read,
      byKey(
        'Resource',
        'n.object AS object, n.resourceVersion AS version, n.firstSeen AS firstSeen, n.lastSeen AS lastSeen, n.deletedAt AS deletedAt, n.metrics AS metrics',
      ),
      touched.resources,
    ),
    inParts(read, byKey('Event', 'n.resourceVersion AS version, n.lastAt AS lastAt'), touched.events),
    inParts(read, byKey('Alert', 'n.observedAt AS observedAt'), touched.alerts),
    inParts(
      read,
      'UNWIND $keys AS source MATCH (n:LogPattern {source: source}) RETURN n.key AS key, properties(n) AS props',
      touched.sources,
      SOURCES_AT_ONCE,
    ),
  ]);
  for (const row of resources) {
    known.resources.set(row.key as string, {
      object: row.object as string,
      resourceVersion: (row.version as string | null) ?? undefined,
      firstSeen: row.firstSeen as number,
      lastSeen: row.lastSeen as number,
      deletedAt: (row.deletedAt as number | null) ?? undefined,
      metrics: (row.metrics as string[] | null) ?? [],
    });
  }
  for (const row of events) {
    known.events.set(row.key as string, { resourceVersion: (row.version as string | null) ?? undefined, lastAt: row.lastAt as number });
  }
  for (const row of alerts) {
    known.alerts.set(row.key as string, { observedAt: row.observedAt as number });
  }
  for (const row of patterns) {
    const props = row.props as unknown as KnownPattern & { source: string };
    const { count, firstAt, lastAt, sampleId, severity, recent, recentFrom } = props;
    const ofSource = known.patterns.get(props.source) ?? new Map<string, KnownPattern>();
    known.patterns.set(props.source, ofSource.set(row.key as string, { count, firstAt, lastAt, sampleId, severity, recent, recentFrom }));
  }
  return known;
}

async function inParts(read: Read, cypher: string, keys: Set<string>, atOnce = KEYS_AT_ONCE): Promise<GraphRow[]> {
  const all = [...keys];
  const rows: GraphRow[] = [];
  for (let from = 0; from < all.length; from += atOnce) rows.push(...(await read(cypher, { keys: all.slice(from, from + atOnce) })));
  return rows;
}
