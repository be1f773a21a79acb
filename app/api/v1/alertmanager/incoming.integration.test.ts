import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClock, limiters } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { createApiKey, type Scope } from '#lib/auth/index.ts';
import { eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { logsRequest, logsResponse } from '#lib/ingest/otlp/schema.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';
import type { Stream } from '#lib/wire/names.ts';
import { POST as receiveOtlp } from '../otlp/[cluster]/v1/logs/route.ts';
import { POST as receiveAlerts } from './[cluster]/route.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const CLIENT = 'sends-alerts';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
const keys = {} as Record<Scope, string>;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-incoming-'));
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  apiClock.provide(() => NOW);
  limiters.provide(memoryLimiter());
  eventLog.provide(await openPostgresEventLog(db.pool));
  await asSystem(async (tx) => {
    await createTenant(tx, { id: CLIENT, name: CLIENT, plan: 'pro', actor: 'test' });
    await tx.tenant.update({ where: { id: CLIENT }, data: { status: 'active' } });
    for (const scope of ['alerts', 'ingest'] as const)
      keys[scope] = (await createApiKey(tx, { tenantId: CLIENT, name: scope, scopes: [scope], actor: 'test' })).key;
  });
  await eventLog.use().create(CLIENT, 7);
});
afterAll(async () => {
  await eventLog.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

const params = { params: Promise.resolve({ cluster: 'prod' }) };
const end = async (stream: Stream) => Number((await eventLog.use().ends(CLIENT))[stream] ?? 0);

const alert = {
  status: 'firing',
  labels: { alertname: 'KubePodNotReady', namespace: 'shop', pod: 'cart-1' },
  annotations: {},
  startsAt: '2026-11-29T11:58:03Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: '',
  fingerprint: 'a1b2c3d4e5f60718',
};

function sendAlerts(body: object, key = keys.alerts): Promise<Response> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const url = 'http://127.0.0.1:3000/api/v1/alertmanager/prod';
  return receiveAlerts(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }), params);
}

describe('the webhook of Alertmanager', () => {
  it('takes alerts into the stream, refuses a broken one alone, and says how many were left out', async () => {
    const before = await end('alerts.normalized');
    const payload = { version: '4', status: 'firing', receiver: 'kg-rca', truncatedAlerts: 3, alerts: [alert, { status: 'odd' }] };
    const response = await sendAlerts(payload);
    expect([response.status, await response.json()]).toEqual([200, { accepted: 1, rejected: 1, truncated: 3 }]);
    expect(await end('alerts.normalized')).toBe(before + 1);
    const letters = await inTenant(CLIENT, (tx) => tx.deadLetter.findMany());
    expect(letters).toMatchObject([{ stream: 'alerts.normalized', reason: 'does_not_parse' }]);
  });

  it('wants a key that may send alerts, and such a key can do nothing else', async () => {
    expect((await sendAlerts({ version: '4', alerts: [] }, keys.ingest)).status).toBe(403);
    const other = await sendLogs(Buffer.from('{}'), 'application/json', keys.alerts);
    expect([other.status, (await other.json()).code]).toEqual([403, 'missing_scope']);
  });

  it('answers 503 where others get 429, because Alertmanager tries again only then', async () => {
    const log = eventLog.use();
    const full = () => Promise.reject(new Problem(429, 'behind', 'too much waits', { headers: { 'Retry-After': '7' } }));
    eventLog.provide({ ...log, append: full } as typeof log);
    const response = await sendAlerts({ version: '4', alerts: [{ ...alert, fingerprint: 'another' }] });
    eventLog.provide(log);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7']);
  });

  it('names what is wrong with another version', async () => {
    const response = await sendAlerts({ version: '3', alerts: [] });
    expect([response.status, (await response.json()).invalid_params[0].name]).toEqual([422, 'version']);
  });
});

const resource = {
  attributes: [
    { key: 'k8s.pod.uid', value: { stringValue: 'u-1' } },
    { key: 'k8s.pod.name', value: { stringValue: 'cart-1' } },
  ],
};
const logs = (...lines: string[]) => ({
  resourceLogs: [
    { resource, scopeLogs: [{ logRecords: lines.map((line) => ({ timeUnixNano: `${NOW}000000`, body: { stringValue: line } })) }] },
  ],
});

function sendLogs(body: Buffer, type: string, key = keys.ingest): Promise<Response> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': type };
  const url = 'http://127.0.0.1:3000/api/v1/otlp/prod/v1/logs';
  return receiveOtlp(new Request(url, { method: 'POST', headers, body: new Uint8Array(body) }), params);
}

describe('OTLP', () => {
  it('takes lines in JSON and protobuf into the stream of logs', async () => {
    const before = await end('logs.normalized');
    const json = await sendLogs(Buffer.from(JSON.stringify(logs('one', 'two'))), 'application/json');
    expect([json.status, await json.text()]).toEqual([200, '{}']);
    const bytes = Buffer.from(logsRequest.encode(logsRequest.fromObject(logs('three'))).finish());
    const protobuf = await sendLogs(bytes, 'application/x-protobuf');
    expect([protobuf.status, (await protobuf.arrayBuffer()).byteLength]).toEqual([200, 0]);
    expect(await end('logs.normalized')).toBe(before + 3);
  });

  it('takes more lines than one batch of an agent holds', async () => {
    const before = await end('logs.normalized');
    const many = Array.from({ length: 2_500 }, (_, i) => `line ${i}`);
    expect((await sendLogs(Buffer.from(JSON.stringify(logs(...many))), 'application/json')).status).toBe(200);
    expect(await end('logs.normalized')).toBe(before + 2_500);
  });

  it('answers a partial success with how many were refused and why', async () => {
    const message = logs('fine');
    message.resourceLogs.push({ ...message.resourceLogs[0]!, resource: { attributes: [] } });
    const bytes = Buffer.from(logsRequest.encode(logsRequest.fromObject(message)).finish());
    const answer = logsResponse.decode(new Uint8Array(await (await sendLogs(bytes, 'application/x-protobuf')).arrayBuffer()));
    expect(logsResponse.toObject(answer, { longs: Number })).toEqual({
      partialSuccess: { rejectedLogRecords: 1, errorMessage: expect.stringContaining('about no object of Kubernetes') },
    });
  });

  it('refuses a body that is none with 400, and another type with 415', async () => {
    expect((await sendLogs(Buffer.from('nothing'), 'application/json')).status).toBe(400);
    expect((await sendLogs(Buffer.from('nothing'), 'text/plain')).status).toBe(415);
  });
});
