import { type GraphRow, type GraphStore, isUnknownGraph } from '#lib/graph/index.ts';
import { templateOf } from '#lib/graph/projection/log-template.ts';
import { listIncidents } from '#lib/incidents/index.ts';
import type { Health } from '#lib/kubernetes/health/index.ts';
import { causeTitle } from '#lib/rca/cause-titles.ts';
import { CAUSES } from '#lib/rca/causes.ts';
import { cut } from '#lib/text/index.ts';
import type { SearchDocument } from './documents.ts';
import { resourcePath } from './resource-path.ts';

/** The most documents of each type. Beyond, the newest stay; of resources those that are not well, and what people name rather than pods. */
export const MOST = { incidents: 500, resources: 5_000, events: 3_000, logs: 2_000, alerts: 500 } as const;
const DAY = 86_400_000;
/** How far back events and log lines are found. */
const DAYS = 7;
const TITLE_CHARACTERS = 200;
const TEXT_CHARACTERS = 600;

interface Named extends GraphRow {
  key: string;
  kind: string;
  namespace: string | null;
  name: string;
  cluster: string;
}

const NAMED = 'n.key AS key, n.kind AS kind, n.namespace AS namespace, n.name AS name, n.cluster AS cluster';

/** Everything of a client that can be found by words, read from its incidents and its graph; `now` in epoch ms. A client without a graph has incidents only. */
export async function clientDocuments(store: GraphStore, tenantId: string, now: number): Promise<SearchDocument[]> {
  const since = now - DAYS * DAY;
  const ofGraph = async () => {
    try {
      return [
        ...(await resources(store, tenantId)),
        ...(await events(store, tenantId, since)),
        ...(await logs(store, tenantId, since)),
        ...(await alerts(store, tenantId, since)),
      ];
    } catch (error) {
      if (isUnknownGraph(error)) return [];
      throw error;
    }
  };
  return [...(await incidents(tenantId)), ...(await ofGraph())];
}

async function incidents(tenantId: string): Promise<SearchDocument[]> {
  const rows = await listIncidents(tenantId, { limit: MOST.incidents });
  return rows.map(({ id, number, title, code, object, cluster, status, lastSeenAt }): SearchDocument => {
    const { kind = '', namespace, name = '' } = (object ?? {}) as { kind?: string; namespace?: string; name?: string };
    const cause = code === null ? '' : `${causeTitle(code)} ${CAUSES[code]?.definition ?? ''}`;
    return {
      id: `incident:${id}`,
      type: 'incident',
      title: cut(title, TITLE_CHARACTERS),
      text: cut(`#${number} ${status} ${kind} ${name} ${cause}`, TEXT_CHARACTERS),
      path: `/incidents/${id}`,
      cluster,
      ...(namespace && { namespace }),
      at: lastSeenAt.getTime(),
    };
  });
}

async function resources(store: GraphStore, tenantId: string): Promise<SearchDocument[]> {
  const rows = await store.query<Named & { health: Health; reason: string | null }>(
    tenantId,
    `MATCH (n:Resource) WHERE n.deletedAt IS NULL WITH n, CASE WHEN n.health = 'failing' THEN 0 WHEN n.health = 'degraded' THEN 1 WHEN n.kind IN $minor THEN 3 ELSE 2 END AS rank RETURN ${NAMED}, n.health AS health, n.healthReason AS reason, rank AS rank ORDER BY rank, key LIMIT $most`,
    { minor: ['Pod', 'ReplicaSet', 'EndpointSlice'], most: MOST.resources },
  );
  return rows.map((row) => ({
    id: `resource:${row.key}`,
    type: 'resource',
    title: row.name,
    text: cut(row.health === 'healthy' ? '' : `${row.health} ${row.reason ?? ''}`.trim(), TEXT_CHARACTERS),
    ...placeOf(row),
    kind: row.kind,
    health: row.health,
  }));
}

/** Events that differ only in numbers, ids and the pod of a workload are one document, with the latest of them. */
async function events(store: GraphStore, tenantId: string, since: number): Promise<SearchDocument[]> {
  const rows = await store.query<Named & { event: string; reason: string; at: number }>(
    tenantId,
    `MATCH (e:Event)-[:ABOUT]->(n:Resource) WHERE e.lastAt >= $since RETURN ${NAMED}, e.key AS event, e.event AS json, e.reason AS reason, e.lastAt AS at ORDER BY at DESC, event, key LIMIT $most`,
    { since, most: MOST.events },
  );
  const found = new Map<string, SearchDocument>();
  for (const row of rows) {
    const { message = '' } = JSON.parse(String(row.json)) as { message?: string };
    const same = [row.cluster, row.namespace, row.kind, row.reason, templateOf(message.replaceAll(row.name, '<name>'))].join('\n');
    if (found.has(same)) continue;
    found.set(same, {
      id: `event:${row.event}`,
      type: 'event',
      title: cut(row.reason, TITLE_CHARACTERS),
      text: cut(`${message} ${row.kind} ${row.name}`, TEXT_CHARACTERS),
      ...placeOf(row),
      at: row.at,
    });
  }
  return [...found.values()];
}

/** Lines of one form in one namespace are one document, with the latest of them. */
async function logs(store: GraphStore, tenantId: string, since: number): Promise<SearchDocument[]> {
  const rows = await store.query<Named & { pattern: string; template: string; severity: string; container: string; at: number }>(
    tenantId,
    `MATCH (e:LogPattern)-[:ABOUT]->(n:Resource) WHERE e.lastAt >= $since RETURN ${NAMED}, e.key AS pattern, e.template AS template, e.severity AS severity, e.container AS container, e.lastAt AS at ORDER BY at DESC, pattern, key LIMIT $most`,
    { since, most: MOST.logs },
  );
  const found = new Map<string, SearchDocument>();
  for (const row of rows) {
    const same = [row.cluster, row.namespace, row.container, row.template].join('\n');
    if (found.has(same)) continue;
    found.set(same, {
      id: `log:${row.pattern}`,
      type: 'log',
      title: cut(row.template, TITLE_CHARACTERS),
      text: `${row.severity} ${row.container} ${row.name}`,
      ...placeOf(row),
      at: row.at,
    });
  }
  return [...found.values()];
}

async function alerts(store: GraphStore, tenantId: string, since: number): Promise<SearchDocument[]> {
  const rows = await store.query<Named & { alert: string; title: string; status: string; labels: string; annotations: string; at: number }>(
    tenantId,
    `MATCH (e:Alert)-[:ABOUT]->(n:Resource) WHERE e.lastAt >= $since RETURN ${NAMED}, e.key AS alert, e.name AS title, e.status AS status, e.annotations AS annotations, e.lastAt AS at ORDER BY at DESC, alert, key LIMIT $most`,
    { since, most: MOST.alerts },
  );
  const found = new Map<string, SearchDocument>();
  for (const row of rows) {
    if (found.has(row.alert)) continue;
    const annotations = Object.values(JSON.parse(row.annotations) as Record<string, string>).join(' ');
    found.set(row.alert, {
      id: `alert:${row.alert}`,
      type: 'alert',
      title: cut(row.title, TITLE_CHARACTERS),
      text: cut(`${row.status} ${annotations} ${row.kind} ${row.name}`, TEXT_CHARACTERS),
      ...placeOf(row),
      at: row.at,
    });
  }
  return [...found.values()];
}

const placeOf = ({ key, cluster, namespace }: Named) => ({ path: resourcePath(key), cluster, ...(namespace !== null && { namespace }) });
