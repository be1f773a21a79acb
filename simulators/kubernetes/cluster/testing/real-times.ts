import type { ClusterTimes } from '../times.ts';

/** The defaults of Kubernetes 1.34. */
export const REAL_TIMES: ClusterTimes = {
  crashBackOff: { first: 10_000, max: 300_000 },
  imageBackOff: { first: 10_000, max: 300_000 },
  mountBackOff: { first: 500, max: 122_000 },
  restartDelay: 1_000,
  podSync: 12_000,
  sandbox: 700,
  pullPerMegabyte: 25,
  leaseRenewal: 10_000,
  nodeStatusReport: 300_000,
  nodeMonitorGrace: 40_000,
  unreachableToleration: 300_000,
  createBackOff: { first: 5, max: 1_000_000 },
  schedulingRetry: 300_000,
  provisioning: 3_000,
  claimSync: 15_000,
  autoscalerSync: 15_000,
  eventLifetime: 3_600_000,
  eventRefill: 300_000,
};
