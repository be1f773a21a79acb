import type { GraphStore } from '../port.ts';
import { filledProjection } from '../projection/fill.ts';
import { readKnown } from '../projection/known.ts';
import type { Observed, Projected } from '../projection/projection.ts';

/** Projects records into a client's graph in one transaction, beginning from what the graph knows. */
export async function applyRecords(store: GraphStore, tenantId: string, records: Observed[]): Promise<Projected> {
  const read = (cypher: string, params: Record<string, unknown>) => store.query(tenantId, cypher, params);
  const projection = await filledProjection(read);
  const projected = projection.project(records, await readKnown(read, projection.touchedBy(records)), {});
  await store.apply(tenantId, projected.batch);
  return projected;
}
