import type { RelationType } from '#lib/kubernetes/references.ts';
import type { GraphRow } from './port.ts';

/** A relation as it is read; times in epoch ms. */
export interface LinkRow extends GraphRow {
  from: string;
  to: string;
  type: RelationType;
  since: number | null;
  until: number | null;
  past: string[] | null;
}

type Read = (cypher: string, params: Record<string, unknown>) => Promise<GraphRow[]>;

/** Which relations are read: those of these types that fulfil a condition on `a`, `r` and `b`. */
export interface LinksQuery {
  types: readonly RelationType[];
  where: string;
  params: Record<string, unknown>;
  /** Keys of the nodes from which relations go out; asked for only where there are many relations. */
  from: () => readonly string[];
}

/** Rows read at once: below what a store answers at most. */
const PAGE = 5_000;
const NODES_AT_ONCE = 200;

/**
 * Reads relations in no particular order: all in one query where there are few, as in most graphs; else those of some nodes at
 * a time, which are found by their keys. Paging through all of them would sort all of them for every page.
 */
export async function* readLinks(read: Read, query: LinksQuery): AsyncGenerator<LinkRow> {
  const few = (await read(`MATCH ${pattern(query)} LIMIT ${PAGE}`, query.params)) as LinkRow[];
  if (few.length < PAGE) {
    yield* few;
    return;
  }
  const keys = query.from();
  for (let at = 0; at < keys.length; at += NODES_AT_ONCE) yield* ofNodes(read, query, keys.slice(at, at + NODES_AT_ONCE));
}

function pattern({ types, where }: LinksQuery, ofNode = ''): string {
  return (
    `(a:Resource${ofNode})-[r:${types.join('|')}]->(b:Resource) WHERE ${where} ` +
    'RETURN a.key AS from, b.key AS to, type(r) AS type, r.since AS since, r.until AS until, r.past AS past'
  );
}

async function* ofNodes(read: Read, query: LinksQuery, keys: readonly string[]): AsyncGenerator<LinkRow> {
  const [only] = keys;
  if (keys.length === 1) {
    yield* ofNode(read, query, only!);
    return;
  }
  const cypher = `UNWIND $keys AS key MATCH ${pattern(query, ' {key: key}')} LIMIT ${PAGE}`;
  const rows = (await read(cypher, { ...query.params, keys })) as LinkRow[];
  if (rows.length < PAGE) {
    yield* rows;
    return;
  }
  const half = Math.ceil(keys.length / 2);
  yield* ofNodes(read, query, keys.slice(0, half));
  yield* ofNodes(read, query, keys.slice(half));
}

/** The relations of one node that has very many. */
async function* ofNode(read: Read, query: LinksQuery, key: string): AsyncGenerator<LinkRow> {
  const where = `${query.where} AND (b.key > $to OR (b.key = $to AND type(r) > $type))`;
  const cypher = `MATCH ${pattern({ ...query, where }, ' {key: $key}')} ORDER BY to, type LIMIT ${PAGE}`;
  for (let after = { to: '', type: '' }; ; ) {
    const rows = (await read(cypher, { ...query.params, ...after, key })) as LinkRow[];
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { to: last.to, type: last.type };
  }
}
