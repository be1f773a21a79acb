import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { lonePod, plain } from '#lib/rca/testing/minimal.ts';
import { stamp } from '#lib/rca/testing/snapshots.ts';
import type { LogExcerpt } from '#lib/rca/types.ts';
import type { Truth } from '../metrics.ts';

/** A dump that retells what an operator reported in public: the facts are theirs, the objects are not. */
export interface ForeignCase {
  truth: Truth & { object: NonNullable<Truth['object']>; accepted: string[] };
  /** Where it was reported. */
  from: string;
  resources?: KubernetesObject[];
  events?: KubernetesObject[];
  logs?: LogExcerpt[];
}

export const KUBE = 'https://github.com/kubernetes';
export const ref = (kind: string, name: string) => ({ kind, namespace: 'default', name });
export const wide = (kind: string, name: string) => ({ kind, name });

/** A Deployment, of which nothing is known but how many of its replicas are available. */
export function deployment(name: string, container: KubernetesObject = {}, available = 0, replicas = 1): KubernetesObject {
  const labels = { app: name };
  return plain('Deployment', name, {
    apiVersion: 'apps/v1',
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: `example.org/${name}:1`, ...container }] } },
    },
    status: {
      observedGeneration: 1,
      replicas,
      availableReplicas: available,
      readyReplicas: available,
      unavailableReplicas: replicas - available,
    },
  });
}

/** A pod of a Deployment, by the labels and the owner that it has. */
export function podOf(name: string, suffix: string, options: Parameters<typeof lonePod>[1] = {}): KubernetesObject {
  const pod = lonePod(`${name}-7c9d8f6b5-${suffix}`, options);
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-7c9d8f6b5`, uid: `uid-rs-${name}`, controller: true };
  return { ...pod, metadata: { ...pod.metadata, labels: { app: name }, ownerReferences: [owner] } };
}
export function setOf(name: string): KubernetesObject {
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name, uid: `uid-Deployment-${name}`, controller: true };
  const set = plain('ReplicaSet', `${name}-7c9d8f6b5`, { apiVersion: 'apps/v1', spec: { replicas: 1 }, status: { replicas: 1 } });
  return { ...set, metadata: { ...set.metadata, uid: `uid-rs-${name}`, ownerReferences: [owner] } };
}
export const rejected = (reason: string, message: string) => ({
  status: { phase: 'Failed', reason, message, startTime: stamp(3), conditions: undefined, containerStatuses: undefined },
});
export const ready = {
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  state: { ready: true, state: { running: { startedAt: stamp(300) } } },
};
export const notReady = (name: string, kind: string, apiVersion: string, reason: string, message: string, spec: KubernetesObject = {}) =>
  plain(kind, name, {
    apiVersion,
    spec,
    status: { observedGeneration: 1, conditions: [{ type: 'Ready', status: 'False', reason, message, lastTransitionTime: stamp(20) }] },
  });

export function withCondition(of: KubernetesObject, condition: KubernetesObject): KubernetesObject {
  const status = of.status as KubernetesObject;
  return {
    ...of,
    status: { ...status, conditions: [...(status.conditions as KubernetesObject[]), { lastTransitionTime: stamp(12), ...condition }] },
  };
}
