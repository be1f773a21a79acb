import { fields, items } from '../fields.ts';
import type { KubernetesObject } from '../object.ts';
import { HEALTHY, type Verdict, verdict } from './verdict.ts';

/** What a Service's health rests on besides itself. */
export interface ServiceBackends {
  /** Endpoints that its slices call ready; undefined where it has no slice. */
  readyEndpoints: number | undefined;
  /** Pods that its selector matches, and those of them that are ready. */
  pods: number;
  readyPods: number;
  /** It had a ready endpoint once: what never worked is being set up, not broken. */
  wasReady: boolean;
  /** A workload whose pods would match, and how many replicas it wants. */
  workloadReplicas: number | undefined;
}

/**
 * A Service: whether anything ready stands behind it (kubernetes.io/docs/concepts/services-networking/service). One
 * without a selector, or an ExternalName, is somebody else's matter.
 */
export function serviceHealth(service: KubernetesObject, backends: ServiceBackends): Verdict {
  const spec = fields(service.spec);
  if (spec.type === 'ExternalName' || Object.keys(fields(spec.selector)).length === 0) return HEALTHY;
  const { pods, readyPods, wasReady, workloadReplicas } = backends;
  if (pods > 0) {
    const ready = backends.readyEndpoints ?? readyPods;
    if (ready > 0) return HEALTHY;
    return verdict(wasReady ? 'failing' : 'pending', 'no ready endpoints', `0 of ${pods} selected pods are ready`);
  }
  if (workloadReplicas === 0) return verdict('degraded', 'no ready endpoints', 'its workload is scaled to zero');
  const reason = workloadReplicas === undefined ? 'its selector matches no pod' : 'its workload has no pods';
  if (wasReady) return verdict('failing', 'no ready endpoints', reason);
  return verdict(workloadReplicas === undefined ? 'degraded' : 'pending', 'no ready endpoints', reason);
}

/** Ready endpoints in an EndpointSlice; a condition that is not set counts as ready (discovery.k8s.io/v1 EndpointConditions). */
export function readyEndpoints(slice: KubernetesObject): number {
  return items(slice.endpoints).filter((endpoint) => fields(endpoint.conditions).ready !== false).length;
}
