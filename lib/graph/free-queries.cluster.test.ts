import { inject } from 'vitest';
import { readGraphServers } from '#lib/platform/env.ts';
import { CONTRACT_TIMEOUT_MS, freeQueriesContract } from './free-queries.contract.ts';
import { describeServer, openNeo4jGraphStore } from './neo4j/store.ts';

freeQueriesContract('neo4j', async () => {
  const [server] = readGraphServers(inject('servers'));
  if (!server) throw new Error('the servers name no Neo4j');
  const { database } = await describeServer(server);
  const store = openNeo4jGraphStore({ ...server, database: () => database, queryTimeoutMs: CONTRACT_TIMEOUT_MS });
  return { store, dispose: () => store.close() };
});
