import { deployed, live, object, PLACE, queriesOf, says } from '../query.ts';

/** Cypher: the workloads that fulfil a condition, one a row. */
const workloadsWhere = (condition: string) => `MATCH (n:Resource) WHERE ${deployed('n')} AND ${condition}
RETURN ${object('n')} AS workload ORDER BY n.key`;
const WORKLOAD = { workload: 'object' } as const;

/** What may do more than it should, and what can be reached. Names of fields are those of the Kubernetes API. */
export const securityQueries = queriesOf('security', [
  {
    id: 'privileged-workloads',
    title: 'Privileged workloads',
    description: 'Workloads with a privileged container, which may do to its node what root may.',
    parameters: PLACE,
    columns: WORKLOAD,
    cypher: workloadsWhere(says('n', 'privileged', 'true')),
  },
  {
    id: 'workloads-in-host-namespaces',
    title: "Workloads in their node's namespaces",
    description: 'Workloads that share the network, the processes or the memory of their node.',
    parameters: PLACE,
    columns: WORKLOAD,
    cypher: workloadsWhere(`(${['hostNetwork', 'hostPID', 'hostIPC'].map((field) => says('n', field, 'true')).join(' OR ')})`),
  },
  {
    id: 'workloads-with-host-paths',
    title: 'Workloads that mount folders of their node',
    description: 'Workloads with a hostPath volume.',
    parameters: PLACE,
    columns: WORKLOAD,
    cypher: workloadsWhere(says('n', 'hostPath', '{')),
  },
  {
    id: 'workloads-as-root',
    title: 'Workloads that run as root',
    description: 'Workloads that ask for the user 0. One that asks for no user runs as its image says.',
    parameters: PLACE,
    columns: WORKLOAD,
    cypher: workloadsWhere(`(${says('n', 'runAsUser', '0,')} OR ${says('n', 'runAsUser', '0}')})`),
  },
  {
    id: 'workloads-with-escalation',
    title: 'Workloads that may gain privileges',
    description: 'Workloads that allow privilege escalation explicitly.',
    parameters: PLACE,
    columns: WORKLOAD,
    cypher: workloadsWhere(says('n', 'allowPrivilegeEscalation', 'true')),
  },
  {
    id: 'workloads-with-latest-images',
    title: 'Workloads with the tag latest',
    description: 'Workloads with an image tagged latest: nobody can tell what they run, and it changes with a restart.',
    parameters: PLACE,
    columns: WORKLOAD,
    cypher: workloadsWhere(`n.object =~ '(?s).*"image":"[^"]+:latest".*'`),
  },
  {
    id: 'workloads-of-accounts',
    title: 'Service accounts and their workloads',
    description: 'How many workloads run under each service account: a right given to it is given to all of them.',
    parameters: PLACE,
    columns: { account: 'object', workloads: 'number' },
    cypher: `MATCH (n:Resource)-[r:USES_ACCOUNT]->(m:ServiceAccount) WHERE ${deployed('n')} AND m.deletedAt IS NULL AND r.until IS NULL
WITH m, count(DISTINCT n) AS workloads
RETURN ${object('m')} AS account, workloads AS workloads ORDER BY workloads DESC, m.key`,
  },
  {
    id: 'users-of-secrets',
    title: 'Secrets and who uses them',
    description: 'How many workloads, Ingresses and accounts use each Secret: what has to be restarted when it is replaced.',
    parameters: { ...PLACE, least: 1 },
    columns: { secret: 'object', users: 'number', kinds: 'list' },
    cypher: `MATCH (n:Resource)-[r:USES_SECRET]->(m:Secret) WHERE ${live('n')} AND NOT (n)<-[:OWNS]-(:Resource) AND m.deletedAt IS NULL AND r.until IS NULL
WITH m, n ORDER BY n.kind
WITH m, count(DISTINCT n) AS users, collect(DISTINCT n.kind) AS kinds WHERE users >= $least
RETURN ${object('m')} AS secret, users AS users, kinds AS kinds ORDER BY users DESC, m.key`,
  },
  {
    id: 'expiring-certificates',
    title: 'Certificates that end',
    description: 'Secrets whose certificate has ended or ends within seven days.',
    parameters: PLACE,
    columns: { secret: 'object', health: 'health', reason: 'text' },
    cypher: `MATCH (n:Secret) WHERE ${live('n')} AND n.health IN ['failing', 'degraded']
RETURN ${object('n')} AS secret, n.health AS health, n.healthReason AS reason ORDER BY n.health DESC, n.key`,
  },
  {
    id: 'pods-without-network-policy',
    title: 'Pods that no network policy selects',
    description: 'How many pods of each namespace accept connections from everywhere because no NetworkPolicy selects them.',
    parameters: PLACE,
    columns: { cluster: 'text', namespace: 'text', pods: 'number' },
    cypher: `MATCH (n:Pod) WHERE ${live('n')}
OPTIONAL MATCH (n)<-[r:RESTRICTS]-(m:NetworkPolicy) WHERE r.until IS NULL AND m.deletedAt IS NULL
WITH n, count(m) AS policies WHERE policies = 0
WITH n.cluster AS cluster, n.namespace AS namespace, count(*) AS pods
RETURN cluster AS cluster, namespace AS namespace, pods AS pods ORDER BY pods DESC, cluster, namespace`,
  },
  {
    id: 'exposed-services',
    title: 'Services that can be reached from outside',
    description: 'Services of the types LoadBalancer and NodePort, with how many pods they lead to.',
    parameters: PLACE,
    columns: { service: 'object', pods: 'number' },
    cypher: `MATCH (n:Service) WHERE ${live('n')} AND (${says('n', 'type', '"LoadBalancer"')} OR ${says('n', 'type', '"NodePort"')})
OPTIONAL MATCH (n)-[r:SELECTS]->(p:Pod) WHERE r.until IS NULL AND p.deletedAt IS NULL
WITH n, count(p) AS pods
RETURN ${object('n')} AS service, pods AS pods ORDER BY n.key`,
  },
  {
    id: 'ingresses-without-tls',
    title: 'Ingresses without TLS',
    description: 'Ingresses that name no certificate. One that the ingress controller provides by default is not seen here.',
    parameters: PLACE,
    columns: { ingress: 'object' },
    cypher: `MATCH (n:Ingress) WHERE ${live('n')} AND NOT ${says('n', 'tls', '[{')}
RETURN ${object('n')} AS ingress ORDER BY n.key`,
  },
]);
