import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteHandler } from '#lib/api/index.ts';
import { principalOfApiKey, resetPassword, signInWithPassword } from '#lib/auth/index.ts';
import { eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { endRebuild, graphStore, noteRebuild, openEmbeddedGraphStore, wantedRebuilds } from '#lib/graph/index.ts';
import { listOutbox, mailPort, noMail, outboxMail } from '#lib/mail/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { jobs, openJobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { type ProvisioningParts, provision, startProvisioner, takeDefaultKey } from '#lib/provisioning/index.ts';
import { noteFailure, PROVISIONING_STEPS } from '#lib/tenants/index.ts';
import { countClient } from '#lib/usage/index.ts';
import { POST as INGEST } from '../ingest/[stream]/route.ts';
import { GET as WHO_AM_I } from '../me/route.ts';
import { POST as REBUILD } from './clients/[id]/graph-rebuild/route.ts';
import { POST as RETRY } from './clients/[id]/provisioning/route.ts';
import { GET as GET_CLIENT } from './clients/[id]/route.ts';
import { DELETE as RESUME, PUT as SUSPEND } from './clients/[id]/suspension/route.ts';
import { GET as LIST_CLIENTS, POST as OPEN_CLIENT } from './clients/route.ts';
import { GET as OVERVIEW } from './overview/route.ts';

const SECRET = 'the secret of the test, long enough for it';
const ADMIN_TOKEN = 'the-token-of-the-staff-in-this-test';
const UNTIL_MS = 30_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let parts: ProvisioningParts;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-admin-'));
  env.provide(readEnv({ ADMIN_TOKEN }, () => SECRET));
  eventLog.provide(await openPostgresEventLog(db.pool));
  graphStore.provide(await openEmbeddedGraphStore(folder));
  jobs.provide(await openJobs(db.url));
  mailPort.provide(outboxMail());
  parts = {
    graph: graphStore.use(),
    log: eventLog.use(),
    secretKey: SECRET,
    endpoint: 'http://127.0.0.1:3000',
    root: process.cwd(),
    agentVersion: '0.0.0-test',
  };
});
afterAll(async () => {
  await jobs.use().close();
  await eventLog.use().close();
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function call(handler: RouteHandler, given: { id?: string; query?: string; body?: unknown; token?: string } = {}) {
  const { method, path } = handler.declaration;
  const request = new Request(`http://127.0.0.1:3000${path.replace('{id}', given.id ?? '')}${given.query ?? ''}`, {
    method,
    headers: { Authorization: `Bearer ${given.token ?? ADMIN_TOKEN}`, 'Content-Type': 'application/json' },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
  });
  const response = await handler(request, { params: Promise.resolve({ id: given.id ?? '', stream: 'events.normalized' }) });
  return { status: response.status, body: await response.json() };
}

const newName = () => `Acme ${randomUUID().slice(0, 12)}`;
async function open(more: object = {}) {
  const { status, body } = await call(OPEN_CLIENT, { body: { name: newName(), plan: 'pro', ...more } });
  expect([status, body.detail]).toEqual([201, undefined]);
  return body as { client_id: string; api_key: string; created_at: string; invitation: string };
}

const eventsOf = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    eventId: `${i}/${randomUUID()}`,
    observedAt: Date.now(),
    cluster: 'prod',
    event: { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } },
  }));

describe('a client that the staff create', () => {
  it('gets a client ID from its name and an API key that works immediately', async () => {
    const name = newName();
    const { status, body } = await call(OPEN_CLIENT, { body: { name, plan: 'pro' } });
    expect(status).toBe(201);
    expect(body.client_id).toBe(name.toLowerCase().replace(' ', '-'));
    expect(Math.abs(Date.parse(body.created_at) - Date.now())).toBeLessThan(60_000);
    const me = await call(WHO_AM_I, { token: body.api_key });
    expect(me.body.client).toEqual({
      id: body.client_id,
      name,
      plan: 'pro',
      status: 'onboarding',
      deletionDueAt: null,
      suspendedFor: null,
      missingFeatures: [],
      clusterNames: {},
    });
    expect((await principalOfApiKey(body.api_key, Date.now()))?.scopes).toEqual(['ingest', 'read', 'write']);
  });

  it('has its API key shown only once: no later response contains it, and the database only has its hash', async () => {
    const { client_id, api_key } = await open();
    await provision(parts, client_id);
    const later = [await call(LIST_CLIENTS), await call(GET_CLIENT, { id: client_id }), await call(OVERVIEW)];
    expect(JSON.stringify(later)).not.toContain(api_key);
    expect(await takeDefaultKey(SECRET, client_id)).toBeUndefined();
    const rows = await inTenant(client_id, async (tx) => [await tx.apiKey.findMany(), await tx.credential.findMany()]);
    expect(JSON.stringify(rows)).not.toContain(api_key);
  });

  it('gets no second default key from provisioning, however often it runs', async () => {
    const { client_id, api_key } = await open();
    await provision(parts, client_id);
    await provision(parts, client_id);
    const keys = await inTenant(client_id, (tx) => tx.apiKey.findMany({ orderBy: { name: 'asc' } }));
    expect(keys.map((key) => key.name)).toEqual(['Agent', 'Default']);
    expect((await principalOfApiKey(api_key, Date.now()))?.tenant?.status).toBe('active');
  });

  it('gets the next available ID if the one for its name is taken, but a requested ID is never replaced', async () => {
    const name = newName();
    const [first, second] = [await open({ name }), await open({ name })];
    expect(second.client_id).not.toBe(first.client_id);
    expect(second.client_id.startsWith(first.client_id.slice(0, 10))).toBe(true);
    const before = (await call(LIST_CLIENTS, { query: '?limit=200' })).body.items.length;
    const clash = await call(OPEN_CLIENT, { body: { name, plan: 'pro', clientId: first.client_id } });
    expect([clash.status, clash.body.code]).toEqual([409, 'client_id_taken']);
    expect(clash.body.invalid_params[0].reason).toContain('Try ');
    const malformed = await call(OPEN_CLIENT, { body: { name, plan: 'pro', clientId: 'Not_An_Id' } });
    expect([malformed.status, malformed.body.invalid_params[0].name]).toEqual([422, 'clientId']);
    expect((await call(LIST_CLIENTS, { query: '?limit=200' })).body.items.length).toBe(before);
  });

  it('needs a name and an existing plan', async () => {
    const { status, body } = await call(OPEN_CLIENT, { body: { name: ' ', plan: 'platinum' } });
    expect(status).toBe(422);
    expect(body.invalid_params.map((one: { name: string }) => one.name).sort()).toEqual(['name', 'plan']);
  });

  it('has an owner who chooses a password with the link from the mail and signs in', async () => {
    const email = `owner-${randomUUID()}@example.com`;
    const { client_id, invitation } = await open({ email });
    expect(invitation).toBe('sent');
    const mail = (await listOutbox(20)).find((one) => one.recipient === email);
    const token = /reset\?token=(\w+)/.exec(mail?.text ?? '')?.[1] ?? '';
    await resetPassword({ token, password: 'a-long-enough-password' }, Date.now());
    expect(await signInWithPassword({ email, password: 'a-long-enough-password' }, Date.now())).toBeDefined();
    const detail = await call(GET_CLIENT, { id: client_id });
    expect(detail.body.members).toEqual([{ email, name: email.split('@')[0], role: 'owner' }]);
    await expect(resetPassword({ token, password: 'another-long-password' }, Date.now())).rejects.toMatchObject({ status: 422 });
  });

  it('is created, with its API key in the response, even if the mail to its owner cannot be sent', async () => {
    mailPort.provide(noMail());
    try {
      const { api_key, invitation } = await open({ email: `owner-${randomUUID()}@example.com` });
      expect(invitation).toBe('failed');
      expect(await principalOfApiKey(api_key, Date.now())).toBeDefined();
    } finally {
      mailPort.provide(outboxMail());
    }
  });
});

describe('the list of clients', () => {
  it('matches ID and name case-insensitively, and filters by status', async () => {
    const { client_id } = await open({ name: 'Zebra Crossing Ltd' });
    const ids = async (query: string) => (await call(LIST_CLIENTS, { query })).body.items.map((item: { id: string }) => item.id);
    expect(await ids('?search=ZEBRA')).toEqual([client_id]);
    expect(await ids('?search=zebra&status=onboarding')).toEqual([client_id]);
    expect(await ids('?search=zebra&status=suspended')).toEqual([]);
  });

  it('returns every client once, in pages', async () => {
    await open();
    const all = (await call(LIST_CLIENTS, { query: '?limit=200' })).body.items.map((item: { id: string }) => item.id);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { id: string }[]; nextCursor: string | null } = (
        await call(LIST_CLIENTS, { query: `?limit=2${cursor && `&cursor=${cursor}`}` })
      ).body;
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all);
  });
});

describe('suspension', () => {
  it('refuses data from the client but lets it read, until it is resumed; both with a reason in the audit log', async () => {
    const { client_id: id, api_key: token } = await open();
    await provision(parts, id);
    const send = () => call(INGEST, { token, body: { records: eventsOf(1) } });
    expect((await call(SUSPEND, { id, body: { reason: 'invoice open for 30 days' } })).status).toBe(200);
    expect((await call(SUSPEND, { id, body: { reason: 'asked twice' } })).status).toBe(200);
    expect((await send()).status).toBe(402);
    expect((await call(WHO_AM_I, { token })).body.client.status).toBe('suspended');
    expect((await call(GET_CLIENT, { id })).body).toMatchObject({ status: 'suspended', suspendedReason: 'invoice open for 30 days' });
    expect((await call(RESUME, { id, query: `?reason=${encodeURIComponent('paid by wire')}` })).status).toBe(200);
    expect((await send()).status).toBeLessThan(300);
    const acts = await inTenant(id, (tx) =>
      tx.auditEntry.findMany({ where: { action: { startsWith: 'client.' } }, orderBy: { id: 'asc' } }),
    );
    expect(acts.map((act) => [act.action, act.actor, (act.after as { reason?: string }).reason])).toEqual([
      ['client.created', 'staff token', undefined],
      ['client.suspended', 'staff token', 'invoice open for 30 days'],
      ['client.resumed', 'staff token', 'paid by wire'],
    ]);
  });

  it('needs a reason and an existing client', async () => {
    const { client_id: id } = await open();
    expect((await call(SUSPEND, { id, body: { reason: '' } })).status).toBe(422);
    expect((await call(SUSPEND, { id: 'no-such-client', body: { reason: 'because' } })).status).toBe(404);
    expect((await call(RESUME, { id: 'no-such-client' })).status).toBe(404);
  });

  it('of a client that is not set up yet keeps its onboarding status', async () => {
    const { client_id: id } = await open();
    await call(SUSPEND, { id, body: { reason: 'because' } });
    await call(RESUME, { id });
    expect((await call(GET_CLIENT, { id })).body).toMatchObject({ status: 'onboarding', suspendedReason: null });
  });
});

describe('the rebuild of a graph', () => {
  it('is queued for the graph builder with the requester, recorded in the audit log, and possible only once at a time', async () => {
    const { client_id: id } = await open();
    await provision(parts, id);
    expect((await call(GET_CLIENT, { id })).body.rebuild).toBeNull();
    expect((await call(REBUILD, { id })).status).toBe(202);
    expect((await call(GET_CLIENT, { id })).body.rebuild).toMatchObject({ state: 'wanted', requestedBy: 'staff token', error: null });
    expect(await wantedRebuilds()).toContain(id);
    expect((await call(REBUILD, { id })).body).toMatchObject({ status: 409, code: 'under_way' });
    await noteRebuild(id, 3n, 9n);
    expect((await call(GET_CLIENT, { id })).body.rebuild).toMatchObject({ state: 'running', applied: 3, total: 9 });
    await endRebuild(id, 5_000, 'the disk is full');
    expect((await call(GET_CLIENT, { id })).body.rebuild).toMatchObject({ state: 'failed', endedAt: 5_000, error: 'the disk is full' });
    expect(await wantedRebuilds()).not.toContain(id);
    expect((await call(REBUILD, { id })).status).toBe(202);
    await endRebuild(id, 6_000);
    expect((await call(GET_CLIENT, { id })).body.rebuild).toMatchObject({ state: 'done', error: null });
    const acts = await inTenant(id, (tx) => tx.auditEntry.findMany({ where: { action: 'graph.rebuild_requested' } }));
    expect(acts.map(({ actor }) => actor)).toEqual(['staff token', 'staff token']);
  });

  it('needs an active client', async () => {
    const { client_id: id } = await open();
    expect((await call(REBUILD, { id })).body).toMatchObject({ status: 409, code: 'not_active' });
    expect((await call(REBUILD, { id: 'no-such-client' })).status).toBe(404);
  });
});

describe('the overview of the provider', () => {
  it('lists what was skipped because it failed, with its client and reason', async () => {
    const { client_id: clientId } = await open();
    await noteFailure({ tenantId: clientId, work: 'diagnosis', subject: 'prod' }, new Error('too deep'), Date.now());
    const { skipped } = (await call(OVERVIEW)).body;
    expect(skipped.filter((one: { clientId: string }) => one.clientId === clientId)).toEqual([
      {
        clientId,
        work: 'diagnosis',
        subject: 'prod',
        error: 'too deep',
        times: 1,
        firstAt: expect.any(Number),
        lastAt: expect.any(Number),
      },
    ]);
  });

  it('sums up the recurring revenue, in cents, and the open invoices', async () => {
    const before = (await call(OVERVIEW)).body;
    const [running, late, over] = [await open({ plan: 'basic' }), await open({ plan: 'pro' }), await open({ plan: 'pro' })];
    await asSystem(async (tx) => {
      for (const [client, plan, monthlyCents] of [
        [running, 'basic', 9_900],
        [late, 'pro', 49_900],
        [over, 'pro', 49_900],
        [over, 'free', 0],
      ] as const)
        await tx.subscriptionChange.create({ data: { tenantId: client.client_id, at: new Date(0), plan, monthlyCents } });
      for (const [status, totalCents] of [
        ['open', 9_901],
        ['paid', 49_900],
      ] as const)
        await tx.invoice.create({
          data: {
            id: `in_${randomUUID()}`,
            tenantId: late.client_id,
            status,
            currency: 'usd',
            totalCents,
            dueCents: totalCents,
            paidCents: 0,
            periodStart: new Date(),
            periodEnd: new Date(),
            lines: [],
            createdAt: new Date(),
          },
        });
    });
    const after = (await call(OVERVIEW)).body;
    expect(after.monthlyRecurringCents - before.monthlyRecurringCents).toBe(9_900 + 49_900);
    expect(after.openInvoices).toEqual({ count: before.openInvoices.count + 1, cents: before.openInvoices.cents + 9_901 });
    const clients = (overview: typeof after) => overview.byStatus.reduce((sum: number, row: { clients: number }) => sum + row.clients, 0);
    expect(clients(after) - clients(before)).toBe(3);
  });

  it('balances the records: received = applied + duplicate + rejected + in flight, before and after counting', async () => {
    const { client_id: id, api_key: token } = await open();
    await provision(parts, id);
    const events = eventsOf(5);
    expect((await call(INGEST, { token, body: { records: [...events, events[0], { eventId: 'broken' }] } })).status).toBeLessThan(300);
    const balance = async () =>
      (await call(OVERVIEW)).body.balances.find((row: { clientId: string }) => row.clientId === id) as Record<string, number>;
    const waiting = await balance();
    expect(waiting).toMatchObject({ applied: 0, inFlight: 6, graphLag: 6, received: 7, rejected: 1 });
    await countClient({ pool: db.pool, log: eventLog.use(), clock: Date.now }, id);
    expect(await balance()).toMatchObject({ received: 7, applied: 5, duplicate: 1, rejected: 1, inFlight: 0, graphLag: 6, unaccounted: 0 });
    // As an agent may send it over Kafka: it gets into the log, and usage rejects it.
    await eventLog.use().append(id, 'events.normalized', [{ key: 'x', value: 'no message' }]);
    await countClient({ pool: db.pool, log: eventLog.use(), clock: Date.now }, id);
    expect(await balance()).toMatchObject({ received: 8, applied: 5, duplicate: 1, rejected: 2, inFlight: 0, unaccounted: 0 });
  });

  it('is also on the page of the client, with the lag of each stream, as long as the client has streams', async () => {
    const { client_id: id, api_key: token } = await open();
    expect((await call(GET_CLIENT, { id })).body.records).toBeNull();
    await provision(parts, id);
    await call(INGEST, { token, body: { records: eventsOf(3) } });
    await countClient({ pool: db.pool, log: eventLog.use(), clock: Date.now }, id);
    await call(INGEST, { token, body: { records: [...eventsOf(2), { eventId: 'broken' }] } });
    const { records } = (await call(GET_CLIENT, { id })).body;
    expect(records).toMatchObject({
      received: 6,
      applied: 3,
      rejected: 1,
      inFlight: 2,
      unaccounted: 0,
      deadLetters: { ever: 1, waiting: 1 },
    });
    expect(records.streams.filter(({ graphLag }: { graphLag: number }) => graphLag > 0)).toEqual([
      { stream: 'events.normalized', usageLag: 2, graphLag: 5 },
    ]);
    await asSystem((tx) => tx.tenant.update({ where: { id }, data: { status: 'closed' } }));
    expect((await call(GET_CLIENT, { id })).body.records).toBeNull();
  });

  it('is not balanced when the counters do not match the log', async () => {
    const { client_id: id, api_key: token } = await open();
    await provision(parts, id);
    await call(INGEST, { token, body: { records: eventsOf(3) } });
    await countClient({ pool: db.pool, log: eventLog.use(), clock: Date.now }, id);
    await inTenant(id, (tx) => tx.usageCounter.updateMany({ where: { tenantId: id, metric: 'events' }, data: { value: 4n } }));
    const { balances } = (await call(OVERVIEW)).body;
    expect(balances.find((row: { clientId: string }) => row.clientId === id)).toMatchObject({ received: 3, applied: 4, unaccounted: -1 });
  });

  it('names a component that does not respond, and those that are simulated or off', async () => {
    const { client_id: id } = await open();
    await provision(parts, id);
    const seen = async () =>
      Object.fromEntries((await call(OVERVIEW)).body.parts.map((part: { name: string; state: string }) => [part.name, part.state]));
    expect(await seen()).toEqual({ Database: 'ok', 'Event log': 'ok', 'Graph store': 'ok', Payments: 'off', Mail: 'simulated' });
    const works = graphStore.use();
    graphStore.provide({ ...works, positions: () => Promise.reject(new Error('the disk is gone')) });
    try {
      expect((await seen())['Graph store']).toBe('failing');
    } finally {
      graphStore.provide(works);
    }
  });
});

describe('the retry of a failed provisioning', () => {
  it('shows the error of the step and continues from there', async () => {
    const { client_id: id } = await open();
    const broken = { ...parts, root: join(folder, 'nowhere') };
    await expect(provision(broken, id)).rejects.toThrow('agent-package');
    const failing = (await call(OVERVIEW)).body.failing.find((row: { clientId: string }) => row.clientId === id);
    expect(failing).toMatchObject({ step: 'agent-package', attempts: 1 });
    expect(failing.error).not.toBe('');
    // The clients of other tests wait to be set up, too, and would come first.
    await db.pool.query("DELETE FROM pgboss.job WHERE state = 'created'");
    expect((await call(RETRY, { id })).status).toBe(202);
    await startProvisioner(parts);
    const until = Date.now() + UNTIL_MS;
    let client = (await call(GET_CLIENT, { id })).body;
    while (client.status !== 'active' && Date.now() < until) {
      await new Promise((again) => setTimeout(again, 100));
      client = (await call(GET_CLIENT, { id })).body;
    }
    expect(client.steps.map((step: { name: string; status: string; attempts: number }) => [step.name, step.status, step.attempts])).toEqual(
      PROVISIONING_STEPS.map((name) => [name, 'done', name === 'agent-package' ? 2 : 1]),
    );
  });

  it('needs an existing client', async () => {
    expect((await call(RETRY, { id: 'no-such-client' })).status).toBe(404);
  });
});
