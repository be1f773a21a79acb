import { randomUUID } from 'node:crypto';
import neo4j from 'neo4j-driver';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { readGraphServers } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { type GraphServerAccess, openPlacedGraphStore } from './neo4j/placed.ts';
import { openNeo4jGraphStore } from './neo4j/store.ts';
import { QueryLimitError, ReadOnlyQueryError, type RebuildableGraphStore, UnknownGraphError } from './port.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let store: RebuildableGraphStore;
let servers: GraphServerAccess[];
const [a, b, c] = ['a', 'b', 'c'].map((name) => `${name}-${randomUUID().slice(0, 18)}`) as [string, string, string];

beforeAll(async () => {
  db = await freshDatabase();
  servers = readGraphServers(inject('servers'));
  store = await openPlacedGraphStore(servers, db.pool);
  for (const tenantId of [a, b]) await store.create(tenantId);
});
afterAll(async () => {
  for (const tenantId of [a, b]) await store.drop(tenantId);
  await store.close();
  await db.drop();
});

const node = (key: string) => ({ nodes: [{ label: 'Incident' as const, key, props: { title: key } }], edges: [] });
const keys = (tenantId: string) => store.query(tenantId, 'MATCH (i:Incident) RETURN i.key AS key ORDER BY key');
const placements = () => asSystem((tx) => tx.graphPlacement.findMany({ orderBy: { tenantId: 'asc' } }));

describe('graphs placed on Community servers', () => {
  it('stand one on each server, and neither shows what the other holds', async () => {
    const found = await placements();
    expect(new Set(found.map(({ server }) => server)).size).toBe(2);
    await store.apply(a, node('of-a'));
    await store.apply(b, node('of-b'));
    expect([await keys(a), await keys(b)]).toEqual([[{ key: 'of-a' }], [{ key: 'of-b' }]]);
  });

  it('keep their place when they are made again, also by another process', async () => {
    const before = await placements();
    const other = await openPlacedGraphStore(servers, db.pool);
    await other.create(a);
    expect(await other.query(a, 'MATCH (i:Incident) RETURN i.key AS key')).toEqual([{ key: 'of-a' }]);
    await other.close();
    expect(await placements()).toEqual(before);
  });

  it('never go to a full server: the error says what to do, and nothing is left behind', async () => {
    await expect(store.create(c)).rejects.toThrow('add one to NEO4J_URI');
    expect(await placements()).toHaveLength(2);
    await expect(store.query(c, 'MATCH (n) RETURN count(n) AS n')).rejects.toBeInstanceOf(UnknownGraphError);
  });

  it('are refused to the credentials of another server and under another database name', async () => {
    const [one, two] = servers as [GraphServerAccess, GraphServerAccess];
    const wrong = neo4j.driver(one.uri, neo4j.auth.basic(two.user, two.password));
    await expect(wrong.verifyAuthentication()).resolves.toBe(false);
    await wrong.close();
    const right = neo4j.driver(one.uri, neo4j.auth.basic(one.user, one.password));
    const unknown = right.session({ database: 'kg-nobody' }).run('RETURN 1');
    await expect(unknown).rejects.toMatchObject({ code: 'Neo.ClientError.Database.DatabaseNotFound' });
    await right.close();
  });

  it('cannot be written by a reading query, nor read files or addresses', async () => {
    const attempts: [string, unknown][] = [
      ['CREATE (n:Incident {key: "x"}) RETURN n.key AS key', ReadOnlyQueryError],
      ['LOAD CSV FROM "file:///etc/passwd" AS line RETURN line[0] AS line', Error],
      ['LOAD CSV FROM "http://127.0.0.1:1/" AS line RETURN line[0] AS line', Error],
      ['CALL dbms.listConfig() YIELD name RETURN name', Error],
    ];
    for (const [cypher, refusal] of attempts) await expect(store.query(a, cypher), cypher).rejects.toBeInstanceOf(refusal);
    expect(await keys(a)).toEqual([{ key: 'of-a' }]);
  });

  it.each([
    ['time', 1_000, 'UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN count(*) AS n', 'took longer than 1000 ms'],
    ['memory', 60_000, 'UNWIND range(1, 1000000000) AS x RETURN size(collect(x)) AS n', 'needs more memory'],
  ])('are asked within bounds of %s, and serve on after a query that went over', async (_, queryTimeoutMs, cypher, refusal) => {
    const place = (await placements()).find(({ tenantId }) => tenantId === a);
    const server = servers.find(({ uri }) => uri === place?.server);
    if (!place || !server) throw new Error('the client has no place');
    const bounded = openNeo4jGraphStore({ ...server, database: () => place.database, queryTimeoutMs });
    const refused = await bounded.query(a, cypher).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(QueryLimitError);
    expect((refused as Error).message).toContain(refusal);
    expect(await bounded.query(a, 'MATCH (i:Incident) RETURN i.key AS key')).toEqual([{ key: 'of-a' }]);
    await bounded.close();
  });

  it('say that they cannot be rebuilt beside each other while every server is full', async () => {
    await expect(store.drafts.create(a)).rejects.toThrow('add one to NEO4J_URI');
    expect(await keys(a)).toEqual([{ key: 'of-a' }]);
  });

  it('change places by a rebuild; a process that knows the old place reads neither an empty graph nor the next client there', async () => {
    const stale = await openPlacedGraphStore(servers, db.pool);
    const asked = () => stale.query(a, 'MATCH (i:Incident) RETURN i.key AS key');
    expect(await asked()).toEqual([{ key: 'of-a' }]);
    await store.drop(b);
    await store.drafts.create(a);
    await store.drafts.apply(a, node('of-a-anew'));
    const before = (await placements()).find(({ tenantId }) => tenantId === a);
    await store.promote(a);
    const after = (await placements()).find(({ tenantId }) => tenantId === a);
    expect(after?.server).not.toBe(before?.server);
    expect(after?.draftServer).toBeNull();
    // The next client gets the server that was left, and the process still thinks of it as the first one's.
    await store.create(b);
    await store.apply(b, node('of-b-anew'));
    expect((await placements()).find(({ tenantId }) => tenantId === b)?.server).toBe(before?.server);
    expect(await asked()).toEqual([{ key: 'of-a-anew' }]);
    await stale.apply(a, node('by-stale'));
    expect([await keys(a), await keys(b)]).toEqual([[{ key: 'by-stale' }, { key: 'of-a-anew' }], [{ key: 'of-b-anew' }]]);
    await stale.close();
  });
});
