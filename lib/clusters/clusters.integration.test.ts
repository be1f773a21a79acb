import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '#lib/audit/index.ts';
import { PLANS, type PlanName } from '#lib/plans/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import {
  clusterDisplayNames,
  displayNameOf,
  heartbeat,
  isKnownCluster,
  listClusters,
  recordHeartbeat,
  registerClusters,
  removeCluster,
  removedClusters,
  renameCluster,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const WEEK = 7 * 86_400_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

async function newClient(plan: PlanName): Promise<TenantContext> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => tx.tenant.create({ data: { id, name: id, plan, status: 'active' } }));
  return { id, name: id, plan, limits: PLANS[plan], status: 'active' };
}

const report = (cluster: string, ...names: string[]) =>
  heartbeat.parse({ cluster, agentVersion: '1', components: names.map((name) => ({ name, status: 'ok' })) });
const components = async (client: TenantContext, now: number) =>
  (await listClusters(client.id, now)).flatMap(({ health }) => health.components.map(({ name }) => name));

describe('clusters beyond the plan', () => {
  it('are refused, by heartbeat and by records, with the limit named, and registered after an upgrade', async () => {
    const client = await newClient('free');
    await recordHeartbeat(client, report('first'), NOW);
    await expect(recordHeartbeat(client, report('second'), NOW)).rejects.toMatchObject({
      status: 409,
      code: 'cluster_limit',
      detail: expect.stringContaining('The Free plan allows 1 cluster.'),
    });
    expect(await registerClusters(client, new Set(['first', 'third', 'fourth']))).toEqual(new Set(['third', 'fourth']));
    expect((await listClusters(client.id, NOW)).map(({ name }) => name)).toEqual(['first']);
    expect(await registerClusters({ ...client, limits: PLANS.basic }, new Set(['third']))).toEqual(new Set());
  });

  it('are refused also when several register at once', async () => {
    const client = await newClient('basic');
    const refused = await Promise.all(Array.from({ length: 8 }, (_, i) => registerClusters(client, new Set([`c${i}`]))));
    expect(refused.filter(({ size }) => size === 0)).toHaveLength(3);
    expect(await listClusters(client.id, NOW)).toHaveLength(3);
  });

  it('do not exist without end on a plan without a limit either', async () => {
    const client = await newClient('enterprise');
    await asSystem((tx) =>
      tx.cluster.createMany({ data: Array.from({ length: 999 }, (_, i) => ({ tenantId: client.id, name: `c${i}` })) }),
    );
    await recordHeartbeat(client, report('the-last'), NOW);
    await expect(recordHeartbeat(client, report('one-more'), NOW)).rejects.toMatchObject({
      code: 'cluster_limit',
      detail: expect.stringContaining('A client has at most 1000 clusters.'),
    });
  });
});

describe('a cluster that is renamed', () => {
  const idOf = async (client: TenantContext, name: string) => (await listClusters(client.id, NOW)).find((one) => one.name === name)!.id;
  const entriesOf = async (client: TenantContext) =>
    (await listAudit(client.id, 10, undefined, { action: 'cluster.renamed' })).map(({ before, after }) => [before, after]);

  it('is called so until it goes back to its name, which its records keep', async () => {
    const client = await newClient('pro');
    await registerClusters(client, new Set(['prod-eu-1', 'staging']));
    const id = await idOf(client, 'prod-eu-1');
    await renameCluster(client.id, id, 'Production', 'ann');
    await recordHeartbeat(client, report('prod-eu-1', 'health'), NOW);
    expect((await listClusters(client.id, NOW)).map(({ name, displayName }) => [name, displayName])).toEqual([
      ['prod-eu-1', 'Production'],
      ['staging', null],
    ]);
    expect(await clusterDisplayNames(client.id)).toEqual({ 'prod-eu-1': 'Production' });
    const called = (name: string) => asSystem((tx) => displayNameOf(tx, client.id, name));
    expect([await called('prod-eu-1'), await called('staging'), await called('gone')]).toEqual(['Production', 'staging', 'gone']);
    await renameCluster(client.id, id, 'prod-eu-1', 'ann');
    expect(await clusterDisplayNames(client.id)).toEqual({});
  });

  it('cannot be called like another one, whichever name that goes by; another client is not concerned', async () => {
    const [client, other] = [await newClient('pro'), await newClient('pro')];
    await registerClusters(client, new Set(['a', 'b', 'c']));
    await registerClusters(other, new Set(['a']));
    await renameCluster(client.id, await idOf(client, 'a'), 'Production', 'ann');
    for (const name of ['c', 'Production'])
      await expect(renameCluster(client.id, await idOf(client, 'b'), name, 'ann')).rejects.toMatchObject({
        status: 409,
        code: 'name_taken',
        invalidParams: [{ name: 'displayName', reason: `Another cluster is called ${name}. Choose another name.` }],
      });
    await renameCluster(other.id, await idOf(other, 'a'), 'Production', 'eve');
    await expect(renameCluster(other.id, await idOf(client, 'b'), 'x', 'eve')).rejects.toMatchObject({ status: 404 });
  });

  it('leaves a trace in the audit log, once for each change', async () => {
    const client = await newClient('pro');
    await registerClusters(client, new Set(['a']));
    const id = await idOf(client, 'a');
    for (const name of ['Production', 'Production', null]) await renameCluster(client.id, id, name, 'ann');
    expect(await entriesOf(client)).toEqual([
      [{ displayName: 'Production' }, { displayName: null }],
      [{ displayName: null }, { displayName: 'Production' }],
    ]);
  });
});

describe('the components of a cluster', () => {
  it('are at most twenty, however many processes report', async () => {
    const client = await newClient('pro');
    await recordHeartbeat(client, report('prod', ...Array.from({ length: 12 }, (_, i) => `a${i}`)), NOW);
    await recordHeartbeat(client, report('prod', 'b'), NOW);
    expect(await components(client, NOW)).toHaveLength(13);
    const more = report('prod', ...Array.from({ length: 12 }, (_, i) => `c${i}`));
    await expect(recordHeartbeat(client, more, NOW)).rejects.toMatchObject({
      status: 409,
      code: 'component_limit',
      detail: expect.stringContaining('at most 20 components'),
    });
    expect(await components(client, NOW)).toHaveLength(13);
  });

  it('are forgotten a week after the last report of their process', async () => {
    const client = await newClient('pro');
    await recordHeartbeat(client, report('prod', 'old'), NOW);
    await recordHeartbeat(client, report('prod', 'lasting'), NOW + WEEK - 1);
    expect(await components(client, NOW + WEEK)).toEqual(['lasting', 'old']);
    await recordHeartbeat(client, report('prod', 'new'), NOW + WEEK);
    expect(await components(client, NOW + WEEK)).toEqual(['lasting', 'new']);
  });

  it('follow a change of topology, whose processes take the place of the former ones', async () => {
    const client = await newClient('pro');
    await recordHeartbeat(client, report('prod', 'state-watcher', 'event-exporter', 'log-collector', 'health'), NOW);
    for (const names of [['state-watcher'], ['event-exporter'], ['health']]) await recordHeartbeat(client, report('prod', ...names), NOW);
    expect(await components(client, NOW)).toEqual(['event-exporter', 'health', 'state-watcher']);
  });
});

describe('an agent of several processes', () => {
  const beat = (client: TenantContext, names: string[], at: number, more: object = {}) =>
    recordHeartbeat(client, { ...report('prod', ...names), ...more }, at);
  const cluster = async (client: TenantContext, now: number) => (await listClusters(client.id, now))[0]!;

  it('shows a dead one after three missed heartbeats, while the others report', async () => {
    const client = await newClient('pro');
    await beat(client, ['state-watcher'], NOW);
    for (const at of [NOW, NOW + 60_000, NOW + 101_000]) await beat(client, ['health'], at);
    expect((await cluster(client, NOW + 100_000)).status).toBe('connected');
    const dead = await cluster(client, NOW + 101_000);
    expect(dead.status).toBe('degraded');
    expect(dead.health.components).toEqual([
      { name: 'health', status: 'ok', reportedAt: NOW + 101_000 },
      { name: 'state-watcher', status: 'silent', reportedAt: NOW },
    ]);
    expect((await cluster(client, NOW + 250_000)).status).toBe('silent');
  });

  it('keeps the counters of each, and adds them up', async () => {
    const client = await newClient('pro');
    const behind = [{ stream: 'state.k8s.resource', records: 7, since: NOW, reason: 'over the limit of the day' }];
    await beat(client, ['state-watcher'], NOW, {
      objects: { Pod: 5, Node: 1 },
      buffered: { records: 7, bytes: 700 },
      dropped: 2,
      forbiddenKinds: ['Secret'],
      behind,
    });
    await beat(client, ['event-exporter', 'log-collector'], NOW + 1, { buffered: { records: 3, bytes: 30 }, dropped: 1 });
    await beat(client, ['health'], NOW + 2);
    expect((await cluster(client, NOW + 2)).health).toMatchObject({
      objects: { Pod: 5, Node: 1 },
      buffered: { records: 10, bytes: 730 },
      dropped: 3,
      forbiddenKinds: ['Secret'],
      behind,
      parts: [
        { components: ['state-watcher'], reportedAt: NOW, buffered: { records: 7, bytes: 700 }, dropped: 2 },
        { components: ['event-exporter', 'log-collector'], reportedAt: NOW + 1, buffered: { records: 3, bytes: 30 }, dropped: 1 },
        { components: ['health'], reportedAt: NOW + 2, dropped: 0 },
      ],
    });
  });
});

it('a heartbeat with more than a hundred kinds is not valid', () => {
  const objects = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`Kind${i}`, 1]));
  const { error } = heartbeat.safeParse({ cluster: 'prod', agentVersion: '1', components: [], objects });
  expect(error?.issues[0]).toMatchObject({ path: ['objects'], message: 'At most 100 kinds.' });
});

describe('a cluster that is removed', () => {
  const idOf = async (client: TenantContext) => (await listClusters(client.id, NOW))[0]?.id ?? '';

  it('frees its place in the plan, and may come again', async () => {
    const client = await newClient('free');
    await registerClusters(client, new Set(['first']));
    await removeCluster(client.id, await idOf(client), 'jo', NOW);
    expect(await listClusters(client.id, NOW)).toEqual([]);
    expect(isKnownCluster(client.id, 'first')).toBe(false);
    expect((await removedClusters()).get(client.id)).toEqual(new Map([['first', NOW]]));
    expect(await registerClusters(client, new Set(['second']))).toEqual(new Set());
    await removeCluster(client.id, await idOf(client), 'jo', NOW);
    expect(await registerClusters(client, new Set(['first']))).toEqual(new Set());
    expect((await listClusters(client.id, NOW)).map(({ name }) => name)).toEqual(['first']);
  });

  it('must have no agent that reports, and the error says how to get there', async () => {
    const client = await newClient('free');
    await recordHeartbeat(client, report('first'), NOW);
    const id = await idOf(client);
    await expect(removeCluster(client.id, id, 'jo', NOW + 99_000)).rejects.toMatchObject({
      status: 409,
      code: 'cluster_connected',
      detail: expect.stringContaining('Uninstall it with uninstall.sh'),
    });
    await removeCluster(client.id, id, 'jo', NOW + 101_000);
    await expect(removeCluster(client.id, id, 'jo', NOW)).rejects.toMatchObject({ status: 404 });
  });

  it('is in the audit log, and nobody else can remove it', async () => {
    const [client, other] = [await newClient('free'), await newClient('free')];
    await registerClusters(client, new Set(['first']));
    const id = await idOf(client);
    await expect(removeCluster(other.id, id, 'mallory', NOW)).rejects.toMatchObject({ status: 404 });
    await removeCluster(client.id, id, 'jo', NOW);
    const entries = await asSystem((tx) =>
      tx.auditEntry.findMany({ where: { tenantId: client.id }, select: { action: true, target: true } }),
    );
    expect(entries).toEqual([{ action: 'cluster.removed', target: 'first' }]);
  });
});
