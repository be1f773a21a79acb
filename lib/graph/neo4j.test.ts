import { describe, expect, test } from 'vitest';
import { graphDatabaseName } from '#lib/wire/names.ts';
import { createDatabaseStatement, dropDatabaseStatement } from './neo4j/databases.ts';
import { assertReading } from './neo4j/reading.ts';
import { openNeo4jGraphStore } from './neo4j/store.ts';
import { ReadOnlyQueryError } from './port.ts';

describe('the neo4j adapter', () => {
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
      'CYPHER 5 USE other MATCH (n) RETURN n',
      'CYPHER runtime=slotted PROFILE MATCH (n) RETURN n',
      'CALL { USE other MATCH (n) RETURN n } RETURN n.key AS key',
      'RETURN 1 AS one UNION ALL USE other MATCH (n) RETURN 1 AS one',
      '\\u004COAD CSV FROM "x" AS l RETURN l',
      'RETURN 1 AS one NEXT USE other MATCH (n) RETURN n',
      'WHEN true THEN USE other MATCH (n) RETURN n',
      'RETURN apoc.cypher.runFirstColumnSingle("MATCH (n) RETURN n", {}) AS n',
      'RETURN apoc . load . `json`("file:///etc/passwd") AS text',
      'RETURN `apoc`.text.join(["a"], "") AS text',
      'CALL /* a comment */ apoc.load.json("file:///etc/passwd") YIELD value RETURN value',
      'RETURN \\u0027 LOAD CSV \\u0027 AS text',
    ]) {
      expect(() => assertReading(cypher), cypher).toThrow(ReadOnlyQueryError);
    }
    for (const cypher of [
      'RETURN "LOAD CSV" AS a, \'CALL x()\' AS b',
      'MATCH (`LOAD CSV`) RETURN 1 AS one // LOAD CSV',
      'CALL { MATCH (n) RETURN n } RETURN n.key AS key',
      'MATCH (use) WHERE use.show = "x" RETURN {use: use.key} AS use',
      'RETURN date.truncate("day", datetime()) AS day, point.distance(point({x: 1, y: 2}), point({x: 1, y: 3})) AS far',
      'MATCH (n) WHERE n.key IN (["a"]) RETURN CASE WHEN n.key = "a" THEN n.use ELSE show.x END AS use',
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

  test('an Enterprise server is told to make and remove a database by its checked name, and to wait for it', () => {
    const name = graphDatabaseName('acme-corp');
    expect(createDatabaseStatement(name)).toBe('CREATE DATABASE `kg-acme-corp` IF NOT EXISTS WAIT');
    expect(dropDatabaseStatement(name)).toBe('DROP DATABASE `kg-acme-corp` IF EXISTS WAIT');
    for (const bad of ['', 'a', 'kg`; DROP DATABASE x', 'Kg-acme', 'kg_acme', `kg-${'a'.repeat(61)}`])
      expect(() => createDatabaseStatement(bad), bad).toThrow(RangeError);
  });
});
