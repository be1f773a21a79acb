import type { GraphRow, GraphStore } from '../port.ts';

/** Rows read at once: below what a store answers at most. */
export const PAGE = 5000;

/** All rows of a query that filters by `n.key > $after`, answers a `key` and ends in `ORDER BY key`. */
export async function allByKey<Row extends GraphRow & { key: string }>(
  store: GraphStore,
  tenantId: string,
  cypher: string,
  params: Record<string, unknown>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let after = ''; ; ) {
    const rows = await store.query<Row>(tenantId, `${cypher} LIMIT ${PAGE}`, { ...params, after });
    all.push(...rows);
    if (rows.length < PAGE) return all;
    after = rows.at(-1)!.key;
  }
}

/** All rows of a query of edges that filters by AFTER_EDGE, answers `from` and `to` and ends in `ORDER BY from, to`. */
export async function allByEnds<Row extends GraphRow & { from: string; to: string }>(
  store: GraphStore,
  tenantId: string,
  cypher: string,
  params: Record<string, unknown>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let after = { afterFrom: '', afterTo: '' }; ; ) {
    const rows = await store.query<Row>(tenantId, `${cypher} LIMIT ${PAGE}`, { ...params, ...after });
    all.push(...rows);
    if (rows.length < PAGE) return all;
    after = { afterFrom: rows.at(-1)!.from, afterTo: rows.at(-1)!.to };
  }
}

/** The filter of allByEnds. One type at a time: two nodes may have edges of several types. */
export const AFTER_EDGE = '(a.key > $afterFrom OR (a.key = $afterFrom AND b.key > $afterTo))';
