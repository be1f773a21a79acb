import type { Health } from '#lib/kubernetes/health/index.ts';
import type { GraphRow, GraphStore } from '../port.ts';

/** A live resource as a list shows it. */
export interface FoundResource {
  key: string;
  kind: string;
  namespace?: string;
  name: string;
  cluster: string;
  health: Health;
}

/** Which live resources to list; undefined narrows nothing. */
export interface ResourcesQuery {
  /** Words, each of which the name, kind or namespace holds. With them the closest names come first, without them the order is that of the keys. */
  text?: string | undefined;
  cluster?: string | undefined;
  namespace?: string | undefined;
  kind?: string | undefined;
  health?: Health | undefined;
  limit: number;
  /** `next` of the previous page. */
  cursor?: string | undefined;
}

interface Row extends GraphRow {
  key: string;
  kind: string;
  namespace: string | null;
  name: string;
  cluster: string;
  health: Health;
}

const MAX_WORDS = 8;
const COLUMNS = 'n.key AS key, n.kind AS kind, n.namespace AS namespace, n.name AS name, n.cluster AS cluster, n.health AS health';
/** What may hold a word, the likeliest first. */
const SEARCHED = ['name', 'namespace', 'kind'] as const;
const FILTERS = ['cluster', 'namespace', 'kind', 'health'] as const;

/** Live resources, and the cursor of the next page where there is one. Throws RangeError on a malformed cursor. */
export async function resources(
  store: GraphStore,
  tenantId: string,
  { text = '', limit, cursor, ...filter }: ResourcesQuery,
): Promise<{ resources: FoundResource[]; next?: string }> {
  const words = text
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean)
    .slice(0, MAX_WORDS);
  const given = FILTERS.filter((name) => filter[name] !== undefined);
  const conditions = ['n.deletedAt IS NULL', ...given.map((name) => `n.${name} = $${name}`)];
  const params = { ...Object.fromEntries(given.map((name) => [name, filter[name]])), limit: limit + 1 };
  const after = cursor === undefined ? undefined : readCursor(cursor, words.length > 0 ? /^r (\d{1,7})$/ : /^r (\S.*)$/s);
  const rows =
    words.length > 0
      ? await closest(store, tenantId, words, conditions, { ...params, offset: Number(after ?? 0) })
      : await store.query<Row>(
          tenantId,
          `MATCH (n:Resource) WHERE ${[...conditions, ...(after === undefined ? [] : ['n.key > $after'])].join(' AND ')} RETURN ${COLUMNS} ORDER BY key LIMIT $limit`,
          { ...params, ...(after !== undefined && { after }) },
        );
  const page = rows.slice(0, limit);
  const place = words.length > 0 ? String(Number(after ?? 0) + page.length) : page.at(-1)?.key;
  return {
    resources: page.map(({ key, kind, namespace, name, cluster, health }) => ({
      key,
      kind,
      ...(namespace !== null && { namespace }),
      name,
      cluster,
      health,
    })),
    ...(rows.length > limit && place !== undefined && { next: Buffer.from(`r ${place}`).toString('base64url') }),
  };
}

/** Those that hold every word, from an offset on: exact names first, then those that begin with the last word, then those that hold it. */
async function closest(
  store: GraphStore,
  tenantId: string,
  words: readonly string[],
  conditions: readonly string[],
  params: Record<string, unknown> & { offset: number },
): Promise<Row[]> {
  const holds = words.map((_, i) => `(${SEARCHED.map((field) => `toLower(n.${field}) CONTAINS $word${i}`).join(' OR ')})`);
  const cypher =
    `MATCH (n:Resource) WHERE ${[...conditions, ...holds].join(' AND ')} ` +
    `WITH n, CASE WHEN toLower(n.name) = $last THEN 0 WHEN toLower(n.name) STARTS WITH $last THEN 1 WHEN toLower(n.name) CONTAINS $last THEN 2 ELSE 3 END AS distance ` +
    `RETURN ${COLUMNS}, distance AS distance ORDER BY distance, size(name), key SKIP $offset LIMIT $limit`;
  return store.query<Row>(tenantId, cypher, {
    ...params,
    ...Object.fromEntries(words.map((word, i) => [`word${i}`, word])),
    last: words.at(-1),
  });
}

/** What a cursor goes on after: a number of resources, or a key. */
function readCursor(cursor: string, form: RegExp): string {
  const match = form.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match?.[1]) throw new RangeError(`${JSON.stringify(cursor)} is no cursor of resources: take it from "next" of the page before`);
  return match[1];
}
