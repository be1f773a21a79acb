import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST as receiveAlerts } from '#app/api/v1/alertmanager/[cluster]/route.ts';
import { apiClock, limiters } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { createApiKey } from '#lib/auth/index.ts';
import { eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { openEmbeddedGraphStore, type RebuildableGraphStore } from '#lib/graph/index.ts';
import { BEGIN, kubernetesObject, observed } from '#lib/graph/testing/cluster.ts';
import { diagnoserOf, getIncident, listIncidents, refreshIncidents } from '#lib/incidents/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { messageKey } from '#lib/wire/messages.ts';
import { startGraphBuilder } from './graph-builder.ts';

const CLIENT = 'has-alerts';
const NOW = BEGIN + 10 * 60_000;
/** What is wrong no longer closes after 20 seconds. */
const CLOSES_AFTER_MS = 21_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let store: RebuildableGraphStore;
let key: string;
let now = NOW;

beforeAll(async () => {
  db = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'kg-alert-evidence-'));
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  apiClock.provide(() => now);
  limiters.provide(memoryLimiter());
  eventLog.provide(await openPostgresEventLog(db.pool));
  store = await openEmbeddedGraphStore(folder);
  ({ key } = await asSystem(async (tx) => {
    await createTenant(tx, { id: CLIENT, name: CLIENT, plan: 'pro', actor: 'test' });
    await tx.tenant.update({ where: { id: CLIENT }, data: { status: 'active' } });
    return createApiKey(tx, { tenantId: CLIENT, name: 'alertmanager', scopes: ['alerts'], actor: 'test' });
  }));
  await eventLog.use().create(CLIENT, 7);
  await store.create(CLIENT);
});
afterAll(async () => {
  await store.close();
  await eventLog.use().close();
  await db.drop();
  rmSync(folder, { recursive: true });
});

/** A quota that is used up, which is an incident only for whoever has an alert about it. */
const quota = kubernetesObject('ResourceQuota', 'compute', {
  spec: { hard: { 'requests.cpu': '4' } },
  status: { hard: { 'requests.cpu': '4' }, used: { 'requests.cpu': '4' } },
});

async function sendAlert(status: 'firing' | 'resolved'): Promise<void> {
  const labels = { alertname: 'KubeQuotaFullyUsed', severity: 'warning', namespace: 'shop', resourcequota: 'compute' };
  const [startsAt, endsAt] = [new Date(NOW - 5 * 60_000), new Date(NOW - 1_000)].map((time) => time.toISOString());
  const alert = {
    status,
    labels,
    annotations: { summary: 'The quota compute is fully used' },
    startsAt,
    endsAt,
    fingerprint: 'a1b2c3d4e5f60718',
  };
  const request = new Request('http://127.0.0.1:3000/api/v1/alertmanager/prod', {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ version: '4', status, receiver: 'kg-rca', alerts: [alert] }),
  });
  const response = await receiveAlerts(request, { params: Promise.resolve({ cluster: 'prod' }) });
  expect([response.status, await response.json()]).toEqual([200, { accepted: 1, rejected: 0, truncated: 0 }]);
}

/** Brings the graph to the end of the log, diagnoses the cluster, and gives the evidence of its open incidents. */
async function evidence(): Promise<object[]> {
  const builder = startGraphBuilder({
    ...{ log: eventLog.use(), store, clients: async () => [CLIENT], clock: () => now },
    ...{ logger: pino({ level: 'silent' }), pollMs: 3_600_000 },
  });
  await builder.idle();
  await builder.stop();
  const { groups } = await diagnoserOf(store).problems(CLIENT, 'prod', windowUntil(now));
  await refreshIncidents(CLIENT, 'prod', groups, now);
  const open = await listIncidents(CLIENT, { status: 'open', limit: 10 });
  const incidents = await Promise.all(open.map(({ id }) => getIncident(CLIENT, id)));
  return incidents.flatMap(({ diagnosis }) => diagnosis.causes.flatMap(({ evidenceFor }) => evidenceFor.map(({ source }) => source)));
}

it('an alert that Alertmanager posts opens an incident whose evidence it is, until it is resolved', async () => {
  const message = observed(quota, 1);
  const record = { key: messageKey('state.k8s.resource', message), value: JSON.stringify(message) };
  await eventLog.use().append(CLIENT, 'state.k8s.resource', [record]);
  expect(await evidence()).toEqual([]);
  await sendAlert('firing');
  const source = { type: 'alert', name: 'KubeQuotaFullyUsed', summary: 'The quota compute is fully used', at: NOW - 5 * 60_000 };
  expect(await evidence()).toContainEqual(source);
  now += CLOSES_AFTER_MS;
  await sendAlert('resolved');
  expect(await evidence()).toEqual([]);
});
