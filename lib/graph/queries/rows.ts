import type { GraphRow, GraphStore } from '../port.ts';

/** Rows read at once: below what a store answers at most. */
const PAGE = 5_000;
/** Rows of the first page, and the characters that a page should have about, where rows may be large. */
const FIRST_PAGE = 100;
const PAGE_CHARACTERS = 4 * 1024 * 1024;
const LEAST_PAGE = 10;

/** The rows of a query that filters by `n.key > $after`, answers a `key` and ends in `ORDER BY key`, a page at a time. */
export async function* rowsByKey<Row extends GraphRow & { key: string }>(
  store: GraphStore,
  tenantId: string,
  cypher: string,
  params: Record<string, unknown>,
): AsyncGenerator<Row> {
  yield* pages<Row>((last, limit) => store.query<Row>(tenantId, `${cypher} LIMIT ${limit}`, { ...params, after: last?.key ?? '' }));
}

/** The same where rows may be large: `charactersOf` one tells, and pages have as many rows as their average size allows. */
export async function* largeRowsByKey<Row extends GraphRow & { key: string }>(
  store: GraphStore,
  tenantId: string,
  cypher: string,
  params: Record<string, unknown>,
  charactersOf: (row: Row) => number,
): AsyncGenerator<Row> {
  const read = (last: Row | undefined, limit: number) =>
    store.query<Row>(tenantId, `${cypher} LIMIT ${limit}`, { ...params, after: last?.key ?? '' });
  yield* pages<Row>(read, charactersOf);
}

/** Rows page by page; `read` answers those after the last one. Whoever needs no more of them stops to iterate. */
export async function* pages<Row>(
  read: (last: Row | undefined, limit: number) => Promise<Row[]>,
  charactersOf?: (row: Row) => number,
): AsyncGenerator<Row> {
  let limit = charactersOf ? FIRST_PAGE : PAGE;
  for (let last: Row | undefined; ; ) {
    const rows = await read(last, limit);
    yield* rows;
    if (rows.length < limit) return;
    last = rows.at(-1);
    if (!charactersOf) continue;
    const average = rows.reduce((sum, row) => sum + charactersOf(row), 0) / rows.length;
    limit = Math.min(PAGE, Math.max(LEAST_PAGE, Math.floor(PAGE_CHARACTERS / Math.max(1, average))));
  }
}
