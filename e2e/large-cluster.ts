import { gzipSync } from 'node:zlib';
import { eventually } from './product.ts';

/** What a cluster is made of that is sent as a whole. */
export interface LargeCluster {
  namespaces: number;
  /** Deployments of each namespace, each with a Service; a Deployment calls the Service of the next one. */
  workloads: number;
  /** Pods of each Deployment. */
  pods: number;
  /** The Deployments that fail, `<namespace>/<workload>` by their numbers, such as `3/7`. */
  failing?: readonly string[];
  /** The image of all containers. Sent again with another one, the Deployments have changed. */
  image?: string;
}

const CLUSTER = 'large';
const NODES = 20;
const AT_ONCE = 500;

/** Sends the objects of a cluster to the product, as an agent does, and gives their number. */
export async function sendLargeCluster(url: string, key: string, shape: LargeCluster, observedAt = Date.now()): Promise<number> {
  const objects = [...objectsOf(shape)];
  for (let at = 0; at < objects.length; at += AT_ONCE) {
    const records = objects.slice(at, at + AT_ONCE).map((object) => ({ op: 'upsert', observedAt, cluster: CLUSTER, object }));
    await eventually('a part of the large cluster is accepted', () => accepted(url, key, records));
  }
  return objects.length;
}

/** Whether the records were accepted; a client that is still being set up is asked again. */
async function accepted(url: string, key: string, records: readonly object[]): Promise<boolean> {
  const answer = await fetch(`${url}/api/v1/ingest/state.k8s.resource`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body: new Uint8Array(gzipSync(JSON.stringify({ records }))),
  });
  if (!answer.ok && answer.status !== 409 && answer.status !== 429)
    throw new Error(`ingest answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
  return answer.ok;
}

let version = 1;

function object(
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  more: object,
  owner?: { kind: string; name: string; uid: string },
) {
  const ownerReferences = owner ? [{ apiVersion: 'apps/v1', ...owner, controller: true }] : undefined;
  const uid = `${kind}-${namespace ?? ''}-${name}`.toLowerCase();
  const metadata = {
    uid,
    name,
    resourceVersion: String(version++),
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: name.replace(/-\d+$/, '') },
  };
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, ...(namespace && { namespace }), ...(ownerReferences && { ownerReferences }) },
    ...more,
  };
}

function* objectsOf({ namespaces, workloads, pods, failing = [], image = 'registry.example/app:1' }: LargeCluster) {
  for (let n = 0; n < NODES; n++)
    yield object('v1', 'Node', undefined, `worker-${n}`, { status: { conditions: [{ type: 'Ready', status: 'True' }] } });
  for (let n = 0; n < namespaces; n++) {
    const namespace = `team-${String(n).padStart(2, '0')}`;
    for (let w = 0; w < workloads; w++) yield* workload(namespace, w, { workloads, pods, image, isFailing: failing.includes(`${n}/${w}`) });
  }
}

function* workload(
  namespace: string,
  at: number,
  { workloads, pods, image, isFailing }: { workloads: number; pods: number; image: string; isFailing: boolean },
) {
  const app = `service-${at}`;
  const container = {
    name: 'app',
    image,
    env: [{ name: 'NEXT', value: `http://service-${(at + 1) % workloads}:80` }],
  };
  const template = { metadata: { labels: { app } }, spec: { containers: [container] } };
  const ready = isFailing ? 0 : pods;
  const made = object('apps/v1', 'Deployment', namespace, app, {
    spec: { replicas: pods, selector: { matchLabels: { app } }, template },
    status: { replicas: pods, updatedReplicas: pods, readyReplicas: ready, availableReplicas: ready },
  });
  const replicas = object(
    'apps/v1',
    'ReplicaSet',
    namespace,
    `${app}-0`,
    { spec: { replicas: pods, template }, status: { replicas: pods, readyReplicas: ready } },
    of(made),
  );
  yield* [made, replicas];
  yield object('v1', 'Service', namespace, app, { spec: { type: 'ClusterIP', selector: { app }, ports: [{ port: 80 }] } });
  for (let p = 0; p < pods; p++)
    yield object(
      'v1',
      'Pod',
      namespace,
      `${app}-${p}`,
      { spec: { nodeName: `worker-${(at * pods + p) % NODES}`, containers: [container] }, status: isFailing ? CRASHING : RUNNING },
      of(replicas),
    );
}

const of = ({ kind, metadata: { name, uid } }: ReturnType<typeof object>) => ({ kind, name, uid });
const RUNNING = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True' }],
  containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: { startedAt: '2026-01-01T00:00:00Z' } } }],
};
const CRASHING = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [{ name: 'app', ready: false, restartCount: 9, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
};
