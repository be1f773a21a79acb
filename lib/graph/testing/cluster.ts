import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { StateMessage } from '#lib/wire/messages.ts';

/** The time at which the clusters of tests begin (epoch ms): a whole second, as the API's timestamps are. */
export const BEGIN = Date.parse('2026-11-01T10:00:00Z');

/** A timestamp of the API, `seconds` after BEGIN. */
export const timestamp = (seconds: number): string => new Date(BEGIN + seconds * 1000).toISOString();

let version = 1000;

/** An object with a uid made of its kind and name, created before BEGIN unless `metadata` says otherwise, and a newer resourceVersion each time. */
export function kubernetesObject(
  kind: string,
  name: string,
  { namespace = 'shop', metadata = {}, ...rest }: KubernetesObject = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      uid: `${kind.toLowerCase()}-${namespace ?? 'cluster'}-${name}`,
      ...(namespace !== null && { namespace }),
      resourceVersion: String(++version),
      creationTimestamp: timestamp(-3600),
      ...metadata,
    },
    ...rest,
  };
}

/** An ownerReference to an object. */
export function ownedBy({ kind, metadata }: KubernetesObject) {
  return { ownerReferences: [{ apiVersion: 'apps/v1', kind, name: metadata.name, uid: metadata.uid, controller: true }] };
}

/** A running and ready pod with label app=`app`. */
export function readyPod(name: string, app: string, extra: { metadata?: object; spec?: object; status?: object } = {}): KubernetesObject {
  return kubernetesObject('Pod', name, {
    metadata: { labels: { app }, ...extra.metadata },
    spec: { nodeName: 'node-1', containers: [{ name: app, image: `${app}:1` }], ...extra.spec },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: app, ready: true, restartCount: 0, state: { running: { startedAt: timestamp(-3000) } } }],
      ...extra.status,
    },
  });
}

/** A Deployment of `replicas` replicas, all of them available, whose pods carry app=`name`. */
export function deployment(name: string, replicas = 2, podSpec: object = {}): KubernetesObject {
  return kubernetesObject('Deployment', name, {
    metadata: { generation: 1, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: `${name}:1` }], ...podSpec } },
    },
    status: { observedGeneration: 1, replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas },
  });
}

/** A Service that selects app=`app`. */
export function service(name: string, app = name): KubernetesObject {
  return kubernetesObject('Service', name, { spec: { type: 'ClusterIP', selector: { app }, ports: [{ port: 80 }] } });
}

/** The state of an object as observed `seconds` after BEGIN. */
export function observed(object: KubernetesObject, seconds: number, op: StateMessage['op'] = 'upsert', cluster = 'prod'): StateMessage {
  return { op, observedAt: BEGIN + seconds * 1000, cluster, object: object as StateMessage['object'] };
}
