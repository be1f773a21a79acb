import type { FoundResource, GraphProps, GraphRow, GraphStore } from '#lib/graph/index.ts';
import { type GivenParameters, parametersOf } from './parameters.ts';
import type { ColumnType, LibraryQuery } from './query.ts';

const MINUTE_MS = 60_000;

/** The most rows that a run answers. */
export const MAX_ROWS = 5_000;

/** A Kubernetes object as a cell: what a link to its page needs, and its health now. */
export type ObjectCell = FoundResource;

/** An incident as a cell; `id` is that of its page. */
export interface IncidentCell {
  id: string;
  number: number;
  title: string;
}

export type Cell = string | number | boolean | null | string[] | ObjectCell | IncidentCell;

/** What a run answers. */
export interface QueryAnswer {
  rows: Record<string, Cell>[];
  /** There are more rows than were asked for. */
  truncated: boolean;
}

/**
 * Runs a query of the library on a client's graph: at most `limit` rows (MAX_ROWS at most). `now` in epoch ms counts by the minute, so
 * that within one the question is the same, and so is the answer while the graph does not change. Throws
 * ParameterError, UnknownGraphError, and QueryLimitError where the graph takes longer than its store allows.
 */
export async function runQuery(
  store: GraphStore,
  tenantId: string,
  query: LibraryQuery,
  given: GivenParameters,
  limit: number,
  now: number,
): Promise<QueryAnswer> {
  const most = Math.min(limit, MAX_ROWS);
  const params = { ...parametersOf(query, given), ...(query.cypher.includes('$now') && { now: now - (now % MINUTE_MS) }), rows: most + 1 };
  const found = await store.query(tenantId, `${query.cypher} LIMIT $rows`, params);
  return { rows: found.slice(0, most).map((row) => cellsOf(query, row)), truncated: found.length > most };
}

function cellsOf({ columns }: LibraryQuery, row: GraphRow): Record<string, Cell> {
  return Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, cellOf(type, row[name] ?? null)]));
}

function cellOf(type: ColumnType, value: GraphRow[string]): Cell {
  if (value === null) return null;
  switch (type) {
    case 'object': {
      const { key, kind, namespace, name, cluster, health } = value as GraphProps & ObjectCell;
      // One adapter answers null where the other leaves the property out.
      return { key, kind, ...(namespace && { namespace }), name, cluster, health };
    }
    case 'incident': {
      const { key, number, title } = value as GraphProps & { key: string; number: number; title: string };
      return { id: key, number, title };
    }
    case 'fields':
      return (JSON.parse(value as string) as { path: string; before?: string; after?: string }[]).map(
        ({ path, before = '(none)', after = '(none)' }) => `${path}: ${before} → ${after}`,
      );
    case 'message':
      return (JSON.parse(value as string) as { message?: string }).message ?? '';
    default:
      return value as Cell;
  }
}
