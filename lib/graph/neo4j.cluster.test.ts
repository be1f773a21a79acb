import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { readGraphServers } from '#lib/platform/env.ts';
import { graphStoreContract } from './contract.ts';
import { describeServer } from './neo4j/store.ts';
import { graphQueriesContract } from './queries.contract.ts';
import { openNeo4jFromEnvironment } from './testing/neo4j-environment.ts';

beforeAll(async () => {
  const [server] = readGraphServers(inject('servers'));
  if (!server) throw new Error('the servers name no Neo4j');
  const { database } = await describeServer(server);
  // The contract's writer is a process of its own and reads them too.
  Object.assign(process.env, { NEO4J_URI: server.uri, NEO4J_USER: server.user, NEO4J_PASSWORD: server.password, NEO4J_DATABASE: database });
});

graphStoreContract(
  'neo4j',
  async () => {
    const made: string[] = [];
    const subject = {
      store: openNeo4jFromEnvironment(),
      // A Community server has one database: one client at a time uses it.
      async freshClient() {
        for (const tenantId of made.splice(0)) await subject.store.drop(tenantId);
        const tenantId = `t-${randomUUID().slice(0, 13)}`;
        made.push(tenantId);
        return tenantId;
      },
      reopen: async () => openNeo4jFromEnvironment(),
      writer: { adapter: 'neo4j', args: [] },
      async dispose() {
        for (const tenantId of made) await subject.store.drop(tenantId);
        await subject.store.close();
      },
    };
    return subject;
  },
  { single: true },
);
graphQueriesContract('neo4j', async () => openNeo4jFromEnvironment());

describe('a Community server', () => {
  test('serves one client: a second is refused', async () => {
    const store = openNeo4jFromEnvironment();
    const [first, second] = ['t-first-client', 't-second-client'];
    await store.create(first);
    await expect(store.create(second)).rejects.toThrow(`holds the graph of client ${first}`);
    await store.drop(second);
    expect(await store.positions(first)).toEqual({});
    await store.drop(first);
    await store.close();
  });
});
