import type { Positions } from '#lib/event-log/port.ts';
import type { EdgeType, EdgeUpsert, GraphBatch, GraphProps, NodeLabel, NodeUpsert } from '../port.ts';

/** Gathers what a batch changes: a node or edge touched many times is written once, with the last word on each property. */
export class BatchBuilder {
  #nodes = new Map<string, NodeUpsert>();
  #edges = new Map<string, EdgeUpsert>();

  node(label: NodeLabel, key: string, props: GraphProps, kind?: string): void {
    const id = `${label} ${key}`;
    const known = this.#nodes.get(id);
    if (known) {
      Object.assign(known.props, props);
      if (kind !== undefined) known.kind = kind;
    } else {
      this.#nodes.set(id, { label, key, props: { ...props }, ...(kind !== undefined && { kind }) });
    }
  }

  edge(type: EdgeType, from: EdgeUpsert['from'], to: EdgeUpsert['to'], props: GraphProps = {}): void {
    const id = `${type} ${from.label} ${from.key} ${to.label} ${to.key}`;
    const known = this.#edges.get(id);
    if (known) Object.assign(known.props!, props);
    else this.#edges.set(id, { type, from, to, props: { ...props } });
  }

  /** The number of nodes and edges that are written. */
  get size(): number {
    return this.#nodes.size + this.#edges.size;
  }

  build(positions: Positions): GraphBatch {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()], positions };
  }
}
