/** The queries that the portal, the diagnosis and the builder run on a client's graph, on any adapter. */
export { type ChangeGroup, changeGroups, groupChanges } from './change-groups.ts';
export { type Change, type ChangeFilter, type ChangesQuery, changes } from './changes.ts';
export { counts, type GraphCounts } from './counts.ts';
export { evidenceOf, type LogLines, type NamedObject, type ObjectsEvidence } from './evidence-of.ts';
export { type HealthCount, healthCounts } from './health-counts.ts';
export { pruneBefore } from './prune.ts';
export { removeClusterBefore } from './remove-cluster.ts';
export {
  type Neighbour,
  type ResourceAlert,
  type ResourceDetail,
  type ResourceEvent,
  type ResourceLogPattern,
  resource,
} from './resource.ts';
export { type FoundResource, type ResourcesQuery, resources } from './resources.ts';
export { snapshotOf } from './snapshot.ts';
export { topology } from './topology.ts';
export type { OpenIncident, Topology, TopologyEdge, TopologyNode, TopologyQuery } from './topology-types.ts';
