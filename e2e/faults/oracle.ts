import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { expect } from 'vitest';
import { openEventLog } from '#lib/event-log/index.ts';
import { type ExportedEdge, type ExportedNode, type GraphStore, openEmbeddedGraphStore, openGraphStore } from '#lib/graph/index.ts';
import { exported } from '#lib/graph/testing/graphs.ts';
import { readEnv } from '#lib/platform/env.ts';
import { startGraphBuilder } from '#workers/graph-builder/index.ts';
import { eventually } from '../product.ts';
import type { Fleet } from './fleet.ts';

const CATCH_UP_MS = 300_000;

/** Waits until everything that was acknowledged is counted and applied, and holds counts and graph against what must be. */
export async function expectNothingLostNorTwice(fleet: Fleet, client: { id: string; key: string }, sent: number): Promise<void> {
  await eventually(
    `${client.id} is counted and applied`,
    async () => {
      const { balances } = await fleet.callStaff<{ balances: Balance[] }>('GET', '/api/v1/admin/overview');
      return (await countedOf(fleet, client)) >= sent && balances.find(({ clientId }) => clientId === client.id)?.graphLag === 0;
    },
    CATCH_UP_MS,
  );
  expect(await countedOf(fleet, client)).toBe(sent);
  const { balances } = await fleet.callStaff<{ balances: Balance[] }>('GET', '/api/v1/admin/overview');
  expect(balances.find(({ clientId }) => clientId === client.id)).toMatchObject({ unaccounted: 0, inFlight: 0 });
  await expectGraphOfItsLog(fleet, client.id);
}

interface Balance {
  clientId: string;
  graphLag: number;
}

async function countedOf(fleet: Fleet, { key }: { key: string }): Promise<number> {
  return (await fleet.call<{ eventsMonth: number }>(key, 'GET', '/api/v1/usage')).eventsMonth;
}

/** Builds the client's graph anew from its log, undisturbed, and expects the one that serves to be the same. */
async function expectGraphOfItsLog(fleet: Fleet, clientId: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kg-oracle-'));
  const settings = readEnv({ ...fleet.variables, DATA_DIR: folder }, () => '');
  const pool = new pg.Pool({ connectionString: fleet.variables.DATABASE_URL });
  const [log, serving, oracle] = [
    await openEventLog(settings, pool),
    await openGraphStore(settings, pool),
    await openEmbeddedGraphStore(folder),
  ];
  try {
    await oracle.create(clientId);
    const builder = startGraphBuilder({
      log: { ...log, report: async () => {} },
      store: oracle,
      clients: async () => [clientId],
      clock: Date.now,
      logger: pino({ level: 'silent' }),
    });
    await builder.idle();
    await builder.stop();
    expect(await observedIn(serving, clientId)).toEqual(await observedIn(oracle, clientId));
  } finally {
    await Promise.all([log.close(), serving.close(), oracle.close()]);
    await pool.end();
    await rm(folder, { recursive: true });
  }
}

/** What a graph holds of its log; incidents are drawn into it from elsewhere. */
async function observedIn(store: GraphStore, clientId: string): Promise<(ExportedNode | ExportedEdge)[]> {
  const items = await exported(store, clientId);
  return items.filter((item) =>
    'node' in item ? item.node.label !== 'Incident' : !['ROOT_CAUSE', 'CAUSES', 'PART_OF'].includes(item.edge.type),
  );
}
