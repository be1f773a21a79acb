import { type ExtraRoutes, startApiServer } from './api/server.ts';
import { serviceAccountUser } from './api/users.ts';
import { managedBy } from './cluster/api-machinery/managed-fields.ts';
import { stable } from './cluster/api-machinery/names.ts';
import { type Cluster, type ClusterTimes, createCluster, KUBERNETES_VERSION } from './cluster/index.ts';
import { faultRoutes } from './fault-routes.ts';
import { followable } from './log-follow.ts';
import { randomFrom, uidsFrom } from './seeded-random.ts';
import { isoTime, type Obj } from './store/object.ts';
import { Store } from './store/store.ts';

export interface KubernetesOptions {
  /** 0 or omitted: any free port. Always on loopback. */
  port?: number;
  /** The cluster's clock, epoch ms. */
  now?: () => number;
  /** The same seed gives the same uids, names and random numbers; omitted: different ones every time. */
  seed?: number;
  /** The interval of the cluster's ticks in ms; 0: it changes only when `cluster.tick()` is called. */
  tickEveryMs?: number;
  /** Durations in the cluster; by default shorter than in reality. */
  times?: Partial<ClusterTimes>;
  /** How often watches that asked for bookmarks get one, in ms. */
  bookmarkEveryMs?: number;
}

/** A simulated cluster with its API server on loopback. */
export interface KubernetesSimulator {
  /** `http://127.0.0.1:port`. */
  url: string;
  /** A kubeconfig, as YAML, of a cluster administrator. */
  kubeconfig(): string;
  /** A kubeconfig, as YAML, of the KG RCA agent's service account: it may read what the agent sends. */
  agentKubeconfig(): string;
  store: Store;
  cluster: Cluster;
  close(): Promise<void>;
}

/** Whether a write changes nothing: then no writer is recorded. */
function sameContent(object: Obj, old: Obj | undefined): boolean {
  return old !== undefined && stable(object) === stable(old);
}

/** The agent's service account, which exists in the cluster from the beginning. */
const AGENT = serviceAccountUser('kg-rca', 'kg-rca-agent');
const FOLLOW_EVERY_MS = 250;

/**
 * Starts a cluster with a shop in it and serves it: the Kubernetes API, and the switches of its faults under
 * /simulator/faults. Rejects if the port is in use.
 */
export async function startKubernetes({
  port = 0,
  now = Date.now,
  seed,
  tickEveryMs = 250,
  times,
  bookmarkEveryMs,
}: KubernetesOptions = {}): Promise<KubernetesSimulator> {
  const random = seed === undefined ? Math.random : randomFrom(seed);
  const store = new Store({
    now,
    // A client of an earlier simulator must find its revisions too old, not reused for something else: no cluster writes
    // more than ten times a millisecond.
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
