import { keyOf, type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import type { GraphProps, GraphRow, GraphStore } from '../port.ts';
import { type EventFacts, factsOfEvent, type Health } from '../projection/index.ts';
import { type KeptPoint, keptPoint } from '../projection/metrics.ts';

/** At most this many of each kind of evidence, the latest. */
const MAX_EVIDENCE = 200;

/** A named object as the graph knows it now. Times in epoch ms. */
export interface NamedObject {
  object: ObjectRef;
  key: string;
  health: Health;
  healthReason?: string;
  deletedAt?: number;
  metrics: KeptPoint[];
}

/** A pattern of log lines of a container, with its latest line. */
export interface LogLines {
  object: ObjectRef;
  container: string;
  previous: boolean;
  severity: string;
  sample: string;
  count: number;
  firstAt: number;
  lastAt: number;
}

/** What is known of objects: their health now, and the evidence about them within a window. */
export interface ObjectsEvidence {
  objects: NamedObject[];
  events: EventFacts[];
  logs: LogLines[];
}

interface NamedRow extends GraphRow {
  key: string;
  kind: string;
  namespace: string | null;
  name: string;
  health: Health;
  healthReason: string | null;
  deletedAt: number | null;
  metrics: string[] | null;
}

/**
 * The objects of a cluster that these refs name, the living one where several had the name, and the events and log lines about
 * them (of a workload also those about what it owns) that overlap the window. An object that the graph never had is left out.
 */
export async function evidenceOf(
  store: GraphStore,
  tenantId: string,
  cluster: string,
  refs: readonly ObjectRef[],
  { from, to }: { from: number; to: number },
): Promise<ObjectsEvidence> {
  const wanted = new Set(refs.map(keyOf));
  const rows = await store.query<NamedRow>(
    tenantId,
    'MATCH (n:Resource) WHERE n.cluster = $cluster AND n.name IN $names RETURN n.key AS key, n.kind AS kind, n.namespace AS namespace, ' +
      'n.name AS name, n.health AS health, n.healthReason AS healthReason, n.deletedAt AS deletedAt, n.metrics AS metrics ORDER BY key',
    { cluster, names: [...new Set(refs.map(({ name }) => name))] },
  );
  const found = new Map<string, NamedRow>();
  for (const row of rows) {
    const key = keyOf(ref(row.kind, row.namespace ?? undefined, row.name));
    const known = found.get(key);
    if (wanted.has(key) && (!known || (known.deletedAt ?? Number.POSITIVE_INFINITY) < (row.deletedAt ?? Number.POSITIVE_INFINITY)))
      found.set(key, row);
  }
  const keys = [...found.values()].map(({ key }) => key);
  const about = (label: string, further: string) =>
    store.query<{ props: GraphProps }>(
      tenantId,
      `MATCH (n:Resource)-[:OWNS*0..2]->(m:Resource)<-[:ABOUT]-(e:${label}) WHERE n.key IN $keys AND e.lastAt >= $from${further} ` +
        `WITH DISTINCT e RETURN e.key AS key, properties(e) AS props, e.lastAt AS time ORDER BY time DESC, key LIMIT ${MAX_EVIDENCE}`,
      { keys, from, to },
    );
  const [events, logs] = keys.length === 0 ? [[], []] : [await about('Event', ''), await about('LogPattern', ' AND e.firstAt <= $to')];
  return {
    objects: [...found.values()].map(objectOf),
    events: events
      .map(({ props }) => factsOfEvent(JSON.parse(props.event as string), props.lastAt as number))
      .filter(({ firstAt }) => firstAt <= to),
    logs: logs.map(({ props }) => linesOf(props)),
  };
}

function objectOf({ key, kind, namespace, name, health, healthReason, deletedAt, metrics }: NamedRow): NamedObject {
  return {
    object: ref(kind, namespace ?? undefined, name),
    key,
    health,
    ...(healthReason !== null && { healthReason }),
    ...(deletedAt !== null && { deletedAt }),
    metrics: (metrics ?? []).flatMap((text) => keptPoint(text) ?? []),
  };
}

function linesOf(props: GraphProps): LogLines {
  const { namespace, pod, container, previous, severity, sample, count, firstAt, lastAt } = props as unknown as Omit<LogLines, 'object'> & {
    namespace: string;
    pod: string;
  };
  return { object: ref('Pod', namespace, pod), container, previous, severity, sample, count, firstAt, lastAt };
}
