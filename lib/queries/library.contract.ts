import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GraphStore, UnknownGraphError } from '#lib/graph/index.ts';
import { BEGIN } from '#lib/graph/testing/cluster.ts';
import { type GivenParameters, LIBRARY, type LibraryQuery, libraryQuery, ParameterError, runQuery } from './index.ts';
import expected from './testing/expected.json' with { type: 'json' };
import { fillShop } from './testing/shop.ts';
import { shown } from './testing/shown.ts';

/** When the queries are asked: an hour after the cluster began. */
const NOW = BEGIN + 3_600_000;
const ROWS: Record<string, string[]> = expected;

/** What every query of the library answers, on any adapter. `open` opens a store, with a folder of its own to use. */
export function queryLibraryContract(adapter: string, open: (dir: string) => Promise<GraphStore>): void {
  describe(`the query library (${adapter})`, () => {
    const tenantId = `t-${randomUUID().slice(0, 13)}`;
    let dir: string;
    let store: GraphStore;
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'kg-library-'));
      store = await open(dir);
      await store.create(tenantId);
      await fillShop(store, tenantId);
    });
    afterAll(async () => {
      await store.drop(tenantId);
      await store.close();
      rmSync(dir, { recursive: true });
    });

    const run = (id: string, given: GivenParameters = {}, limit = 100, now = NOW) =>
      runQuery(store, tenantId, queryOf(id), given, limit, now);

    test('has the rows of every query written down, none of them without any', () => {
      expect(Object.keys(ROWS).sort()).toEqual(LIBRARY.map(({ id }) => id).sort());
      expect(Object.keys(ROWS).filter((id) => ROWS[id]!.length === 0)).toEqual([]);
    });

    test.each(LIBRARY.map((query) => [query.id, query] as const))('%s answers what the shop holds', async (id, query) => {
      const { rows, truncated } = await runQuery(store, tenantId, query, query.example, 100, NOW);
      expect(rows.map(shown)).toEqual(ROWS[id]);
      expect(truncated).toBe(false);
    });

    const narrowed = LIBRARY.filter(({ parameters }) => 'cluster' in parameters);
    test.each(narrowed.map((query) => [query.id, query] as const))(
      '%s answers nothing of a cluster that is not there',
      async (_, query) => {
        expect((await runQuery(store, tenantId, query, { ...query.example, cluster: 'nowhere' }, 100, NOW)).rows).toEqual([]);
      },
    );

    const placed = LIBRARY.filter(({ parameters }) => 'namespace' in parameters);
    test.each(placed.map((query) => [query.id, query] as const))(
      '%s answers nothing of a namespace that is not there',
      async (_, query) => {
        expect((await runQuery(store, tenantId, query, { ...query.example, namespace: 'nowhere' }, 100, NOW)).rows).toEqual([]);
      },
    );

    test('a query is narrowed to a cluster, a namespace and a span of time', async () => {
      expect((await run('services-without-pods', { cluster: 'staging' })).rows.map(shown)).toEqual([ROWS['services-without-pods']![2]]);
      expect((await run('pending-objects', { namespace: 'lab' })).rows.map(shown)).toEqual([ROWS['pending-objects']![1]]);
      expect((await run('recent-incidents', { hours: 1 })).rows.map(shown)).toEqual([ROWS['recent-incidents']![0]]);
    });

    test('objects and incidents come with what a link needs; what has no namespace has none', async () => {
      expect((await run('unhealthy-nodes')).rows).toEqual([
        {
          node: { key: 'prod/node-cluster-node-2', kind: 'Node', name: 'node-2', cluster: 'prod', health: 'failing' },
          health: 'failing',
          reason: 'NodeStatusUnknown',
          pods: 0,
        },
      ]);
      expect((await run('open-incidents')).rows[0]!.incident).toEqual({ id: 'incident-1', number: 1, title: 'web crashes' });
    });

    test('at most so many rows are answered, the first of them, and whether there are more', async () => {
      const { rows, truncated } = await run('objects-by-kind', {}, 2);
      expect(rows.map(shown)).toEqual(ROWS['objects-by-kind']!.slice(0, 2));
      expect(truncated).toBe(true);
      expect((await run('open-incidents', {}, 1)).truncated).toBe(false);
    });

    test('a parameter is text to the graph, whatever it holds', async () => {
      const hostile = "web' RETURN 1 AS x //";
      expect((await run('owned-objects', { kind: 'Deployment', name: hostile })).rows).toEqual([]);
    });

    test('a bad parameter is refused by its name before the graph is asked', async () => {
      await expect(run('owned-objects', { kind: 'Deployment' })).rejects.toMatchObject({ name: 'ParameterError', parameter: 'name' });
      await expect(run('unhealthy-objects', { hours: 3 })).rejects.toMatchObject({ parameter: 'hours' });
      await expect(run('recent-changes', { hours: 0 })).rejects.toThrow(ParameterError);
    });

    test('a client without a graph is answered UnknownGraphError', async () => {
      await expect(runQuery(store, 'nobody-here', queryOf('unhealthy-objects'), {}, 10, NOW)).rejects.toThrow(UnknownGraphError);
    });
  });
}

function queryOf(id: string): LibraryQuery {
  const query = libraryQuery(id);
  if (!query) throw new Error(`the library has no query ${id}`);
  return query;
}
