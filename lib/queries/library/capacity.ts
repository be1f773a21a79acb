import { deployed, inCluster, live, object, PLACE, queriesOf, says } from '../query.ts';

/** Cypher: an object has `requests` or `limits` of a container; those of a volume claim begin with `storage`. */
const bounded = (field: string) =>
  `(${['cpu', 'ephemeral-storage', 'memory'].map((first) => says('n', field, `{"${first}"`)).join(' OR ')})`;

/** Room, and what runs out of it. */
export const capacityQueries = queriesOf('capacity', [
  {
    id: 'pods-per-node',
    title: 'Pods per node',
    description: 'How many pods run on each node, and how many of them are failing or degraded.',
    parameters: { cluster: '' },
    columns: { node: 'object', pods: 'number', unhealthy: 'number', namespaces: 'number' },
    cypher: `MATCH (n:Node) WHERE n.deletedAt IS NULL AND ${inCluster('n')}
OPTIONAL MATCH (n)<-[r:RUNS_ON]-(p:Pod) WHERE r.until IS NULL AND p.deletedAt IS NULL
WITH n, count(p) AS pods, sum(CASE WHEN p.health IN ['failing', 'degraded'] THEN 1 ELSE 0 END) AS unhealthy, count(DISTINCT p.namespace) AS namespaces
RETURN ${object('n')} AS node, pods AS pods, unhealthy AS unhealthy, namespaces AS namespaces ORDER BY pods DESC, n.key`,
  },
  {
    id: 'workloads-on-one-node',
    title: 'Workloads that one node carries alone',
    description: 'Workloads with several pods, all on the same node: they fail with it.',
    parameters: PLACE,
    columns: { workload: 'object', pods: 'number', node: 'object' },
    cypher: `MATCH (n:Resource)-[:OWNS*1..2]->(p:Pod)-[r:RUNS_ON]->(m:Node)
WHERE n.kind IN ['Deployment', 'StatefulSet'] AND ${live('n')} AND p.deletedAt IS NULL AND r.until IS NULL
WITH n, count(DISTINCT p) AS pods, count(DISTINCT m) AS nodes, min(m.key) AS place WHERE pods > 1 AND nodes = 1
MATCH (m:Resource {key: place})
RETURN ${object('n')} AS workload, pods AS pods, ${object('m')} AS node ORDER BY pods DESC, n.key`,
  },
  {
    id: 'autoscalers',
    title: 'Autoscalers and what they scale',
    description: 'Each HorizontalPodAutoscaler with its target, and whether it is at its maximum or cannot read its metrics.',
    parameters: PLACE,
    columns: { autoscaler: 'object', target: 'object', health: 'health', reason: 'text' },
    cypher: `MATCH (n:Resource)-[r:SCALES]->(m:Resource) WHERE ${live('n')} AND m.deletedAt IS NULL AND r.until IS NULL
RETURN ${object('n')} AS autoscaler, ${object('m')} AS target, n.health AS health, n.healthReason AS reason ORDER BY n.key`,
  },
  {
    id: 'workloads-without-requests',
    title: 'Workloads without requests',
    description:
      'Workloads none of whose containers requests processor time or memory: the scheduler takes them for free, and they are evicted first.',
    parameters: PLACE,
    columns: { workload: 'object' },
    cypher: `MATCH (n:Resource) WHERE ${deployed('n')} AND NOT ${bounded('requests')}
RETURN ${object('n')} AS workload ORDER BY n.key`,
  },
  {
    id: 'workloads-without-limits',
    title: 'Workloads without limits',
    description: 'Workloads none of whose containers has a limit of processor time or memory: one of them can take the memory of its node.',
    parameters: PLACE,
    columns: { workload: 'object' },
    cypher: `MATCH (n:Resource) WHERE ${deployed('n')} AND NOT ${bounded('limits')}
RETURN ${object('n')} AS workload ORDER BY n.key`,
  },
  {
    id: 'quotas',
    title: 'Quotas and what is used up',
    description: 'Each ResourceQuota with what it has no more of: the next pod that needs it will be refused.',
    parameters: PLACE,
    columns: { quota: 'object', health: 'health', usedUp: 'text' },
    cypher: `MATCH (n:ResourceQuota) WHERE ${live('n')}
RETURN ${object('n')} AS quota, n.health AS health, n.healthReason AS usedUp ORDER BY n.health <> 'degraded', n.key`,
  },
  {
    id: 'namespaces-without-limits',
    title: 'Namespaces without quota or limits',
    description: 'Namespaces with neither a ResourceQuota nor a LimitRange: nothing bounds what is run in them.',
    parameters: { cluster: '' },
    columns: { namespace: 'object' },
    cypher: `MATCH (n:Namespace) WHERE n.deletedAt IS NULL AND ${inCluster('n')}
OPTIONAL MATCH (n)<-[r:LIMITS]-(q:Resource) WHERE r.until IS NULL AND q.deletedAt IS NULL
WITH n, count(q) AS bounds WHERE bounds = 0
RETURN ${object('n')} AS namespace ORDER BY n.key`,
  },
  {
    id: 'claims-by-storage-class',
    title: 'Volume claims by storage class',
    description: 'How many claims each storage class serves, and how many of them are not bound.',
    parameters: PLACE,
    columns: { storageClass: 'object', claims: 'number', waiting: 'number' },
    cypher: `MATCH (n:PersistentVolumeClaim)-[r:BINDS]->(m:StorageClass) WHERE ${live('n')} AND m.deletedAt IS NULL AND r.until IS NULL
WITH m, count(DISTINCT n) AS claims, count(DISTINCT CASE WHEN n.health <> 'healthy' THEN n.key END) AS waiting
RETURN ${object('m')} AS storageClass, claims AS claims, waiting AS waiting ORDER BY claims DESC, m.key`,
  },
  {
    id: 'unused-claims',
    title: 'Volume claims that nothing mounts',
    description: 'Claims that are paid for and used by no workload.',
    parameters: PLACE,
    columns: { claim: 'object', health: 'health', createdAt: 'time' },
    cypher: `MATCH (n:PersistentVolumeClaim) WHERE ${live('n')}
OPTIONAL MATCH (n)<-[r:MOUNTS]-(m:Resource) WHERE r.until IS NULL AND m.deletedAt IS NULL
WITH n, count(m) AS users WHERE users = 0
RETURN ${object('n')} AS claim, n.health AS health, coalesce(n.createdAt, n.firstSeen) AS createdAt ORDER BY createdAt, n.key`,
  },
  {
    id: 'latest-samples',
    title: 'Latest measurements',
    description: 'The last value of each metric that the agent measured of an object, such as the processor cores that a node uses.',
    parameters: PLACE,
    columns: { object: 'object', metric: 'text', value: 'number', at: 'time' },
    cypher: `MATCH (n:Resource) WHERE ${live('n')} AND n.metrics IS NOT NULL
UNWIND n.metrics AS point
WITH n, split(point, ' ') AS parts
WITH n, parts[0] AS metric, toInteger(parts[1]) AS at, toFloat(parts[2]) AS value ORDER BY at DESC
WITH n, metric, max(at) AS lastAt, collect(value) AS values
RETURN ${object('n')} AS object, metric AS metric, values[0] AS value, lastAt AS at ORDER BY metric, value DESC, n.key`,
  },
]);
