import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { graphCapacity, refreshStoreMetrics } from './index.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let servers: string[];

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await asSystem(async (tx) => {
    await tx.graphPlacement.deleteMany();
    await tx.graphServer.deleteMany();
  });
  servers = [];
});

/** Registers servers as the product does at its start, all listed in NEO4J_URI. */
async function register(...capacities: number[]): Promise<void> {
  servers = capacities.map((_, i) => `bolt://graph-${i}.example:7687`);
  name(servers);
  await asSystem(async (tx) => {
    for (const [i, capacity] of capacities.entries())
      await tx.graphServer.create({ data: { uri: servers[i]!, edition: capacity === 1 ? 'community' : 'enterprise', capacity } });
  });
}

function name(uris: string[]): void {
  const NEO4J_URI = uris.join(',') || undefined;
  env.provide(readEnv({ NEO4J_URI, NEO4J_PASSWORD: 'x' }, () => 'the secret of the test, long enough for it'));
}

async function place(server: string, draftServer?: string): Promise<void> {
  const tenantId = `c-${randomUUID().slice(0, 18)}`;
  const draft = draftServer ? { draftServer, draftDatabase: `kg-${tenantId}-b` } : {};
  await inTenant(tenantId, (tx) => tx.graphPlacement.create({ data: { tenantId, server, database: `kg-${tenantId}`, ...draft } }));
}

describe('the capacity of graph servers', () => {
  it('is unlimited where graphs are embedded', async () => {
    name([]);
    expect(await graphCapacity()).toEqual({ servers: [], free: 0, total: 0, warning: '' });
  });

  it('warns at the last free slot, and when none is left', async () => {
    await register(1, 1, 1);
    expect(await graphCapacity()).toMatchObject({ free: 3, total: 3, warning: '' });
    await place(servers[0]!);
    expect(await graphCapacity()).toMatchObject({ free: 2, warning: '' });
    await place(servers[1]!);
    expect((await graphCapacity()).warning).toBe('Only 1 of 3 slots is free. Add a server to NEO4J_URI soon.');
    await place(servers[2]!);
    const full = await graphCapacity();
    expect(full.free).toBe(0);
    expect(full.warning).toMatch(/^All 3 slots are in use. New clients have to wait/);
  });

  it('warns below a tenth of many slots', async () => {
    await register(30);
    for (let taken = 0; taken < 27; taken++) await place(servers[0]!);
    expect((await graphCapacity()).warning).toBe('');
    await place(servers[0]!);
    expect((await graphCapacity()).warning).toBe('Only 2 of 30 slots are free. Add a server to NEO4J_URI soon.');
  });

  it('counts a graph that is being rebuilt twice, because it occupies two slots', async () => {
    await register(1, 1);
    await place(servers[0]!, servers[1]!);
    expect(await graphCapacity()).toMatchObject({
      free: 0,
      servers: [
        { uri: servers[0], clients: 1, drafts: 0 },
        { uri: servers[1], clients: 0, drafts: 1 },
      ],
    });
  });

  it('names a server that holds graphs but is missing in the settings; an empty one is ignored', async () => {
    await register(1, 5, 5);
    await place(servers[0]!);
    name([servers[1]!]);
    const capacity = await graphCapacity();
    expect(capacity.warning).toBe(`${servers[0]} holds graphs but is not listed in NEO4J_URI, so they cannot be reached.`);
    expect(capacity.servers.map(({ uri, isNamed }) => [uri, isNamed])).toEqual([
      [servers[0], false],
      [servers[1], true],
    ]);
    expect(capacity).toMatchObject({ free: 5, total: 5 });
  });

  it('is in the metrics, by server', async () => {
    await register(5);
    await place(servers[0]!);
    await refreshStoreMetrics();
    const text = await metrics().registry.metrics();
    expect(text).toContain(`kg_graph_places{server="${servers[0]}",state="taken"} 1`);
    expect(text).toContain(`kg_graph_places{server="${servers[0]}",state="free"} 4`);
  });
});
