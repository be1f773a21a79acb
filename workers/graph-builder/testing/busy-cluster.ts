import { BEGIN, deployment, kubernetesObject, observed, ownedBy, readyPod, service, timestamp } from '#lib/graph/testing/cluster.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { EventMessage, LogMessage } from '#lib/wire/messages.ts';
import type { ArrayLog } from './array-log.ts';

/** A cluster of a size for tests. */
export const BUSY = { apps: 3, rounds: 4 };

/**
 * Fills a client's log with a cluster of `apps` applications of ten pods each and `rounds` of updates of every pod, each
 * with an event and a log line. The same numbers give the same records.
 */
export async function sendBusyCluster(
  log: ArrayLog,
  clientId: string,
  { apps, rounds }: { apps: number; rounds: number },
): Promise<number> {
  let version = 100_000;
  const versioned = (object: KubernetesObject): KubernetesObject => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(++version) },
  });
  const states = [];
  const pods = [];
  for (let n = 0; n < 10; n++)
    states.push(
      versioned(kubernetesObject('Node', `node-${n}`, { namespace: null, status: { conditions: [{ type: 'Ready', status: 'True' }] } })),
    );
  for (let app = 0; app < apps; app++) {
    const name = `app-${app}`;
    const settings = {
      containers: [
        {
          name,
          image: `${name}:1`,
          envFrom: [{ configMapRef: { name } }],
          env: [{ name: 'NEXT', value: `http://app-${(app + 1) % apps}:80` }],
        },
      ],
    };
    const workload = versioned(deployment(name, 10, settings));
    const replicas = versioned(
      kubernetesObject('ReplicaSet', `${name}-1`, { metadata: ownedBy(workload), spec: { replicas: 10 }, status: { readyReplicas: 10 } }),
    );
    states.push(workload, replicas, versioned(service(name)), versioned(kubernetesObject('ConfigMap', name, { data: { a: 'sha256:1' } })));
    for (let pod = 0; pod < 10; pod++) {
      const made = readyPod(`${name}-1-${pod}`, name, {
        metadata: { labels: { app: name }, ...ownedBy(replicas) },
        spec: {
          ...settings,
          nodeName: `node-${pod}`,
          volumes: Array.from({ length: 4 }, (_, i) => ({ name: `v${i}`, configMap: { name } })),
        },
      });
      pods.push(made);
      states.push(versioned(made));
    }
  }
  let second = 0;
  await log.send(clientId, 'state.k8s.resource', ...states.map((object) => observed(object, ++second)));
  let sent = states.length;
  for (let round = 1; round <= rounds; round++) {
    const updates = pods.map((pod) => {
      const restarted = {
        name: 'x',
        restartCount: round,
        state: round % 3 === 0 ? { waiting: { reason: 'CrashLoopBackOff' } } : { running: {} },
      };
      return observed(versioned({ ...pod, status: { ...pod.status, containerStatuses: [restarted] } }), ++second);
    });
    await log.send(clientId, 'state.k8s.resource', ...updates);
    await log.send(clientId, 'events.normalized', ...pods.map((pod): EventMessage => podEvent(pod.metadata, round)));
    await log.send(clientId, 'logs.normalized', ...pods.map((pod): LogMessage => podLine(pod.metadata, round)));
    sent += 3 * pods.length;
  }
  return sent;
}

function podEvent({ uid, name }: KubernetesObject, round: number): EventMessage {
  const metadata = { name: `${name}.ev`, namespace: 'shop', uid: `ev-${uid}`, resourceVersion: String(round) };
  const involvedObject = { kind: 'Pod', namespace: 'shop', name, uid };
  const event = {
    metadata,
    involvedObject,
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    type: 'Warning',
    count: round,
  };
  return {
    eventId: `ev-${uid}/${round}`,
    observedAt: BEGIN + round * 1000,
    cluster: 'prod',
    event: { ...event, lastTimestamp: timestamp(round) },
  };
}

function podLine({ uid, name }: KubernetesObject, round: number): LogMessage {
  const line = `request ${round} from 10.0.0.${round} took ${round * 3} ms`;
  const of = { cluster: 'prod', pod: { uid, namespace: 'shop', name }, container: 'x' };
  return { ...of, eventId: `line-${uid}-${round}`, observedAt: BEGIN + round * 1000, severity: 'error', line };
}
