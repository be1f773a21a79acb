import { type ExtraRoutes, startApiServer } from './api/server.ts';
import { serviceAccountUser } from './api/users.ts';
import { managedBy } from './cluster/api-machinery/managed-fields.ts';
import { stable } from './cluster/api-machinery/names.ts';
import { type Cluster, type ClusterTimes, createCluster, KUBERNETES_VERSION } from './cluster/index.ts';
import { faultRoutes } from './fault-routes.ts';
import { followable } from './follow.ts';
import { chanceFrom, uidsFrom } from './seeded.ts';
import { isoTime, type Obj, Store } from './store/store.ts';

export interface KubernetesOptions {
  /** 0, or left out: any free port. Always on loopback. */
  port?: number;
  /** Epoch ms; what time it is in the cluster. */
  now?: () => number;
  /** The same seed gives the same uids, names and chances; left out: others every time. */
  seed?: number;
  /** How often the cluster does what is due; 0: only when `cluster.tick()` is called. */
  tickEveryMs?: number;
  /** How long things take in the cluster; shorter than in reality where left out. */
  times?: Partial<ClusterTimes>;
  /** How often a watch that asked for bookmarks gets one. */
  bookmarkEveryMs?: number;
}

/** A simulated cluster with its API server on loopback. */
export interface KubernetesSimulator {
  /** `http://127.0.0.1:port`. */
  url: string;
  /** A kubeconfig, as YAML, of someone who may do everything. */
  kubeconfig(): string;
  /** A kubeconfig, as YAML, of the KG RCA agent's service account: it may read what the agent sends. */
  agentKubeconfig(): string;
  store: Store;
  cluster: Cluster;
  close(): Promise<void>;
}

/** Whether a write changes nothing: then nobody is noted to have written it. */
function sameContent(object: Obj, old: Obj | undefined): boolean {
  return old !== undefined && stable(object) === stable(old);
}

/** The agent's service account, which the cluster has from its beginning. */
const AGENT = serviceAccountUser('kg-rca', 'kg-rca-agent');
const FOLLOW_EVERY_MS = 250;

/**
 * Starts a cluster with a shop in it and serves it: the Kubernetes API, and the switches of its faults under
 * /simulator/faults. Rejects where the port can't be had.
 */
export async function startKubernetes({
  port = 0,
  now = Date.now,
  seed,
  tickEveryMs = 250,
  times,
  bookmarkEveryMs,
}: KubernetesOptions = {}): Promise<KubernetesSimulator> {
  const random = seed === undefined ? Math.random : chanceFrom(seed);
  const store = new Store({
    now,
    // A client that outlived an earlier simulator must find its revisions too old, not in use for something else: ten a
    // millisecond are more than any cluster writes.
    firstRevision: Math.floor(now()) * 10,
    ...(seed !== undefined && { uid: uidsFrom(seed) }),
  });
  const cluster = createCluster(store, { now, random, ...(times && { times }) });
  cluster.tick();
  const extraRoutes: ExtraRoutes = faultRoutes(cluster.faults);
  const server = await startApiServer({
    store,
    port,
    now,
    admit: (operation, object, old, writer) => {
      const admitted = cluster.admit(operation, object, old);
      const noted = writer !== undefined && operation !== 'DELETE' && !sameContent(admitted, old);
      return noted ? managedBy(writer, isoTime(now()), admitted, old) : admitted;
    },
    logs: followable(cluster.logs, store, FOLLOW_EVERY_MS),
    extraRoutes,
    version: KUBERNETES_VERSION,
    ...(bookmarkEveryMs !== undefined && { bookmarkEveryMs }),
  }).catch((error: unknown) => {
    cluster.close();
    throw error;
  });
  const ticking = tickEveryMs > 0 ? setInterval(() => cluster.tick(), tickEveryMs) : undefined;
  const admin = server.issueToken({ name: 'kubernetes-admin', groups: ['system:masters'] });
  const agent = server.issueToken(AGENT);
  return {
    url: server.url,
    kubeconfig: () => server.kubeconfigFor('kubernetes-admin', admin),
    agentKubeconfig: () => server.kubeconfigFor('kg-rca-agent', agent),
    store,
    cluster,
    async close() {
      clearInterval(ticking);
      await server.close();
      cluster.close();
    },
  };
}
