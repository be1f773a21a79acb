import { inCluster, incident, inPlace, named, OBJECT, object, PLACE, queriesOf } from '../query.ts';

/** What went wrong, and for how long. */
export const incidentQueries = queriesOf('incidents', [
  {
    id: 'open-incidents',
    title: 'Open incidents',
    description: 'Incidents that go on, the oldest first.',
    parameters: { cluster: '' },
    columns: { incident: 'incident', cluster: 'text', code: 'text', certainty: 'text', openedAt: 'time' },
    cypher: `MATCH (i:Incident) WHERE i.status = 'open' AND ${inCluster('i')}
RETURN ${incident('i')} AS incident, i.cluster AS cluster, i.code AS code, i.tier AS certainty, i.openedAt AS openedAt ORDER BY openedAt, i.number`,
  },
  {
    id: 'recent-incidents',
    title: 'Incidents of the last hours',
    description: 'Incidents that were opened in the last hours, whether they go on or not, the latest first.',
    parameters: { cluster: '', hours: 24 },
    columns: { incident: 'incident', cluster: 'text', status: 'text', code: 'text', openedAt: 'time', closedAt: 'time' },
    cypher: `MATCH (i:Incident) WHERE i.openedAt >= $now - $hours * 3600000 AND ${inCluster('i')}
RETURN ${incident('i')} AS incident, i.cluster AS cluster, i.status AS status, i.code AS code, i.openedAt AS openedAt, i.closedAt AS closedAt ORDER BY openedAt DESC, i.number DESC`,
  },
  {
    id: 'longest-incidents',
    title: 'Longest incidents',
    description: 'Incidents that are over, by the minutes that they took.',
    parameters: { cluster: '' },
    columns: { incident: 'incident', cluster: 'text', code: 'text', minutes: 'number' },
    cypher: `MATCH (i:Incident) WHERE i.closedAt IS NOT NULL AND ${inCluster('i')}
RETURN ${incident('i')} AS incident, i.cluster AS cluster, i.code AS code, (i.closedAt - i.openedAt) / 60000 AS minutes ORDER BY minutes DESC, i.number`,
  },
  {
    id: 'incidents-by-cluster',
    title: 'Incidents by cluster',
    description: 'How many incidents each cluster had and has.',
    parameters: { cluster: '' },
    columns: { cluster: 'text', incidents: 'number', open: 'number', lastOpenedAt: 'time' },
    cypher: `MATCH (i:Incident) WHERE ${inCluster('i')}
WITH i.cluster AS cluster, count(*) AS incidents, sum(CASE WHEN i.status = 'open' THEN 1 ELSE 0 END) AS open, max(i.openedAt) AS lastOpenedAt
RETURN cluster AS cluster, incidents AS incidents, open AS open, lastOpenedAt AS lastOpenedAt ORDER BY incidents DESC, cluster`,
  },
  {
    id: 'incidents-by-namespace',
    title: 'Incidents by namespace',
    description: 'In which namespaces the most likely root causes lie.',
    parameters: { cluster: '' },
    columns: { cluster: 'text', namespace: 'text', incidents: 'number', open: 'number' },
    cypher: `MATCH (i:Incident)-[r:ROOT_CAUSE]->(n:Resource) WHERE r.rank = 1 AND n.namespace IS NOT NULL AND ${inCluster('i')}
WITH n.cluster AS cluster, n.namespace AS namespace, count(DISTINCT i) AS incidents, count(DISTINCT CASE WHEN i.status = 'open' THEN i.key END) AS open
RETURN cluster AS cluster, namespace AS namespace, incidents AS incidents, open AS open ORDER BY incidents DESC, cluster, namespace`,
  },
  {
    id: 'repeated-incidents',
    title: 'Incidents that come back',
    description: 'The same cause at the same object, several times.',
    parameters: { ...PLACE, least: 2 },
    columns: { object: 'object', code: 'text', incidents: 'number', firstOpenedAt: 'time', lastOpenedAt: 'time' },
    cypher: `MATCH (i:Incident)-[r:ROOT_CAUSE]->(n:Resource) WHERE r.rank = 1 AND ${inPlace('n')}
WITH n, r.code AS code, count(DISTINCT i) AS incidents, min(i.openedAt) AS firstOpenedAt, max(i.openedAt) AS lastOpenedAt WHERE incidents >= $least
RETURN ${object('n')} AS object, code AS code, incidents AS incidents, firstOpenedAt AS firstOpenedAt, lastOpenedAt AS lastOpenedAt ORDER BY incidents DESC, n.key, code`,
  },
  {
    id: 'events-of-an-incident',
    title: 'Events of an incident',
    description: 'The events that belong to one incident, with the objects that they are about.',
    parameters: { incident: null, cluster: '' },
    example: { incident: 1 },
    columns: { at: 'time', object: 'object', type: 'text', reason: 'text', message: 'message' },
    cypher: `MATCH (i:Incident)<-[:PART_OF]-(e:Event)-[:ABOUT]->(n:Resource) WHERE i.number = $incident AND ${inCluster('i')}
RETURN e.lastAt AS at, ${object('n')} AS object, e.type AS type, e.reason AS reason, e.event AS message ORDER BY at, e.key, n.key`,
  },
  {
    id: 'incidents-of-an-object',
    title: 'Incidents that blame an object',
    description: 'Every incident that has this object among its causes, and at which rank.',
    parameters: OBJECT,
    example: { kind: 'Deployment', name: 'web' },
    columns: { incident: 'incident', status: 'text', rank: 'number', code: 'text', openedAt: 'time' },
    cypher: `MATCH (i:Incident)-[r:ROOT_CAUSE]->(n:Resource) WHERE ${named('n')}
RETURN ${incident('i')} AS incident, i.status AS status, r.rank AS rank, r.code AS code, i.openedAt AS openedAt ORDER BY openedAt DESC, i.number`,
  },
]);
