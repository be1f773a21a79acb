import type { GET as GetTopology } from '#app/api/v1/topology/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';

/** The answer of GET /api/v1/topology. */
export type Topology = AnswerOf<typeof GetTopology>;

/** An object of a topology. */
export type TopologyNode = Topology['nodes'][number];

/** A relation of a topology. */
export type TopologyEdge = Topology['edges'][number];

/** What a map shows of a topology. */
export interface DrawnTopology {
  nodes: TopologyNode[];
  edges: TopologyEdge[];
}
