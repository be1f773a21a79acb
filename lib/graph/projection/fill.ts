import type { Verdict } from '#lib/kubernetes/health/index.ts';
import { RELATION_TYPES, targetId } from '#lib/kubernetes/references.ts';
import type { GraphProps, GraphRow } from '../port.ts';
import { readLinks } from '../read-links.ts';
import { Projection } from './projection.ts';

type Read = (cypher: string, params: Record<string, unknown>) => Promise<GraphRow[]>;

const PAGE = 1000;

/** A projection that knows what the graph knows: to go on from the position that the graph holds. */
export async function filledProjection(read: Read): Promise<Projection> {
  const projection = new Projection();
  for (const row of await read('MATCH (n:Resource) RETURN n.cluster AS cluster, n.kind AS kind, min(n.firstSeen) AS since', {})) {
    const [cluster, since] = [row.cluster as string, row.since as number];
    projection.inventory.noteKind(cluster, row.kind as string);
    projection.clusterSince.set(cluster, Math.min(projection.clusterSince.get(cluster) ?? since, since));
  }
  await fillLinks(read, projection, await fillObjects(read, projection));
  for (const label of ['Event', 'LogPattern', 'Alert'] as const) {
    const waiting = `MATCH (n:${label}) WHERE n.key > $after AND n.waitsFor IS NOT NULL RETURN n.key AS key, n.waitsFor AS waits ORDER BY key LIMIT ${PAGE}`;
    for await (const row of pages(read, waiting)) projection.evidenceLinks.wait({ label, key: row.key as string }, row.waits as string[]);
  }
  return projection;
}

/** Returns the keys of the objects. */
async function fillObjects(read: Read, { inventory, health }: Projection): Promise<string[]> {
  const keys: string[] = [];
  const firstSeen = new Map<string, number>();
  const live = `MATCH (n:Resource) WHERE n.key > $after AND n.deletedAt IS NULL RETURN n.key AS key, properties(n) AS props ORDER BY key LIMIT ${PAGE}`;
  for await (const row of pages(read, live)) {
    const props = row.props as GraphProps;
    keys.push(row.key as string);
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
    const history = (props.healthHistory as string[] | null) ?? [];
    health.load(member, object, { lastSeen: props.lastSeen as number, shown, wasReady: props.wasReady === true, history });
  }
  return keys;
}

async function fillLinks(read: Read, { inventory }: Projection, keys: readonly string[]): Promise<void> {
  const where = 'a.deletedAt IS NULL AND b.deletedAt IS NULL';
  for await (const { type, from, to, since, until, past } of readLinks(read, {
    types: RELATION_TYPES,
    where,
    params: {},
    from: () => keys,
  }))
    inventory.loadLink({ type, from, to, since: since ?? 0, past: past ?? [], ...(until !== null && { until }) });
}

async function* pages(read: Read, cypher: string): AsyncGenerator<GraphRow> {
  for (let after = ''; ; ) {
    const rows = await read(cypher, { after });
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.key as string;
  }
}
