import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openEventLog } from '#lib/event-log/index.ts';
import { type GraphStore, openGraphStore } from '#lib/graph/index.ts';
import { asSystem, asSystemSql, database } from '#lib/platform/database/index.ts';
import { readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { backUp, differences, restore } from './index.ts';

const ROOT = join(import.meta.dirname, '../..');
const STREAM = 'events.normalized';
const clientId = `c-${randomUUID().slice(0, 18)}`;
const settings = () =>
  readEnv({ ...inject('servers'), PUBLIC_URL: 'http://localhost:3000' }, () => 'a secret of this test, long enough for it');

let folder: string;
let lost: Awaited<ReturnType<typeof freshDatabase>>;
let found: Awaited<ReturnType<typeof freshDatabase>>;
let graphs: GraphStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kg-backup-'));
  lost = await freshDatabase();
  graphs = await openGraphStore(settings(), lost.pool);
});
afterAll(async () => {
  await graphs?.drop(clientId);
  await graphs?.close();
  await lost?.drop();
  await found?.drop();
  rmSync(folder, { recursive: true, force: true });
});

it('brings back what real servers held, into a new database and an empty Neo4j, and Kafka has what came after it', async () => {
  await asSystem((tx) => tx.tenant.create({ data: { id: clientId, name: 'Acme', plan: 'pro' } }));
  const log = await openEventLog(settings(), lost.pool);
  await log.create(clientId, 7);
  const pod = (key: string) => ({ label: 'Resource' as const, key, kind: 'Pod', props: { name: key } });
  await log.append(clientId, STREAM, [{ key: 'k', value: '{"before":1}' }]);
  await graphs.create(clientId);
  const edges = [{ type: 'OWNS' as const, from: { label: 'Resource' as const, key: 'a' }, to: { label: 'Resource' as const, key: 'b' } }];
  await graphs.apply(clientId, { nodes: [pod('a'), pod('b')], edges, positions: { [STREAM]: 1n } });
  const keys = { current: 'the key of this test', old: [] };
  const { path, manifest } = await backUp({ databaseUrl: lost.url, graphs, keys, passphrase: undefined, folder, keep: 1, now: Date.now() });
  expect(manifest.graphs.map((graph) => graph.clientId)).toEqual([clientId]);

  await log.append(clientId, STREAM, [{ key: 'k', value: '{"after":1}' }]);
  await graphs.apply(clientId, { nodes: [pod('after')], edges: [], positions: { [STREAM]: 2n } });
  await log.close();
  await graphs.drop(clientId);
  await graphs.close();

  found = await freshDatabase();
  database.provide(found);
  await restore({
    path,
    databaseUrl: found.url,
    root: ROOT,
    openGraphs: async () => {
      graphs = await openGraphStore(settings(), found.pool);
      return graphs;
    },
  });
  // Where graphs stand, and which servers there are, is written anew when the store is opened.
  const rows = (await differences(manifest, found.url, graphs)).filter((line) => !/graph_(placements|servers) /.test(line));
  expect(rows).toEqual([]);
  expect(await graphs.positions(clientId)).toEqual({ [STREAM]: 1n });
  const again = await openEventLog(settings(), found.pool);
  const values = (await again.read(clientId, STREAM, 1n, 10)).map(({ value }) => value);
  await again.drop(clientId);
  await again.close();
  expect(values).toEqual(['{"after":1}']);
  expect((await asSystemSql(found.pool, (sql) => sql.query('SELECT name FROM tenants'))).rows).toEqual([{ name: 'Acme' }]);
});
