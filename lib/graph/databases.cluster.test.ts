import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import neo4j from 'neo4j-driver';
import { afterAll, describe, expect, it } from 'vitest';
import { graphDatabaseName } from '#lib/wire/names.ts';
import { openNeo4jGraphStore } from './neo4j/store.ts';
import { UnknownGraphError } from './port.ts';
import { startArcadeDb } from './testing/arcadedb.ts';
import { exported } from './testing/graphs.ts';

/**
 * Neo4j Enterprise cannot be had for tests; ArcadeDB speaks Bolt and holds several databases, which it makes by HTTP alone.
 * So this shows how one driver keeps many databases apart, and not how Enterprise makes or limits them.
 */
const server = await startArcadeDb(join(import.meta.dirname, '../../.servers/arcadedb'));
afterAll(() => server?.stop());

describe.runIf(server)('a Bolt server that holds many databases', () => {
  const access = () => ({ uri: server!.uri, user: server!.user, password: server!.password });

  /** A client's database, marked as its own, which on Neo4j is done by create(). */
  async function newClient(): Promise<string> {
    const tenantId = `t-${randomUUID().slice(0, 13)}`;
    const database = graphDatabaseName(tenantId);
    await server!.createDatabase(database);
    const driver = neo4j.driver(server!.uri, neo4j.auth.basic(server!.user, server!.password));
    await driver.executeQuery('MERGE (o:GraphOwner {key: $tenantId})', { tenantId }, { database });
    await driver.close();
    return tenantId;
  }

  const pods = (...names: string[]) => ({
    nodes: names.map((name) => ({ label: 'Resource' as const, key: `prod/${name}`, kind: 'Pod', props: { cluster: 'prod', name } })),
    edges: [],
    positions: { 'state.k8s.resource': BigInt(names.length) },
  });

  it('gives each client its own, over one driver: what one holds no other sees', async () => {
    const store = openNeo4jGraphStore(access());
    const [one, other] = [await newClient(), await newClient()];
    await store.apply(one, pods('a', 'b'));
    await store.apply(other, pods('c'));
    const names = async (tenantId: string) =>
      (await exported(store, tenantId)).flatMap((item) => ('node' in item ? [item.node.key] : [])).sort();
    expect(await names(one)).toEqual(['prod/a', 'prod/b']);
    expect(await names(other)).toEqual(['prod/c']);
    expect(await store.positions(one)).toEqual({ 'state.k8s.resource': 2n });
    expect(await store.positions(other)).toEqual({ 'state.k8s.resource': 1n });
    await store.close();
  });

  it('answers that a client is unknown when its database is not there, or is led to by a wrong name', async () => {
    const [one, other] = [await newClient(), await newClient()];
    const store = openNeo4jGraphStore(access());
    await expect(store.positions(`t-${randomUUID().slice(0, 13)}`)).rejects.toBeInstanceOf(UnknownGraphError);
    await store.close();
    const astray = openNeo4jGraphStore({ ...access(), database: () => graphDatabaseName(other) });
    await expect(astray.positions(one)).rejects.toBeInstanceOf(UnknownGraphError);
    await expect(astray.apply(one, pods('x'))).rejects.toBeInstanceOf(UnknownGraphError);
    await astray.close();
  });
});
