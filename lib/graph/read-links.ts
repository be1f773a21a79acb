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
  /** Keys of the nodes at one end of the relations; asked for only where there are many relations. */
  from: () => readonly string[];
  /** At which end these nodes are, and the store begins to look: `a`, from which relations go out (the default), or `b`. */
  end?: 'a' | 'b';
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
  yield* readLinksOf(read, query);
}

/** The same where the nodes at one end are few among all that fulfil the condition: they are looked up by their keys. */
export async function* readLinksOf(read: Read, query: LinksQuery): AsyncGenerator<LinkRow> {
  const keys = query.from();
  for (let at = 0; at < keys.length; at += NODES_AT_ONCE) yield* ofNodes(read, query, keys.slice(at, at + NODES_AT_ONCE));
}

function pattern({ types, where, end = 'a' }: LinksQuery, ofNode = ''): string {
  const [out, into] = end === 'a' ? ['-', '->'] : ['<-', '-'];
  return (
    `(${end}:Resource${ofNode})${out}[r:${types.join('|')}]${into}(${end === 'a' ? 'b' : 'a'}:Resource) WHERE ${where} ` +
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
  const [other, column] = query.end === 'b' ? (['a', 'from'] as const) : (['b', 'to'] as const);
  const where = `${query.where} AND (${other}.key > $other OR (${other}.key = $other AND type(r) > $type))`;
  const cypher = `MATCH ${pattern({ ...query, where }, ' {key: $key}')} ORDER BY ${column}, type LIMIT ${PAGE}`;
  for (let after = { other: '', type: '' }; ; ) {
    const rows = (await read(cypher, { ...query.params, ...after, key })) as LinkRow[];
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { other: last[column], type: last.type };
  }
}
