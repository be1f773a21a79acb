import { deployed, inCluster, inPlace, live, object, PLACE, queriesOf } from '../query.ts';

const LABELLED = { label: 'app.kubernetes.io/part-of', ...PLACE } as const;
/** Cypher: of the labels of a node, as `key=value`, the one whose key is asked for. */
const LABELS = "UNWIND n.labels AS text WITH n, text WHERE text STARTS WITH $label + '='";

/** Whose it is. */
export const ownershipQueries = queriesOf('ownership', [
  {
    id: 'values-of-a-label',
    title: 'Workloads by a label',
    description: 'How many workloads carry each value of a label, such as the one that names the team, and how many are not well.',
    parameters: LABELLED,
    example: { label: 'team' },
    columns: { label: 'text', workloads: 'number', unhealthy: 'number' },
    cypher: `MATCH (n:Resource) WHERE ${deployed('n')} AND n.labels IS NOT NULL ${LABELS}
WITH text AS label, count(*) AS workloads, sum(CASE WHEN n.health IN ['failing', 'degraded'] THEN 1 ELSE 0 END) AS unhealthy
RETURN label AS label, workloads AS workloads, unhealthy AS unhealthy ORDER BY workloads DESC, label`,
  },
  {
    id: 'workloads-without-a-label',
    title: 'Workloads without a label',
    description: 'Workloads that lack a label, such as the one that names the team: nobody knows whom to call.',
    parameters: LABELLED,
    example: { label: 'team' },
    columns: { workload: 'object', health: 'health' },
    cypher: `MATCH (n:Resource) WHERE ${deployed('n')} AND none(text IN coalesce(n.labels, []) WHERE text STARTS WITH $label + '=')
RETURN ${object('n')} AS workload, n.health AS health ORDER BY n.key`,
  },
  {
    id: 'incidents-by-label',
    title: 'Incidents by a label of what they blame',
    description: 'How many incidents have a root cause that carries each value of a label, such as the one that names the team.',
    parameters: LABELLED,
    example: { label: 'team' },
    columns: { label: 'text', incidents: 'number', open: 'number' },
    cypher: `MATCH (i:Incident)-[r:ROOT_CAUSE]->(n:Resource) WHERE r.rank = 1 AND ${inPlace('n')} AND n.labels IS NOT NULL
WITH i, n UNWIND n.labels AS text WITH i, text WHERE text STARTS WITH $label + '='
WITH text AS label, count(DISTINCT i) AS incidents, count(DISTINCT CASE WHEN i.status = 'open' THEN i.key END) AS open
RETURN label AS label, incidents AS incidents, open AS open ORDER BY incidents DESC, label`,
  },
  {
    id: 'contents-of-namespaces',
    title: 'What namespaces hold',
    description: 'How many objects and workloads each namespace holds, and the oldest of them.',
    parameters: { cluster: '' },
    columns: { cluster: 'text', namespace: 'text', objects: 'number', kinds: 'number', oldestAt: 'time' },
    cypher: `MATCH (n:Resource) WHERE n.deletedAt IS NULL AND n.namespace IS NOT NULL AND ${inCluster('n')}
WITH n.cluster AS cluster, n.namespace AS namespace, count(*) AS objects, count(DISTINCT n.kind) AS kinds, min(coalesce(n.createdAt, n.firstSeen)) AS oldestAt
RETURN cluster AS cluster, namespace AS namespace, objects AS objects, kinds AS kinds, oldestAt AS oldestAt ORDER BY objects DESC, cluster, namespace`,
  },
  {
    id: 'pods-without-owner',
    title: 'Pods that nothing owns',
    description: 'Pods without a controller: nobody replaces them when their node goes.',
    parameters: PLACE,
    columns: { pod: 'object', health: 'health', createdAt: 'time' },
    cypher: `MATCH (n:Pod) WHERE ${live('n')} AND NOT (n)<-[:OWNS]-(:Resource)
RETURN ${object('n')} AS pod, n.health AS health, coalesce(n.createdAt, n.firstSeen) AS createdAt ORDER BY createdAt, n.key`,
  },
  {
    id: 'unused-configuration',
    title: 'Configuration that nothing uses',
    description: 'ConfigMaps and Secrets to which no workload, Ingress or account refers. A program may still read them through the API.',
    parameters: PLACE,
    columns: { object: 'object', createdAt: 'time' },
    cypher: `MATCH (n:Resource) WHERE n.kind IN ['ConfigMap', 'Secret'] AND ${live('n')}
OPTIONAL MATCH (n)<-[r:USES_CONFIG|USES_SECRET]-(m:Resource) WHERE r.until IS NULL AND m.deletedAt IS NULL
WITH n, count(m) AS users WHERE users = 0
RETURN ${object('n')} AS object, coalesce(n.createdAt, n.firstSeen) AS createdAt ORDER BY createdAt, n.key`,
  },
  {
    id: 'authors-by-namespace',
    title: 'Who changes what where',
    description: 'Which people and programs changed objects of which namespace in the last hours.',
    parameters: { ...PLACE, hours: 720 },
    columns: { namespace: 'text', by: 'text', changes: 'number', lastAt: 'time' },
    cypher: `MATCH (c:Change) WHERE c.by IS NOT NULL AND c.namespace IS NOT NULL AND c.at >= $now - $hours * 3600000 AND ${inPlace('c')}
WITH c.namespace AS namespace, c.by AS by, count(*) AS changes, max(c.at) AS lastAt
RETURN namespace AS namespace, by AS by, changes AS changes, lastAt AS lastAt ORDER BY changes DESC, namespace, by`,
  },
]);
