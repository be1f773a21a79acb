import type { ClientGraph } from './client-graph.ts';

/** The graphs of clients that are open, bounded by the live objects that they keep in memory: the least recently used is dropped first. */
export class GraphCache {
  readonly #maxObjects: number;
  /** The least recently used first. */
  readonly #graphs = new Map<string, ClientGraph>();

  constructor(maxObjects: number) {
    this.#maxObjects = maxObjects;
  }

  get(tenantId: string): ClientGraph | undefined {
    return this.#graphs.get(tenantId);
  }

  /** Keeps a graph as the most recently used, and drops others while there are too many objects. */
  use(tenantId: string, graph: ClientGraph): void {
    this.#graphs.delete(tenantId);
    this.#graphs.set(tenantId, graph);
    let objects = 0;
    for (const one of this.#graphs.values()) objects += one.objects;
    for (const [id, one] of this.#graphs) {
      if (objects <= this.#maxObjects) return;
      this.#graphs.delete(id);
      objects -= one.objects;
    }
  }

  drop(tenantId: string): void {
    this.#graphs.delete(tenantId);
  }

  /** Drops all graphs but those of these clients. */
  keepOnly(tenantIds: ReadonlySet<string>): void {
    for (const tenantId of this.#graphs.keys()) if (!tenantIds.has(tenantId)) this.#graphs.delete(tenantId);
  }
}
