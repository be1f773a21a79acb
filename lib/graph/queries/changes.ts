import type { FieldDiff } from '#lib/rca/types.ts';
import type { GraphProps, GraphStore } from '../port.ts';

/** A change as the portal lists it. `at` in epoch ms. */
export interface Change {
  key: string;
  cluster: string;
  at: number;
  op: 'created' | 'updated' | 'deleted';
  fields: FieldDiff[];
  by?: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** Which changes to list. */
export interface ChangesQuery {
  cluster?: string;
  namespace?: string;
  /** Changes since this time (epoch ms). */
  since?: number;
  limit: number;
  /** `next` of the previous page. */
  cursor?: string;
}

/** Changes, latest first, and the cursor of the next page where there is one. Throws RangeError on a malformed cursor. */
export async function changes(
  store: GraphStore,
  tenantId: string,
  { cluster, namespace, since = 0, limit, cursor }: ChangesQuery,
): Promise<{ changes: Change[]; next?: string }> {
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const filters = [
    'c.at >= $since',
    cluster === undefined ? '' : 'c.cluster = $cluster',
    namespace === undefined ? '' : 'c.namespace = $namespace',
    before === undefined ? '' : '(c.at < $at OR (c.at = $at AND c.key > $key))',
  ].filter(Boolean);
  const cypher = `MATCH (c:Change) WHERE ${filters.join(' AND ')} RETURN c.key AS key, c.at AS at, properties(c) AS props ORDER BY at DESC, key LIMIT $limit`;
  const params = {
    since,
    cluster: cluster ?? '',
    namespace: namespace ?? '',
    at: before?.at ?? 0,
    key: before?.key ?? '',
    limit: limit + 1,
  };
  const rows = await store.query<{ props: GraphProps }>(tenantId, cypher, params);
  const page = rows.slice(0, limit).map(({ props }) => changeOf(props));
  const last = page.at(-1);
  return { changes: page, ...(rows.length > limit && last && { next: cursorAt(last) }) };
}

/** A Change node's properties as a change. */
export function changeOf(props: GraphProps): Change {
  const { key, cluster, at, op, by, kind, namespace, name } = props as unknown as Change & { by?: string; namespace?: string };
  const fields: FieldDiff[] = JSON.parse(props.fields as string);
  return { key, cluster, at, op, fields, ...(by !== undefined && { by }), kind, ...(namespace !== undefined && { namespace }), name };
}

function cursorAt({ at, key }: Change): string {
  return Buffer.from(`${at} ${key}`).toString('base64url');
}

function readCursor(cursor: string): { at: number; key: string } {
  const match = /^(\d{1,16}) (.+)$/s.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw new RangeError(`${JSON.stringify(cursor)} is no cursor of changes: take it from "next" of the page before`);
  return { at: Number(match[1]), key: match[2]! };
}
