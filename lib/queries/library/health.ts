import { inCluster, live, object, PLACE, queriesOf, says } from '../query.ts';

const WORST_FIRST = "CASE n.health WHEN 'failing' THEN 0 WHEN 'degraded' THEN 1 ELSE 2 END";
const COUNTS = `count(*) AS objects, sum(CASE WHEN n.health = 'failing' THEN 1 ELSE 0 END) AS failing,
  sum(CASE WHEN n.health = 'degraded' THEN 1 ELSE 0 END) AS degraded, sum(CASE WHEN n.health = 'pending' THEN 1 ELSE 0 END) AS pending`;
const COUNTED = 'objects AS objects, failing AS failing, degraded AS degraded, pending AS pending';

/** How objects fare now. */
export const healthQueries = queriesOf('health', [
  {
    id: 'unhealthy-objects',
    title: 'Objects that are not well',
    description: 'Every failing or degraded object with the reason, the failing ones first.',
    parameters: PLACE,
    columns: { object: 'object', health: 'health', reason: 'text' },
    cypher: `MATCH (n:Resource) WHERE ${live('n')} AND n.health IN ['failing', 'degraded']
RETURN ${object('n')} AS object, n.health AS health, n.healthReason AS reason, ${WORST_FIRST} AS place ORDER BY place, n.key`,
  },
  {
    id: 'health-by-namespace',
    title: 'Health by namespace',
    description: 'How many objects of each namespace are failing, degraded or pending.',
    parameters: { cluster: '' },
    columns: { cluster: 'text', namespace: 'text', objects: 'number', failing: 'number', degraded: 'number', pending: 'number' },
    cypher: `MATCH (n:Resource) WHERE n.deletedAt IS NULL AND n.namespace IS NOT NULL AND ${inCluster('n')}
WITH n.cluster AS cluster, n.namespace AS namespace, ${COUNTS}
RETURN cluster AS cluster, namespace AS namespace, ${COUNTED} ORDER BY failing DESC, degraded DESC, cluster, namespace`,
  },
  {
    id: 'health-by-kind',
    title: 'Health by kind',
    description: 'How many objects of each kind are failing, degraded or pending.',
    parameters: PLACE,
    columns: { kind: 'text', objects: 'number', failing: 'number', degraded: 'number', pending: 'number' },
    cypher: `MATCH (n:Resource) WHERE ${live('n')}
WITH n.kind AS kind, ${COUNTS}
RETURN kind AS kind, ${COUNTED} ORDER BY failing DESC, degraded DESC, kind`,
  },
  {
    id: 'reasons-for-ill-health',
    title: 'Most frequent reasons',
    description: 'Why objects are not well, and how many of which kind each reason concerns.',
    parameters: PLACE,
    columns: { reason: 'text', kind: 'text', health: 'health', objects: 'number' },
    cypher: `MATCH (n:Resource) WHERE ${live('n')} AND n.health IN ['failing', 'degraded'] AND n.healthReason IS NOT NULL
WITH n.healthReason AS reason, n.kind AS kind, n.health AS health, count(*) AS objects
RETURN reason AS reason, kind AS kind, health AS health, objects AS objects ORDER BY objects DESC, reason, kind, health`,
  },
  {
    id: 'unhealthy-pods',
    title: 'Pods that are not well, with their nodes',
    description: 'Every failing or degraded pod that was scheduled, why, and where it runs.',
    parameters: PLACE,
    columns: { pod: 'object', health: 'health', reason: 'text', node: 'object' },
    cypher: `MATCH (n:Pod)-[r:RUNS_ON]->(m:Node) WHERE ${live('n')} AND n.health IN ['failing', 'degraded'] AND r.until IS NULL AND m.deletedAt IS NULL
RETURN ${object('n')} AS pod, n.health AS health, n.healthReason AS reason, ${object('m')} AS node ORDER BY m.key, n.key`,
  },
  {
    id: 'unhealthy-workloads',
    title: 'Workloads that are not well',
    description: 'Deployments, StatefulSets and DaemonSets that lack replicas or cannot roll out.',
    parameters: PLACE,
    columns: { workload: 'object', health: 'health', reason: 'text' },
    cypher: `MATCH (n:Resource) WHERE n.kind IN ['Deployment', 'StatefulSet', 'DaemonSet'] AND ${live('n')} AND n.health IN ['failing', 'degraded']
RETURN ${object('n')} AS workload, n.health AS health, n.healthReason AS reason, ${WORST_FIRST} AS place ORDER BY place, n.key`,
  },
  {
    id: 'services-without-pods',
    title: 'Services that select no pod',
    description: 'Services with a selector that matches nothing: whoever calls them is refused.',
    parameters: PLACE,
    columns: { service: 'object', health: 'health', reason: 'text' },
    cypher: `MATCH (n:Service) WHERE ${live('n')} AND ${says('n', 'selector', '{"')}
OPTIONAL MATCH (n)-[r:SELECTS]->(p:Pod) WHERE r.until IS NULL AND p.deletedAt IS NULL
WITH n, count(p) AS pods WHERE pods = 0
RETURN ${object('n')} AS service, n.health AS health, n.healthReason AS reason ORDER BY n.key`,
  },
  {
    id: 'services-with-unhealthy-pods',
    title: 'Services with pods that are not well',
    description: 'How many of the pods behind each Service are failing or degraded.',
    parameters: PLACE,
    columns: { service: 'object', pods: 'number', unhealthy: 'number' },
    cypher: `MATCH (n:Service)-[r:SELECTS]->(p:Pod) WHERE ${live('n')} AND r.until IS NULL AND p.deletedAt IS NULL
WITH n, count(p) AS pods, sum(CASE WHEN p.health IN ['failing', 'degraded'] THEN 1 ELSE 0 END) AS unhealthy WHERE unhealthy > 0
RETURN ${object('n')} AS service, pods AS pods, unhealthy AS unhealthy ORDER BY unhealthy DESC, n.key`,
  },
  {
    id: 'unhealthy-nodes',
    title: 'Nodes that are not well',
    description: 'Failing or degraded nodes, why, and how many pods run on them.',
    parameters: { cluster: '' },
    columns: { node: 'object', health: 'health', reason: 'text', pods: 'number' },
    cypher: `MATCH (n:Node) WHERE n.deletedAt IS NULL AND ${inCluster('n')} AND n.health IN ['failing', 'degraded']
OPTIONAL MATCH (n)<-[r:RUNS_ON]-(p:Pod) WHERE r.until IS NULL AND p.deletedAt IS NULL
WITH n, count(p) AS pods
RETURN ${object('n')} AS node, n.health AS health, n.healthReason AS reason, pods AS pods ORDER BY pods DESC, n.key`,
  },
  {
    id: 'pending-objects',
    title: 'Objects that wait',
    description: 'What is neither well nor failing yet, such as pods that start or claims that wait for a volume, the oldest first.',
    parameters: PLACE,
    columns: { object: 'object', reason: 'text', createdAt: 'time' },
    cypher: `MATCH (n:Resource) WHERE ${live('n')} AND n.health = 'pending'
RETURN ${object('n')} AS object, n.healthReason AS reason, coalesce(n.createdAt, n.firstSeen) AS createdAt ORDER BY createdAt, n.key`,
  },
]);
