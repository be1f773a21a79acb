import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidQueryError, MAX_ANSWER_BYTES, QueryBusyError } from './free-query.ts';
import { type GraphBatch, type GraphStore, QueryLimitError, ReadOnlyQueryError, UnknownGraphError } from './port.ts';
import { exported } from './testing/graphs.ts';

/** Milliseconds that a query may run in these tests. */
export const CONTRACT_TIMEOUT_MS = 2_000;
const CLIENT = `t-${randomUUID().slice(0, 13)}`;
const NODES = 400;

const resource = (key: string) => ({ label: 'Resource', key }) as const;
const pods = Array.from({ length: NODES }, (_, i) => ({
  ...resource(`p${String(i).padStart(3, '0')}`),
  kind: 'Pod',
  props: { kind: 'Pod', name: `web-${i}`, cluster: 'prod', labels: ['app=web'], ready: i % 2 === 0, restarts: i },
}));
const GRAPH: GraphBatch = {
  nodes: [{ ...resource('node'), kind: 'Node', props: { kind: 'Node', name: 'n', cluster: 'prod' } }, ...pods],
  edges: pods.map(({ key }) => ({ type: 'RUNS_ON' as const, from: resource(key), to: resource('node'), props: { since: 7 } })),
};

/** A product of all nodes with themselves, four times over: 26,000,000,000 rows. */
const ENDLESS = 'MATCH (a), (b), (c), (d) WHERE a.name < b.name AND b.name < c.name AND c.name < d.name RETURN count(*) AS amount';

/** What a person may try that does more than read this graph. */
const FORBIDDEN = [
  'CREATE (n:Resource {key: "x"})',
  'CREATE (n:Resource {key: "x"}) RETURN n',
  'MERGE (n:Resource {key: "p000"}) RETURN n',
  'MATCH (n:Pod) SET n.restarts = 0',
  'MATCH (n:Pod) SET n:Hacked RETURN n',
  'MATCH (n:Pod) REMOVE n.name',
  'MATCH (n:Pod) DELETE n',
  'MATCH (n) DETACH DELETE n RETURN 1 AS one',
  'MATCH (n:Pod) WITH n FOREACH (x IN [n] | SET x.restarts = 1)',
  'CALL { MATCH (n) DETACH DELETE n } RETURN 1 AS one',
  'CALL { CREATE (n:Event {key: "x"}) RETURN n } RETURN n',
  'MATCH (n:Pod) CALL { WITH n SET n.restarts = 0 } RETURN n',
  'UNWIND [1] AS x CALL { WITH x CREATE (:Event {key: "x"}) } IN TRANSACTIONS RETURN x',
  'RETURN 1 AS one UNION CREATE (n:Event {key: "x"}) RETURN 1 AS one',
  'LOAD CSV FROM "file:///etc/passwd" AS line RETURN line',
  'LOAD CSV WITH HEADERS FROM "http://127.0.0.1:1/x" AS line RETURN line',
  'CALL dbms.components() YIELD name RETURN name',
  'CALL db.labels() YIELD label RETURN label',
  'CALL apoc.load.json("file:///etc/passwd") YIELD value RETURN value',
  'RETURN apoc.cypher.runFirstColumnSingle("MATCH (n) RETURN n", {}) AS n',
  'USE neo4j MATCH (n) RETURN n',
  'USE system SHOW USERS',
  'CALL { USE neo4j MATCH (n) RETURN n } RETURN n',
  'SHOW DATABASES',
  'CREATE DATABASE other',
  'CREATE INDEX mine FOR (n:Pod) ON (n.name)',
  'DROP CONSTRAINT Resource_key',
  'CREATE USER me SET PASSWORD "secret"',
  'EXPLAIN MATCH (n) RETURN n',
  'PROFILE MATCH (n) RETURN n',
  'CYPHER runtime=slotted CREATE (n:Event {key: "x"})',
  'MATCH (n:Pod) RETURN n; MATCH (n) DETACH DELETE n',
];

/**
 * What every store guarantees about the queries that people write: they only read, are stopped, and harm nobody. `start` opens a store
 * whose queries may run for CONTRACT_TIMEOUT_MS.
 */
export function freeQueriesContract(name: string, start: () => Promise<{ store: GraphStore; dispose(): Promise<void> }>): void {
  describe(`free queries: ${name}`, () => {
    let store: GraphStore;
    let dispose: () => Promise<void>;
    beforeAll(async () => {
      ({ store, dispose } = await start());
      await store.create(CLIENT);
      await store.apply(CLIENT, GRAPH);
    });
    afterAll(async () => {
      await store?.drop(CLIENT);
      await dispose?.();
    });
    const ask = (cypher: string, params: Record<string, unknown> = {}, more: { maxRows?: number; planOnly?: boolean } = {}) =>
      store.ask(CLIENT, { cypher, params, maxRows: 100, ...more });

    test('answer values, nodes, relations and paths, in the order of their columns', async () => {
      const { columns, rows, truncated, plan, ms } = await ask(
        'MATCH path = (p:Pod {key: $key})-[r:RUNS_ON]->(n:Node) RETURN p.restarts AS restarts, p, r, n, path, [p.ready, null] AS list, {a: 1.5, b: "x"} AS map',
        { key: 'p001' },
      );
      expect(columns).toEqual(['restarts', 'p', 'r', 'n', 'path', 'list', 'map']);
      const [restarts, p, r, n, path, list, map] = rows[0] as [unknown, ...{ [kind: string]: Record<string, unknown> }[]];
      expect([rows.length, restarts, list, map]).toEqual([1, 1, [false, null], { a: 1.5, b: 'x' }]);
      const pod = { key: 'p001', ...pods[1]?.props };
      expect(p).toMatchObject({ node: { labels: expect.arrayContaining(['Resource', 'Pod']), properties: pod } });
      expect(r).toMatchObject({ relation: { type: 'RUNS_ON', from: p?.node?.id, to: n?.node?.id, properties: { since: 7 } } });
      expect(path).toEqual({ path: { nodes: [p?.node, n?.node], relations: [r?.relation] } });
      expect([truncated, typeof ms]).toEqual([null, 'number']);
      expect(plan.split('\n').length).toBeGreaterThan(1);
    });

    test('answer no more rows than are wanted, and say that there are more', async () => {
      const some = await ask('MATCH (p:Pod) RETURN p.key AS key ORDER BY key', {}, { maxRows: 3 });
      expect(some).toMatchObject({ rows: [['p000'], ['p001'], ['p002']], truncated: 'rows' });
      const all = await ask('MATCH (p:Pod) WHERE p.restarts < 3 RETURN p.key AS key', {}, { maxRows: 3 });
      expect([all.rows.length, all.truncated]).toEqual([3, null]);
      expect(await ask('MATCH (p:Nothing) RETURN p.key AS key')).toMatchObject({ columns: ['key'], rows: [], truncated: null });
      const own = await ask('MATCH (p:Pod) RETURN p.key AS key ORDER BY key LIMIT 2; // that is all', {}, { maxRows: 3 });
      expect([own.rows, own.truncated]).toEqual([[['p000'], ['p001']], null]);
      const union = 'MATCH (p:Pod) RETURN p.key AS key UNION MATCH (p:Pod) RETURN p.key AS key UNION MATCH (n:Node) RETURN n.key AS key';
      expect((await ask(union, {}, { maxRows: 500 })).rows).toHaveLength(NODES + 1);
    });

    test('answer no more than a page can show, and say that there is more', async () => {
      const { rows, truncated } = await ask('MATCH (p:Pod) RETURN $text AS text', { text: 'x'.repeat(100_000) }, { maxRows: 1_000 });
      expect([rows.length < MAX_ANSWER_BYTES / 100_000, truncated]).toEqual([true, 'bytes']);
    });

    test('are planned without being run where only the plan is wanted', async () => {
      expect(await ask(ENDLESS, {}, { planOnly: true })).toMatchObject({
        rows: [],
        truncated: null,
        ms: 0,
        plan: expect.stringMatching(/\S/),
      });
    });

    test.each(FORBIDDEN)('do nothing but read: %s', async (cypher) => {
      const before = await exported(store, CLIENT);
      for (const planOnly of [false, true]) {
        const refusal = await ask(cypher, {}, { planOnly }).catch((error: Error) => error);
        expect([ReadOnlyQueryError.name, InvalidQueryError.name], String(refusal)).toContain((refusal as Error).name);
      }
      expect(await exported(store, CLIENT)).toEqual(before);
    });

    test.each([
      ['a word is misspelt', 'MATCH (p:Pod)\nRETRUN p'],
      ['a variable is unknown', 'MATCH (p:Pod) RETURN q.name AS name'],
      ['a function is unknown', 'MATCH (p:Pod) RETURN nothing(p.name) AS name'],
      ['a parameter is missing', 'MATCH (p:Pod {key: $missing}) RETURN p'],
      ['a bracket is open', 'MATCH (p:Pod RETURN p'],
      ['it is no query', 'hello'],
    ])('say what is wrong with a query: %s', async (_what, cypher) => {
      const error = await ask(cypher).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(InvalidQueryError);
      expect((error as Error).message).not.toMatch(/GRAFEO|offset/);
    });

    test('say in which line a query is wrong', async () => {
      const error = await ask('MATCH (p:Pod)\nRETRUN p').catch((caught: InvalidQueryError) => caught);
      expect(error).toMatchObject({ position: { line: 2 } });
    });

    test('are stopped when they take too long, while everybody else goes on, and the next one works', async () => {
      const endless = ask(ENDLESS).catch((error: unknown) => error);
      const [row] = await store.query(CLIENT, 'MATCH (p:Pod) RETURN count(*) AS amount');
      expect(row).toEqual({ amount: NODES });
      await store.apply(CLIENT, { nodes: [{ ...resource('node'), props: { health: 'healthy' } }], edges: [] });
      expect(await endless).toBeInstanceOf(QueryLimitError);
      expect((await ask('MATCH (n:Node) RETURN n.health AS health')).rows).toEqual([['healthy']]);
    });

    test('run one at a time for a client: another one is refused at once', async () => {
      const first = ask(ENDLESS).catch((error: unknown) => error);
      await expect(ask('RETURN 1 AS one')).rejects.toThrow(QueryBusyError);
      expect(await first).toBeInstanceOf(QueryLimitError);
    });

    test('are not answered for a client without a graph', async () => {
      await expect(store.ask('t-nobody-here', { cypher: 'RETURN 1 AS one', params: {}, maxRows: 1 })).rejects.toThrow(UnknownGraphError);
    });
  });
}
