import { beforeAll, inject } from 'vitest';
import { describeServer } from '#lib/graph/neo4j/store.ts';
import { openNeo4jFromEnvironment } from '#lib/graph/testing/neo4j-environment.ts';
import { readGraphServers } from '#lib/platform/env.ts';
import { queryLibraryContract } from './library.contract.ts';

beforeAll(async () => {
  const [server] = readGraphServers(inject('servers'));
  if (!server) throw new Error('the servers name no Neo4j');
  const { database } = await describeServer(server);
  Object.assign(process.env, { NEO4J_URI: server.uri, NEO4J_USER: server.user, NEO4J_PASSWORD: server.password, NEO4J_DATABASE: database });
});

queryLibraryContract('neo4j', async () => openNeo4jFromEnvironment());
