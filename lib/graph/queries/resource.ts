import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { type HealthAt, healthHistory } from '../health-history.ts';
import type { EdgeType, GraphProps, GraphStore } from '../port.ts';
import { type EventFacts, factsOfEvent, type Health } from '../projection/index.ts';
import { type Change, changeOf } from './changes.ts';

const MAX_NEIGHBOURS = 500;
const MAX_EVIDENCE = 100;

/** A related object, and the relation. */
export interface Neighbour {
  type: EdgeType;
  /** `out`: the edge goes from the requested resource to this one. */
  direction: 'in' | 'out';
  key: string;
  kind: string;
  namespace?: string;
  name: string;
  health: Health;
  deletedAt?: number;
  /** Since when they are related, and until when, if the relation has ended (epoch ms). */
  since?: number;
  until?: number;
}

/** An event about the resource, or about something it owns. */
export interface ResourceEvent extends EventFacts {
  key: string;
}

export interface ResourceLogPattern {
  key: string;
  pod: string;
  container: string;
  previous: boolean;
  severity: string;
  template: string;
  sample: string;
  count: number;
  firstAt: number;
  lastAt: number;
}

export interface ResourceAlert {
  key: string;
  name: string;
  status: string;
  startsAt?: number;
  lastAt: number;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** Everything known of one resource. Evidence of what it owns (a Deployment's pods) is its own. Latest first. */
export interface ResourceDetail {
  key: string;
  uid: string;
  cluster: string;
  kind: string;
  namespace?: string;
  name: string;
  health: Health;
  healthReason?: string;
  /** Its changes of health, oldest first: the last 64, and none from before the graph kept them. */
  healthHistory: HealthAt[];
  missingRefs: string[];
  labels: string[];
  firstSeen: number;
  lastSeen: number;
  createdAt?: number;
  deletedAt?: number;
  object: KubernetesObject;
  neighbours: Neighbour[];
  events: ResourceEvent[];
  changes: Change[];
  logs: ResourceLogPattern[];
  alerts: ResourceAlert[];
}

/** Whether a client has a resource with this key, also a deleted one. Throws UnknownGraphError. */
export async function resourceExists(store: GraphStore, tenantId: string, key: string): Promise<boolean> {
  return (await store.query(tenantId, 'MATCH (n:Resource {key: $key}) RETURN n.key AS key LIMIT 1', { key })).length > 0;
}

/** The resource of a key, or undefined where the client has none. Throws UnknownGraphError. */
export async function resource(store: GraphStore, tenantId: string, key: string): Promise<ResourceDetail | undefined> {
  const [row] = await store.query<{ props: GraphProps }>(tenantId, 'MATCH (n:Resource {key: $key}) RETURN properties(n) AS props', { key });
  if (!row) return undefined;
  const { props } = row;
  const evidence = async (label: string, edge: string, time: string) => {
    const cypher =
      `MATCH (n:Resource {key: $key})-[:OWNS*0..3]->(m:Resource)<-[:${edge}]-(e:${label}) ` +
      `WITH DISTINCT e RETURN e.key AS key, properties(e) AS props, e.${time} AS time ORDER BY time DESC, key LIMIT ${MAX_EVIDENCE}`;
    return (await store.query<{ props: GraphProps }>(tenantId, cypher, { key })).map((found) => found.props);
  };
  return {
    key,
    uid: props.uid as string,
    cluster: props.cluster as string,
    kind: props.kind as string,
    ...(typeof props.namespace === 'string' && { namespace: props.namespace }),
    name: props.name as string,
    health: props.health as Health,
    ...(typeof props.healthReason === 'string' && { healthReason: props.healthReason }),
    healthHistory: healthHistory(props.healthHistory as string[] | undefined),
    missingRefs: (props.missingRefs as string[] | undefined) ?? [],
    labels: (props.labels as string[] | undefined) ?? [],
    firstSeen: props.firstSeen as number,
    lastSeen: props.lastSeen as number,
    ...(typeof props.createdAt === 'number' && { createdAt: props.createdAt }),
    ...(typeof props.deletedAt === 'number' && { deletedAt: props.deletedAt }),
    object: JSON.parse(props.object as string),
    neighbours: [...(await neighbours(store, tenantId, key, 'out')), ...(await neighbours(store, tenantId, key, 'in'))],
    events: (await evidence('Event', 'ABOUT', 'lastAt')).map(eventOf),
    changes: (await evidence('Change', 'CHANGED', 'at')).map(changeOf),
    logs: (await evidence('LogPattern', 'ABOUT', 'lastAt')).map(patternOf),
    alerts: (await evidence('Alert', 'ABOUT', 'lastAt')).map(alertOf),
  };
}

async function neighbours(store: GraphStore, tenantId: string, key: string, direction: Neighbour['direction']): Promise<Neighbour[]> {
  const pattern = direction === 'out' ? '(n:Resource {key: $key})-[r]->(m:Resource)' : '(n:Resource {key: $key})<-[r]-(m:Resource)';
  const cypher =
    `MATCH ${pattern} RETURN type(r) AS type, r.since AS since, r.until AS until, m.key AS key, m.kind AS kind, m.namespace AS namespace, ` +
    `m.name AS name, m.health AS health, m.deletedAt AS deletedAt ORDER BY deletedAt IS NOT NULL, type, key LIMIT ${MAX_NEIGHBOURS}`;
  const rows = await store.query(tenantId, cypher, { key });
  return rows.map((row) => ({
    type: row.type as EdgeType,
    direction,
    key: row.key as string,
    kind: row.kind as string,
    ...(row.namespace !== null && { namespace: row.namespace as string }),
    name: row.name as string,
    health: row.health as Health,
    ...(row.deletedAt !== null && { deletedAt: row.deletedAt as number }),
    ...(row.since !== null && { since: row.since as number }),
    ...(row.until !== null && { until: row.until as number }),
  }));
}

function eventOf(props: GraphProps): ResourceEvent {
  return { key: props.key as string, ...factsOfEvent(JSON.parse(props.event as string), props.lastAt as number) };
}

function patternOf(props: GraphProps): ResourceLogPattern {
  const { key, pod, container, previous, severity, template, sample, count, firstAt, lastAt } = props as unknown as ResourceLogPattern;
  return { key, pod, container, previous, severity, template, sample, count, firstAt, lastAt };
}

function alertOf(props: GraphProps): ResourceAlert {
  const { key, name, status, startsAt, lastAt } = props as unknown as ResourceAlert;
  return {
    key,
    name,
    status,
    ...(startsAt !== undefined && { startsAt }),
    lastAt,
    labels: JSON.parse(props.labels as string),
    annotations: JSON.parse(props.annotations as string),
  };
}
