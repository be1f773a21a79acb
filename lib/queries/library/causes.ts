import { inCluster, incident, live, named, OBJECT, object, PLACE, queriesOf } from '../query.ts';

/** Relations along which the failure of the second object reaches the first. */
const DEPENDS = 'RUNS_ON|SELECTS|ROUTES_TO|OWNS|MOUNTS|USES_CONFIG|USES_SECRET|USES_ACCOUNT|BINDS|CALLS';
/** The same without what an object is made of. */
const SHARED = 'RUNS_ON|MOUNTS|USES_CONFIG|USES_SECRET|USES_ACCOUNT|BINDS|CALLS';

/** What was to blame, and how it spread. */
export const causeQueries = queriesOf('causes', [
  {
    id: 'root-causes-by-code',
    title: 'Most frequent root causes',
    description: 'How many incidents each cause explains best, and when it last did.',
    parameters: { cluster: '' },
    columns: { code: 'text', incidents: 'number', lastOpenedAt: 'time' },
    cypher: `MATCH (i:Incident) WHERE i.code IS NOT NULL AND ${inCluster('i')}
WITH i.code AS code, count(*) AS incidents, max(i.openedAt) AS lastOpenedAt
RETURN code AS code, incidents AS incidents, lastOpenedAt AS lastOpenedAt ORDER BY incidents DESC, code`,
  },
  {
    id: 'objects-blamed',
    title: 'Objects that are blamed most',
    description: 'How many incidents have an object as their most likely root cause.',
    parameters: PLACE,
    columns: { object: 'object', incidents: 'number', codes: 'list', lastOpenedAt: 'time' },
    cypher: `MATCH (i:Incident)-[r:ROOT_CAUSE]->(n:Resource) WHERE r.rank = 1 AND ${live('n')}
WITH n, count(DISTINCT i) AS incidents, collect(DISTINCT r.code) AS codes, max(i.openedAt) AS lastOpenedAt
RETURN ${object('n')} AS object, incidents AS incidents, codes AS codes, lastOpenedAt AS lastOpenedAt ORDER BY incidents DESC, n.key`,
  },
  {
    id: 'causes-of-an-incident',
    title: 'Ranked causes of an incident',
    description: 'The causes of one incident, the most likely first, with the object that each blames.',
    parameters: { incident: null, cluster: '' },
    example: { incident: 1 },
    columns: { rank: 'number', code: 'text', object: 'object', confidence: 'number' },
    cypher: `MATCH (i:Incident)-[r:ROOT_CAUSE]->(n:Resource) WHERE i.number = $incident AND ${inCluster('i')}
RETURN r.rank AS rank, r.code AS code, ${object('n')} AS object, r.confidence AS confidence ORDER BY rank, n.key`,
  },
  {
    id: 'chain-of-an-incident',
    title: 'Causal chain of an incident',
    description: 'How trouble travelled from object to object in one incident.',
    parameters: { incident: null, cluster: '' },
    example: { incident: 1 },
    columns: { from: 'object', mechanism: 'text', relation: 'text', to: 'object' },
    cypher: `MATCH (i:Incident) WHERE i.number = $incident AND ${inCluster('i')}
MATCH (a:Resource)-[r:CAUSES]->(b:Resource) WHERE r.incident = i.key
RETURN ${object('a')} AS from, r.mechanism AS mechanism, r.relation AS relation, ${object('b')} AS to ORDER BY a.key, b.key`,
  },
  {
    id: 'uncertain-incidents',
    title: 'Incidents with several likely causes',
    description: 'Incidents for which more than one cause was written down: those to look at with your own eyes.',
    parameters: { cluster: '' },
    columns: { incident: 'incident', causes: 'number', codes: 'list' },
    cypher: `MATCH (i:Incident)-[r:ROOT_CAUSE]->(n:Resource) WHERE ${inCluster('i')}
WITH i, count(DISTINCT r.rank) AS causes, collect(DISTINCT r.code) AS codes WHERE causes > 1
RETURN ${incident('i')} AS incident, causes AS causes, codes AS codes ORDER BY causes DESC, i.number DESC`,
  },
  {
    id: 'changes-before-incidents',
    title: 'Changes shortly before incidents',
    description: 'Changes to the objects that incidents blame, at most so many hours before the incident opened.',
    parameters: { ...PLACE, hours: 1 },
    columns: { incident: 'incident', at: 'time', object: 'object', by: 'text', fields: 'fields' },
    cypher: `MATCH (i:Incident)-[:ROOT_CAUSE]->(n:Resource)<-[:CHANGED]-(c:Change)
WHERE ${live('n')} AND c.at <= i.openedAt AND c.at >= i.openedAt - $hours * 3600000
WITH DISTINCT i, n, c
RETURN ${incident('i')} AS incident, c.at AS at, ${object('n')} AS object, c.by AS by, c.fields AS fields ORDER BY i.number DESC, at DESC, c.key`,
  },
  {
    id: 'mechanisms',
    title: 'How trouble travels',
    description: 'The mechanisms of all causal chains, from which kind to which, and how often.',
    parameters: PLACE,
    columns: { mechanism: 'text', fromKind: 'text', toKind: 'text', steps: 'number' },
    cypher: `MATCH (a:Resource)-[r:CAUSES]->(b:Resource) WHERE ${live('a')}
WITH r.mechanism AS mechanism, a.kind AS fromKind, b.kind AS toKind, count(*) AS steps
RETURN mechanism AS mechanism, fromKind AS fromKind, toKind AS toKind, steps AS steps ORDER BY steps DESC, mechanism, fromKind, toKind`,
  },
  {
    id: 'shared-dependencies',
    title: 'What failing pods have in common',
    description: 'Nodes, claims, configuration, accounts and Services that several failing or degraded pods depend on.',
    parameters: { ...PLACE, least: 2 },
    columns: { dependency: 'object', failingPods: 'number', pods: 'number' },
    cypher: `MATCH (p:Pod)-[r:${SHARED}]->(n:Resource) WHERE ${live('p')} AND n.deletedAt IS NULL AND r.until IS NULL
WITH n, count(DISTINCT p) AS pods, count(DISTINCT CASE WHEN p.health IN ['failing', 'degraded'] THEN p.key END) AS failingPods
WHERE failingPods >= $least
RETURN ${object('n')} AS dependency, failingPods AS failingPods, pods AS pods ORDER BY failingPods DESC, pods, n.key`,
  },
  {
    id: 'blast-radius',
    title: 'What depends on an object',
    description: 'Everything that would feel it if this object failed, up to four steps away.',
    parameters: OBJECT,
    example: { kind: 'Node', name: 'node-1' },
    columns: { object: 'object', health: 'health' },
    cypher: `MATCH path = (n:Resource)<-[:${DEPENDS}*1..4]-(m:Resource)
WHERE ${named('n')} AND m.deletedAt IS NULL AND m.key <> n.key AND all(step IN relationships(path) WHERE step.until IS NULL)
WITH DISTINCT m
RETURN ${object('m')} AS object, m.health AS health ORDER BY m.kind, m.key`,
  },
]);
