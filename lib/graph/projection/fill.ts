import type { Verdict } from '#lib/kubernetes/health/index.ts';
import type { Link } from '#lib/kubernetes/members.ts';
import { RELATION_TYPES, targetId } from '#lib/kubernetes/references.ts';
import type { GraphProps, GraphRow } from '../port.ts';
import { Projection } from './projection.ts';

type Read = (cypher: string, params: Record<string, unknown>) => Promise<GraphRow[]>;

const PAGE = 1000;
/** A walk over links sorts all of them for every page. */
const PAGE_OF_LINKS = 5_000;

/** A projection that knows what the graph knows: to go on from the position that the graph holds. */
export async function filledProjection(read: Read): Promise<Projection> {
  const projection = new Projection();
  for (const row of await read('MATCH (n:Resource) RETURN n.cluster AS cluster, n.kind AS kind, min(n.firstSeen) AS since', {})) {
    const [cluster, since] = [row.cluster as string, row.since as number];
    projection.inventory.noteKind(cluster, row.kind as string);
    projection.clusterSince.set(cluster, Math.min(projection.clusterSince.get(cluster) ?? since, since));
  }
  await fillObjects(read, projection);
  await fillLinks(read, projection);
  for (const label of ['Event', 'LogPattern', 'Alert'] as const) {
    const waiting = `MATCH (n:${label}) WHERE n.key > $after AND n.waitsFor IS NOT NULL RETURN n.key AS key, n.waitsFor AS waits ORDER BY key LIMIT ${PAGE}`;
    for await (const row of pages(read, waiting)) projection.evidenceLinks.wait({ label, key: row.key as string }, row.waits as string[]);
  }
  return projection;
}

async function fillObjects(read: Read, { inventory, health }: Projection): Promise<void> {
  const firstSeen = new Map<string, number>();
  const live = `MATCH (n:Resource) WHERE n.key > $after AND n.deletedAt IS NULL RETURN n.key AS key, properties(n) AS props ORDER BY key LIMIT ${PAGE}`;
  for await (const row of pages(read, live)) {
    const props = row.props as GraphProps;
    const [cluster, seen] = [props.cluster as string, props.firstSeen as number];
    const object = JSON.parse(props.object as string);
    const identity = {
      cluster,
      kind: props.kind as string,
      namespace: (props.namespace as string | null) ?? undefined,
      name: props.name as string,
    };
    // Where two live objects hold one name, the younger one has it.
    const name = targetId(identity);
    const takesName = seen >= (firstSeen.get(name) ?? 0);
    if (takesName) firstSeen.set(name, seen);
    const lists = { missing: (props.missingRefs as string[] | null) ?? [], calls: (props.calls as string[] | null) ?? [] };
    const member = inventory.load(cluster, object, lists, takesName);
    const shown = { health: props.health, ...(typeof props.healthReason === 'string' && { reason: props.healthReason }) } as Verdict;
    health.load(member, object, { lastSeen: props.lastSeen as number, shown, wasReady: props.wasReady === true });
  }
}

/** All relations in one walk: a question for each type would cost a small graph more than everything else. */
async function fillLinks(read: Read, { inventory }: Projection): Promise<void> {
  const cypher =
    `MATCH (a:Resource)-[r:${RELATION_TYPES.join('|')}]->(b:Resource) WHERE a.deletedAt IS NULL AND b.deletedAt IS NULL ` +
    `AND (a.key > $from OR (a.key = $from AND (b.key > $to OR (b.key = $to AND type(r) > $type)))) ` +
    `RETURN a.key AS from, b.key AS to, type(r) AS type, r.since AS since, r.until AS until, r.past AS past ORDER BY from, to, type LIMIT ${PAGE_OF_LINKS}`;
  for (let after: Pick<Link, 'from' | 'to'> & { type: string } = { from: '', to: '', type: '' }; ; ) {
    const rows = (await read(cypher, after)) as unknown as (Link & { until: number | null; past: string[] | null })[];
    for (const { type, from, to, since, until, past } of rows)
      inventory.loadLink({ type, from, to, since, past: past ?? [], ...(until !== null && { until }) });
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_OF_LINKS) return;
    after = { from: last.from, to: last.to, type: last.type };
  }
}

async function* pages(read: Read, cypher: string): AsyncGenerator<GraphRow> {
  for (let after = ''; ; ) {
    const rows = await read(cypher, { after });
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.key as string;
  }
}
