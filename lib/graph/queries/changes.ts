import { CLUSTER_CONTROLLERS } from '#lib/kubernetes/controllers.ts';
import type { FieldDiff } from '#lib/rca/types.ts';
import type { GraphProps, GraphStore } from '../port.ts';

/** A change as the portal lists it. `at` in epoch ms. */
export interface Change {
  key: string;
  /** The key of the object that was changed. */
  resource: string;
  cluster: string;
  at: number;
  op: 'created' | 'updated' | 'deleted';
  fields: FieldDiff[];
  by?: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** Which changes to list; undefined narrows nothing. Texts match any part, in any case. */
export interface ChangeFilter {
  cluster?: string | undefined;
  namespace?: string | undefined;
  kind?: string | undefined;
  /** A part of the object's name. */
  name?: string | undefined;
  /** A part of the name of the program that wrote it, as managedFields has it. */
  by?: string | undefined;
  /** A part of the path of a changed field or of its values. */
  field?: string | undefined;
  /** Changes at or after this time, and before this one (epoch ms). */
  since?: number | undefined;
  until?: number | undefined;
  /** Leaves out what the cluster's own controllers wrote (lib/kubernetes/controllers.ts). */
  peopleOnly?: boolean | undefined;
}

export interface ChangesQuery extends ChangeFilter {
  limit: number;
  /** `next` of the previous page. */
  cursor?: string | undefined;
}

/** The condition of each filter in Cypher; each has a parameter of its own name. */
const CONDITIONS: Record<keyof ChangeFilter, string> = {
  cluster: 'c.cluster = $cluster',
  namespace: 'c.namespace = $namespace',
  kind: 'c.kind = $kind',
  name: 'toLower(c.name) CONTAINS toLower($name)',
  by: 'toLower(c.by) CONTAINS toLower($by)',
  field: 'toLower(c.fields) CONTAINS toLower($field)',
  since: 'c.at >= $since',
  until: 'c.at < $until',
  peopleOnly: '(c.by IS NULL OR NOT c.by IN $controllers)',
};

/** Changes, latest first, and the cursor of the next page where there is one. Throws RangeError on a malformed cursor. */
export async function changes(
  store: GraphStore,
  tenantId: string,
  { limit, cursor, ...filter }: ChangesQuery,
): Promise<{ changes: Change[]; next?: string }> {
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const given = (Object.keys(CONDITIONS) as (keyof ChangeFilter)[]).filter((name) => filter[name] !== undefined && filter[name] !== false);
  const conditions = given.map((name) => CONDITIONS[name]);
  if (before) conditions.push('(c.at < $at OR (c.at = $at AND c.key > $key))');
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')} ` : '';
  const cypher = `MATCH (c:Change) ${where}RETURN c.key AS key, c.at AS at, properties(c) AS props ORDER BY at DESC, key LIMIT $limit`;
  const params = {
    ...Object.fromEntries(given.map((name) => [name, filter[name]])),
    ...(filter.peopleOnly && { controllers: [...CLUSTER_CONTROLLERS] }),
    ...(before && { at: before.at, key: before.key }),
    limit: limit + 1,
  };
  const rows = await store.query<{ props: GraphProps }>(tenantId, cypher, params);
  const page = rows.slice(0, limit).map(({ props }) => changeOf(props));
  const last = page.at(-1);
  return { changes: page, ...(rows.length > limit && last && { next: changeCursor(last) }) };
}

/** A Change node's properties as a change. */
export function changeOf(props: GraphProps): Change {
  const { key, cluster, at, op, by, kind, namespace, name } = props as unknown as Change & { by?: string; namespace?: string };
  const fields: FieldDiff[] = JSON.parse(props.fields as string);
  return {
    key,
    resource: key.slice(0, key.lastIndexOf('/')),
    cluster,
    at,
    op,
    fields,
    ...(by !== undefined && { by }),
    kind,
    ...(namespace !== undefined && { namespace }),
    name,
  };
}

/** The cursor that goes on after a change. */
export function changeCursor({ at, key }: Pick<Change, 'at' | 'key'>): string {
  return Buffer.from(`${at} ${key}`).toString('base64url');
}

function readCursor(cursor: string): { at: number; key: string } {
  const match = /^(\d{1,16}) (.+)$/s.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw new RangeError(`${JSON.stringify(cursor)} is no cursor of changes: take it from "next" of the page before`);
  return { at: Number(match[1]), key: match[2]! };
}
