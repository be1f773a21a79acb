import { inPlace, live, named, OBJECT, object, PLACE, queriesOf } from '../query.ts';

/** What there is and how it hangs together. */
export const topologyQueries = queriesOf('topology', [
  {
    id: 'objects-by-kind',
    title: 'Objects by kind',
    description: 'How many objects of each kind there are, in how many clusters and namespaces.',
    parameters: PLACE,
    columns: { kind: 'text', objects: 'number', clusters: 'number', namespaces: 'number' },
    cypher: `MATCH (n:Resource) WHERE ${live('n')}
WITH n.kind AS kind, count(*) AS objects, count(DISTINCT n.cluster) AS clusters, count(DISTINCT n.namespace) AS namespaces
RETURN kind AS kind, objects AS objects, clusters AS clusters, namespaces AS namespaces ORDER BY objects DESC, kind`,
  },
  {
    id: 'relations-by-type',
    title: 'Relations by type',
    description: 'Which kinds are related to which, by what relation, and how often.',
    parameters: PLACE,
    columns: { relation: 'text', fromKind: 'text', toKind: 'text', relations: 'number' },
    cypher: `MATCH (a:Resource)-[r]->(b:Resource) WHERE ${live('a')} AND b.deletedAt IS NULL AND r.until IS NULL AND type(r) <> 'CAUSES'
WITH type(r) AS relation, a.kind AS fromKind, b.kind AS toKind, count(*) AS relations
RETURN relation AS relation, fromKind AS fromKind, toKind AS toKind, relations AS relations ORDER BY relations DESC, relation, fromKind, toKind`,
  },
  {
    id: 'missing-references',
    title: 'References to objects that do not exist',
    description: 'Each object that names another, such as a Secret or a Service, which is not there.',
    parameters: PLACE,
    columns: { object: 'object', missing: 'text', health: 'health' },
    cypher: `MATCH (n:Resource) WHERE ${live('n')} AND n.missingRefs IS NOT NULL
UNWIND n.missingRefs AS missing
RETURN ${object('n')} AS object, missing AS missing, n.health AS health ORDER BY missing, n.key`,
  },
  {
    id: 'uses-of-an-object',
    title: 'What an object is related to',
    description: 'The objects that an object points to: where it runs, what it owns, mounts, selects or calls.',
    parameters: OBJECT,
    example: { kind: 'Deployment', name: 'web' },
    columns: { relation: 'text', object: 'object', health: 'health', since: 'time' },
    cypher: `MATCH (n:Resource)-[r]->(m:Resource) WHERE ${named('n')} AND m.deletedAt IS NULL AND r.until IS NULL AND type(r) <> 'CAUSES'
RETURN type(r) AS relation, ${object('m')} AS object, m.health AS health, r.since AS since ORDER BY relation, m.key`,
  },
  {
    id: 'users-of-an-object',
    title: 'What refers to an object',
    description: 'The objects that point to an object: what runs on it, uses, selects or calls it, and what owns it.',
    parameters: OBJECT,
    example: { kind: 'Secret', name: 'db-password' },
    columns: { relation: 'text', object: 'object', health: 'health', since: 'time' },
    cypher: `MATCH (n:Resource)<-[r]-(m:Resource) WHERE ${named('n')} AND m.deletedAt IS NULL AND r.until IS NULL AND type(r) <> 'CAUSES'
RETURN type(r) AS relation, ${object('m')} AS object, m.health AS health, r.since AS since ORDER BY relation, m.key`,
  },
  {
    id: 'owned-objects',
    title: 'Everything that an object owns',
    description: 'The objects below an object by owner references, up to four steps: the ReplicaSets and pods of a Deployment.',
    parameters: OBJECT,
    example: { kind: 'Deployment', name: 'web' },
    columns: { object: 'object', health: 'health', reason: 'text' },
    cypher: `MATCH path = (n:Resource)-[:OWNS*1..4]->(m:Resource)
WHERE ${named('n')} AND m.deletedAt IS NULL AND all(step IN relationships(path) WHERE step.until IS NULL)
WITH DISTINCT m
RETURN ${object('m')} AS object, m.health AS health, m.healthReason AS reason ORDER BY m.kind, m.key`,
  },
  {
    id: 'most-connected-objects',
    title: 'Most connected objects',
    description: 'The objects with the most relations: what fails with them reaches furthest.',
    parameters: { ...PLACE, least: 5 },
    example: { least: 3 },
    columns: { object: 'object', relations: 'number' },
    cypher: `MATCH (n:Resource)-[r]-(m:Resource) WHERE ${live('n')} AND m.deletedAt IS NULL AND r.until IS NULL AND type(r) <> 'CAUSES'
WITH n, count(r) AS relations WHERE relations >= $least
RETURN ${object('n')} AS object, relations AS relations ORDER BY relations DESC, n.key`,
  },
  {
    id: 'calls-between-workloads',
    title: 'Who calls which Service',
    description: 'The Services that workloads name in their environment, arguments or logs.',
    parameters: PLACE,
    columns: { caller: 'object', service: 'object', health: 'health', since: 'time' },
    cypher: `MATCH (n:Resource)-[r:CALLS]->(s:Resource) WHERE ${live('n')} AND s.deletedAt IS NULL AND r.until IS NULL
RETURN ${object('n')} AS caller, ${object('s')} AS service, s.health AS health, r.since AS since ORDER BY s.key, n.key`,
  },
  {
    id: 'routes-of-ingresses',
    title: 'Where Ingresses lead',
    description: 'The Services behind each Ingress, with how many pods they select and how many of those are healthy.',
    parameters: PLACE,
    columns: { ingress: 'object', service: 'object', pods: 'number', healthyPods: 'number' },
    cypher: `MATCH (i:Ingress)-[r:ROUTES_TO]->(s:Service) WHERE ${live('i')} AND s.deletedAt IS NULL AND r.until IS NULL
OPTIONAL MATCH (s)-[q:SELECTS]->(p:Pod) WHERE q.until IS NULL AND p.deletedAt IS NULL
WITH i, s, count(p) AS pods, sum(CASE WHEN p.health = 'healthy' THEN 1 ELSE 0 END) AS healthyPods
RETURN ${object('i')} AS ingress, ${object('s')} AS service, pods AS pods, healthyPods AS healthyPods ORDER BY i.key, s.key`,
  },
  {
    id: 'new-relations',
    title: 'Relations that began lately',
    description: 'What was tied to what in the last hours: a pod placed on a node, a Secret used for the first time.',
    parameters: { ...PLACE, hours: 24 },
    columns: { since: 'time', from: 'object', relation: 'text', to: 'object' },
    cypher: `MATCH (a:Resource)-[r]->(b:Resource) WHERE ${live('a')} AND b.deletedAt IS NULL AND r.until IS NULL AND r.since >= $now - $hours * 3600000
RETURN r.since AS since, ${object('a')} AS from, type(r) AS relation, ${object('b')} AS to ORDER BY since DESC, a.key, relation, b.key`,
  },
  {
    id: 'ended-relations',
    title: 'Relations that ended lately',
    description: 'What came apart in the last hours while both objects still exist: a Service that no longer selects a pod.',
    parameters: { ...PLACE, hours: 24 },
    columns: { until: 'time', from: 'object', relation: 'text', to: 'object' },
    cypher: `MATCH (a:Resource)-[r]->(b:Resource) WHERE ${inPlace('a')} AND r.until >= $now - $hours * 3600000
RETURN r.until AS until, ${object('a')} AS from, type(r) AS relation, ${object('b')} AS to ORDER BY until DESC, a.key, relation, b.key`,
  },
]);
