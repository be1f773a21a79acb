import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GraphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { BEGIN, deployment, observed } from '#lib/graph/testing/cluster.ts';
import { applyRecords } from '#lib/graph/testing/projected.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { fillShop } from '#lib/queries/testing/shop.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { search } from './search.ts';

const NOW = BEGIN + 200_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let store: GraphStore;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-search-'));
  store = await openEmbeddedGraphStore(folder);
});
afterAll(async () => {
  await store.close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function newClient({ shop = true, graph = true } = {}): Promise<string> {
  const id = `s-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => createTenant(tx, { id, name: id, plan: 'pro', actor: 'test' }));
  if (graph) await store.create(id);
  if (shop && graph) await fillShop(store, id);
  return id;
}

const addIncident = (tenantId: string, title: string, number = 1) =>
  asSystem((tx) =>
    tx.incident.create({
      data: {
        tenantId,
        number,
        cluster: 'prod',
        status: 'open',
        title,
        code: 'oom.limit_too_low',
        object: { kind: 'Deployment', namespace: 'shop', name: 'checkout' },
        fingerprint: randomUUID(),
        openedAt: new Date(NOW),
        lastSeenAt: new Date(NOW),
        diagnosedAt: new Date(NOW),
        diagnosis: {},
      },
    }),
  );

/** What a client finds, without the guides, which are the same for all (guide-index.test.ts). */
const find = async (tenantId: string, text: string, { in: from = store, at = NOW, limit = 20 } = {}) =>
  (await search(from, tenantId, text, limit, at)).filter(({ type }) => type !== 'guide').map(({ type, title }) => `${type} ${title}`);

describe('a search', () => {
  let client: string;
  beforeEach(async () => {
    client = await newClient();
    await addIncident(client, 'Deployment checkout is killed');
  });

  it('finds incidents by the meaning of their cause, and leads to their pages', async () => {
    const [first] = await search(store, client, 'out of memory', 5, NOW);
    expect(first).toMatchObject({ type: 'incident', title: 'Deployment checkout is killed', cluster: 'prod', namespace: 'shop' });
    expect(first?.path).toMatch(/^\/incidents\/[0-9a-f-]{36}$/);
  });

  it('finds resources by name, events by what they say, alerts, queries, pages and actions', async () => {
    expect((await find(client, 'web kind:deployment'))[0]).toBe('resource web');
    expect((await find(client, 'restarting containers type:event'))[0]).toBe('event BackOff');
    expect((await find(client, 'readiness type:event'))[0]).toBe('event Unhealthy');
    expect(await find(client, 'type:alert')).not.toEqual([]);
    expect(await find(client, 'type:log')).not.toEqual([]);
    expect((await find(client, 'blast radius type:query'))[0]).toBe('query What depends on an object');
    expect((await find(client, 'invite a colleague'))[0]).toBe('action Invite a member');
    expect((await find(client, 'invoices'))[0]).toBe('page Billing');
  });

  it('leads from an event to the object that it is about', async () => {
    const [found] = await search(store, client, 'back-off restarting type:event', 1, NOW);
    expect(found?.path).toBe('/resources/prod/pod-shop-web-2');
  });

  it('finds a resource by its name as soon as it is in the graph, and meanings within two minutes', async () => {
    await find(client, 'web');
    await applyRecords(store, client, [{ stream: 'state.k8s.resource', message: observed(deployment('newcomer', 1, {}), 180) }]);
    await addIncident(client, 'Secret vault-token lacks a key', 2);
    expect(await find(client, 'newcomer')).toEqual(['resource newcomer']);
    expect(await find(client, 'vault')).toEqual([]);
    expect(await find(client, 'vault', { at: NOW + 120_000 })).toEqual(['incident Secret vault-token lacks a key']);
  });

  it('answers from the index that it has while a new one is made, soon after the graph has changed', async () => {
    await find(client, 'web');
    await applyRecords(store, client, [{ stream: 'state.k8s.resource', message: observed(deployment('newcomer', 1, {}), 180) }]);
    await addIncident(client, 'Secret vault-token lacks a key', 2);
    expect(await find(client, 'vault', { at: NOW + 20_000 })).toEqual([]);
    await expect.poll(() => find(client, 'vault', { at: NOW + 20_001 })).toEqual(['incident Secret vault-token lacks a key']);
  });

  it('keeps the index for a minute while the graph does not change', async () => {
    await find(client, 'web');
    await addIncident(client, 'Secret vault-token lacks a key', 2);
    for (const at of [NOW + 20_000, NOW + 59_999, NOW + 60_000]) expect(await find(client, 'vault', { at })).toEqual([]);
    await expect.poll(() => find(client, 'vault', { at: NOW + 60_001 })).toEqual(['incident Secret vault-token lacks a key']);
  });

  it('never finds what another client has', async () => {
    const other = await newClient({ shop: false });
    await addIncident(other, 'The vault of the other client is sealed');
    expect(await find(other, 'vault')).toEqual(['incident The vault of the other client is sealed']);
    expect(await find(client, 'vault')).toEqual([]);
    expect(await find(other, 'checkout type:resource')).toEqual([]);
    expect((await find(other, 'web')).filter((found) => found.startsWith('resource'))).toEqual([]);
  });

  it('finds pages and incidents of a client whose graph does not exist yet', async () => {
    const early = await newClient({ graph: false });
    expect((await find(early, 'connect a cluster'))[0]).toBe('action Connect a cluster');
  });

  it('tells of a graph that does not answer, and answers again when it does', async () => {
    const broken: GraphStore = { ...store, query: () => Promise.reject(new Error('the graph is away')) };
    await expect(find(client, 'web', { in: broken })).rejects.toThrow('the graph is away');
    expect((await find(client, 'web kind:deployment'))[0]).toBe('resource web');
  });

  it('answers at most as many as were asked for', async () => {
    expect(await find(client, 'web', { limit: 2 })).toHaveLength(2);
  });
});
