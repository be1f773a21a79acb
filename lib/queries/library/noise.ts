import { inCluster, inPlace, live, object, PLACE, queriesOf } from '../query.ts';

const DAY = { ...PLACE, hours: 24 } as const;
const SINCE = 'e.lastAt >= $now - $hours * 3600000';
const SEVERE = "['error', 'fatal']";

/** What speaks loudly, and whether it means anything. */
export const noiseQueries = queriesOf('noise', [
  {
    id: 'reasons-of-events',
    title: 'Most frequent events',
    description: 'Which reasons events give, and how many objects each concerns. An event that repeats counts once.',
    parameters: DAY,
    columns: { reason: 'text', type: 'text', events: 'number', objects: 'number', lastAt: 'time' },
    cypher: `MATCH (e:Event)-[:ABOUT]->(n:Resource) WHERE ${SINCE} AND ${inPlace('n')}
WITH e.reason AS reason, e.type AS type, count(DISTINCT e) AS events, count(DISTINCT n) AS objects, max(e.lastAt) AS lastAt
RETURN reason AS reason, type AS type, events AS events, objects AS objects, lastAt AS lastAt ORDER BY events DESC, reason, type`,
  },
  {
    id: 'loudest-objects',
    title: 'Objects with the most events',
    description: 'How many events, and how many warnings among them, each object had in the last hours.',
    parameters: DAY,
    columns: { object: 'object', events: 'number', warnings: 'number' },
    cypher: `MATCH (e:Event)-[:ABOUT]->(n:Resource) WHERE ${SINCE} AND ${inPlace('n')}
WITH n, count(e) AS events, sum(CASE WHEN e.type = 'Warning' THEN 1 ELSE 0 END) AS warnings
RETURN ${object('n')} AS object, events AS events, warnings AS warnings ORDER BY events DESC, n.key`,
  },
  {
    id: 'warnings-of-healthy-objects',
    title: 'Warnings about objects that are well',
    description: 'Warning events of the last hours whose object is healthy now: what passed, or what cries wolf.',
    parameters: DAY,
    columns: { at: 'time', object: 'object', reason: 'text', message: 'message' },
    cypher: `MATCH (e:Event)-[:ABOUT]->(n:Resource) WHERE e.type = 'Warning' AND ${SINCE} AND ${live('n')} AND n.health = 'healthy'
RETURN e.lastAt AS at, ${object('n')} AS object, e.reason AS reason, e.event AS message ORDER BY at DESC, e.key, n.key`,
  },
  {
    id: 'loudest-log-patterns',
    title: 'Most frequent log lines',
    description: 'Lines of the same form, by how often a container wrote them. Logs are read of containers that are not well.',
    parameters: DAY,
    columns: { pod: 'text', container: 'text', severity: 'text', lines: 'number', pattern: 'text', lastAt: 'time' },
    cypher: `MATCH (e:LogPattern) WHERE ${SINCE} AND ${inPlace('e')}
RETURN e.pod AS pod, e.container AS container, e.severity AS severity, e.count AS lines, e.template AS pattern, e.lastAt AS lastAt ORDER BY lines DESC, e.key`,
  },
  {
    id: 'new-errors-in-logs',
    title: 'Errors that are new in the logs',
    description: 'Error lines of a form that was first seen in the last hours, with the latest line as it was written.',
    parameters: DAY,
    columns: { firstAt: 'time', pod: 'text', container: 'text', lines: 'number', sample: 'text' },
    cypher: `MATCH (e:LogPattern) WHERE e.severity IN ${SEVERE} AND e.firstAt >= $now - $hours * 3600000 AND ${inPlace('e')}
RETURN e.firstAt AS firstAt, e.pod AS pod, e.container AS container, e.count AS lines, e.sample AS sample ORDER BY firstAt DESC, e.key`,
  },
  {
    id: 'log-lines-by-namespace',
    title: 'Log lines by namespace',
    description: 'How many lines each namespace wrote, and how many of them in forms that tell of errors.',
    parameters: { cluster: '', hours: 24 },
    columns: { cluster: 'text', namespace: 'text', lines: 'number', errors: 'number' },
    cypher: `MATCH (e:LogPattern) WHERE ${SINCE} AND ${inCluster('e')}
WITH e.cluster AS cluster, e.namespace AS namespace, sum(e.count) AS lines, sum(CASE WHEN e.severity IN ${SEVERE} THEN e.count ELSE 0 END) AS errors
RETURN cluster AS cluster, namespace AS namespace, lines AS lines, errors AS errors ORDER BY lines DESC, cluster, namespace`,
  },
  {
    id: 'firing-alerts',
    title: 'Alerts that fire',
    description: 'Alerts that have not been resolved, with the objects that their labels name, the oldest first.',
    parameters: PLACE,
    columns: { alert: 'text', startsAt: 'time', object: 'object', health: 'health' },
    cypher: `MATCH (e:Alert)-[:ABOUT]->(n:Resource) WHERE e.status = 'firing' AND ${inPlace('n')}
RETURN e.name AS alert, coalesce(e.startsAt, e.lastAt) AS startsAt, ${object('n')} AS object, n.health AS health ORDER BY startsAt, e.key, n.key`,
  },
  {
    id: 'alerts-of-healthy-objects',
    title: 'Alerts about objects that are well',
    description: 'Alerts that fire although their object is healthy: a threshold to adjust, or trouble that Kubernetes cannot see.',
    parameters: PLACE,
    columns: { alert: 'text', startsAt: 'time', object: 'object' },
    cypher: `MATCH (e:Alert)-[:ABOUT]->(n:Resource) WHERE e.status = 'firing' AND ${live('n')} AND n.health = 'healthy'
RETURN e.name AS alert, coalesce(e.startsAt, e.lastAt) AS startsAt, ${object('n')} AS object ORDER BY startsAt, e.key, n.key`,
  },
  {
    id: 'evidence-without-object',
    title: 'Events about unknown objects',
    description: 'Events about objects that were never reported: the agent may lack the right to read their kind.',
    parameters: { cluster: '' },
    columns: { at: 'time', cluster: 'text', reason: 'text', about: 'list', message: 'message' },
    cypher: `MATCH (e:Event) WHERE e.waitsFor IS NOT NULL AND ${inCluster('e')}
RETURN e.lastAt AS at, e.cluster AS cluster, e.reason AS reason, e.waitsFor AS about, e.event AS message ORDER BY at DESC, e.key`,
  },
]);
