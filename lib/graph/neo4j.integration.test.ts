import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { graphStoreContract } from './contract.ts';
import { assertReading } from './neo4j/reading.ts';
import { openNeo4jGraphStore } from './neo4j/store.ts';
import { ReadOnlyQueryError } from './port.ts';
import { graphQueriesContract } from './queries.contract.ts';
import { openNeo4jFromEnvironment } from './testing/neo4j-environment.ts';

const { NEO4J_URI, NEO4J_DATABASE } = process.env;
/** A Community server has one database: one client at a time uses it. */
const single = NEO4J_DATABASE !== undefined;

if (NEO4J_URI) {
  graphStoreContract(
    'neo4j',
    async () => {
      const made: string[] = [];
      const subject = {
        store: openNeo4jFromEnvironment(),
        async freshClient() {
          if (single) for (const clientId of made.splice(0)) await subject.store.drop(clientId);
          const clientId = `t-${randomUUID().slice(0, 13)}`;
          made.push(clientId);
          return clientId;
        },
        reopen: async () => openNeo4jFromEnvironment(),
        writer: { adapter: 'neo4j', args: [] },
        async dispose() {
          for (const clientId of made) await subject.store.drop(clientId);
          await subject.store.close();
        },
      };
      return subject;
    },
    { single },
  );
  graphQueriesContract('neo4j', async () => openNeo4jFromEnvironment());
} else {
  test.skip('GraphStore contract: neo4j (skipped: NEO4J_URI names no server to test against)', () => {});
}

describe('the neo4j adapter', () => {
  test.skipIf(!single)(
    `one database serves one client: a second is refused${single ? '' : ' (skipped: NEO4J_DATABASE is not set)'}`,
    async () => {
      const store = openNeo4jFromEnvironment();
      const [first, second] = ['t-first-client', 't-second-client'];
      await store.create(first);
      await expect(store.create(second)).rejects.toThrow(`holds the graph of client ${first}`);
      await store.drop(second);
      expect(await store.positions(first)).toEqual({});
      await store.drop(first);
      await store.close();
    },
  );

  test('a query that reaches beyond the graph is refused before it is sent; words in texts, names and comments are none', () => {
    for (const cypher of [
      'LOAD CSV FROM "x" AS l RETURN l',
      'match (n) load  csv from "x" as l return l',
      'CALL dbms.components() YIELD name RETURN name AS name',
      'CALL `dbms.components`() YIELD name RETURN name AS name',
      'EXPLAIN MATCH (n) RETURN n',
      '/* a */ profile MATCH (n) RETURN n',
      'SHOW USERS',
      'USE other MATCH (n) RETURN n',
    ]) {
      expect(() => assertReading(cypher), cypher).toThrow(ReadOnlyQueryError);
    }
    for (const cypher of [
      'RETURN "LOAD CSV" AS a, \'CALL x()\' AS b',
      'MATCH (`LOAD CSV`) RETURN 1 AS one // LOAD CSV',
      'CALL { MATCH (n) RETURN n } RETURN n.key AS key',
      'MATCH (n) CALL (n) { RETURN 1 AS one } RETURN one AS one',
    ]) {
      expect(() => assertReading(cypher), cypher).not.toThrow();
    }
  });

  test('a server that is not there rejects the call with its address in the error', async () => {
    const store = openNeo4jGraphStore({ uri: 'bolt://127.0.0.1:1', user: 'neo4j', password: 'x', queryTimeoutMs: 100, maxRetryMs: 1 });
    await expect(store.positions('acme')).rejects.toThrow(/127\.0\.0\.1:1/);
    await store.close();
  });
});
