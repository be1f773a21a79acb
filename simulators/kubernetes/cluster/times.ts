/** A delay that doubles with every failure, from `first` to `max` (ms). */
export interface BackOff {
  first: number;
  max: number;
}

/**
 * Durations in ms of the cluster's clock. DEMO_TIMES shortens what an operator would only wait for, so that a fault shows
 * its symptoms within 10 to 20 s; testing/real-times.ts has the defaults of Kubernetes. Values in objects (probe periods,
 * progressDeadlineSeconds, grace periods) are used as they are.
 */
export interface ClusterTimes {
  /** kubelet: between restarts of a container that keeps exiting. */
  crashBackOff: BackOff;
  /** kubelet: between pulls of an image that cannot be pulled. */
  imageBackOff: BackOff;
  /** kubelet: between attempts to mount a volume whose Secret or ConfigMap is missing. */
  mountBackOff: BackOff;
  /** kubelet: from the exit of a container to its next start when no back-off applies. */
  restartDelay: number;
  /** kubelet: between checks of a waiting pod (configuration errors, back-offs). */
  podSync: number;
  /** kubelet: creating a pod's sandbox and network. */
  sandbox: number;
  /** kubelet: pulling one megabyte of an image. */
  pullPerMegabyte: number;
  /** kubelet: between renewals of the node's Lease. */
  leaseRenewal: number;
  /** kubelet: between posts of an unchanged node status. */
  nodeStatusReport: number;
  /** node controller: a node is Unknown after so long without a renewed Lease. */
  nodeMonitorGrace: number;
  /** admission: how long a pod stays on an unreachable node (its default tolerationSeconds * 1000). */
  unreachableToleration: number;
  /** workload controllers: between attempts to create a refused pod. */
  createBackOff: BackOff;
  /** scheduler: between attempts for an unschedulable pod, when nothing in the cluster has changed. */
  schedulingRetry: number;
  /** volumes: provisioning a volume. */
  provisioning: number;
  /** volumes: between checks of an unbound claim. */
  claimSync: number;
  /** autoscaler: between evaluations of the metrics. */
  autoscalerSync: number;
  /** Events: how long they are kept. */
  eventLifetime: number;
  /** Events: the interval at which one is allowed after a burst of 25 about one object. */
  eventRefill: number;
}

export const DEMO_TIMES: ClusterTimes = {
  crashBackOff: { first: 2_000, max: 20_000 },
  imageBackOff: { first: 2_000, max: 20_000 },
  mountBackOff: { first: 500, max: 8_000 },
  restartDelay: 500,
  podSync: 3_000,
  sandbox: 300,
  pullPerMegabyte: 8,
  leaseRenewal: 2_000,
  nodeStatusReport: 10_000,
  nodeMonitorGrace: 8_000,
  unreachableToleration: 30_000,
  createBackOff: { first: 250, max: 16_000 },
  schedulingRetry: 6_000,
  provisioning: 1_500,
  claimSync: 5_000,
  autoscalerSync: 5_000,
  eventLifetime: 3_600_000,
  eventRefill: 10_000,
};

/** The delay after `failures` failures (1 or more). */
export function backOffAfter({ first, max }: BackOff, failures: number): number {
  return Math.min(max, first * 2 ** Math.max(0, failures - 1));
}

/** A duration as Go prints it: 10s, 1m20s, 5m0s. */
export function goDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
