import type { Health } from '#lib/kubernetes/health/index.ts';
import type { EdgeType } from '../port.ts';

/** The part of the topology that is requested. */
export interface TopologyQuery {
  cluster?: string;
  /** Objects of this namespace, and the cluster-scoped ones and those of other namespaces they are related to. */
  namespace?: string;
  /** The topology as it was at this time (epoch ms); without it, as it is. */
  at?: number;
  /** Changes since this time (epoch ms) are marked on their objects; without it, none are. */
  changedSince?: number;
  /** `workloads` (the default) folds pods, ReplicaSets and Jobs into what owns them; `pods` leaves pods as they are; `full` shows every object. */
  detail?: 'workloads' | 'pods' | 'full';
  /** Workloads whose pods are shown beside them. */
  expand?: readonly string[];
  /** Nodes answered at most, the unhealthy ones first. Default 2,000. */
  maxNodes?: number;
}

/** An object of the topology. */
export interface TopologyNode {
  key: string;
  kind: string;
  namespace?: string;
  name: string;
  cluster: string;
  health: Health;
  healthReason?: string;
  /** Pods folded into it: ready and all. */
  ready?: number;
  total?: number;
  /** How often containers were restarted, in it or in all of its pods; only where that is known. */
  restarts?: number;
  /** The last change to it since `changedSince` (epoch ms). */
  changedAt?: number;
  /** Ids of the open incidents that it is the cause of, or that reached it. */
  incidents?: string[];
  /** `Kind/namespace/name` of what it refers to and what does not exist. */
  missingRefs?: string[];
}

/** A relation between two objects. */
export interface TopologyEdge {
  from: string;
  to: string;
  type: EdgeType;
}

/** An incident that was open at the time of the picture. */
export interface OpenIncident {
  id: string;
  number: number;
  title: string;
}

/** Objects and relations at a time. */
export interface Topology {
  nodes: TopologyNode[];
  edges: TopologyEdge[];
  /** The number of nodes, where there are more than requested. */
  truncated?: { nodes: number };
  /** The namespaces of all objects that were read, whatever part of them was requested. */
  namespaces: string[];
  /** The incidents that were open then. */
  incidents: OpenIncident[];
  /** The first time of which anything is known (epoch ms), or null where there is nothing. */
  knownSince: number | null;
  /** What the picture lacks because a bound of the graph or of the query was reached, as sentences; none in almost all clusters. */
  notes?: string[];
}
