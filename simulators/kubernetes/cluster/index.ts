// What lives in the simulated cluster: controllers, scheduler, kubelets, admission, logs, faults and the shop.
export { type Cluster, createCluster } from './cluster.ts';
export { LogError } from './logs/log-source.ts';
export { KUBERNETES_VERSION } from './manifests/nodes.ts';
export type { ClusterTimes } from './times.ts';
