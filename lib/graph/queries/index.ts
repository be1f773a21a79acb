/** The queries that the portal, the diagnosis and the builder run on a client's graph, on any adapter. */
export { type ChangeGroup, groupChanges } from './change-groups.ts';
export type { Change, ChangeFilter, ChangesQuery } from './changes.ts';
export { counts, type GraphCounts } from './counts.ts';
export { evidenceOf, type LogLines, type NamedObject, type ObjectsEvidence } from './evidence-of.ts';
export type { GraphSchema } from './graph-schema.ts';
export type { HealthCount } from './health-counts.ts';
export { pruneBefore } from './prune.ts';
export { changeGroups, changes, graphSchema, healthCounts, resource, resources, topology } from './reads.ts';
export { removeClusterBefore } from './remove-cluster.ts';
export {
  type Neighbour,
  type ResourceAlert,
  type ResourceDetail,
  type ResourceEvent,
  type ResourceLogPattern,
  resourceExists,
} from './resource.ts';
export type { FoundResource, ResourcesQuery } from './resources.ts';
export { snapshotOf } from './snapshot.ts';
export type { OpenIncident, Topology, TopologyEdge, TopologyNode, TopologyQuery } from './topology-types.ts';
