/** The clusters of a client: registration within the plan's limit, heartbeats of the agents, and the sample cluster. */
export { clusterHealth, forbiddenKindsIn } from './agent-parts.ts';
export { clusterDisplayNames, displayNameOf, displayNamesOf, renameCluster } from './display-names.ts';
export { clusterStates, heartbeat, listClusters, recordHeartbeat } from './heartbeats.ts';
export { clusterLimit, forgetClusters, isKnownCluster, registerClusters } from './registration.ts';
export { removeCluster, removedClusters } from './removal.ts';
export { SAMPLE_CLUSTER, type SampleClusters, type SampleFault, type SampleState, sampleClusters } from './sample.ts';
