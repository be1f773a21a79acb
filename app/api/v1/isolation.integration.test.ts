import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteHandler } from '#lib/api/index.ts';
import { createApiKey, sessionCookie, sessionLimits, startSession } from '#lib/auth/index.ts';
import { sampleClusters } from '#lib/clusters/index.ts';
import { eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { addDestination, addPushSubscription } from '#lib/notifications/index.ts';
import { newDestinationInput } from '#lib/notifications/input.ts';
import { pushSubscriptionInput } from '#lib/notifications/push-input.ts';
import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { addScimToken } from '#lib/scim/index.ts';
import { claimDomain, recordOf } from '#lib/sso/index.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { type DnsServer, startDnsServer } from '#simulators/dns/index.ts';
import { allRoutes } from './routes.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const DIAGNOSIS = {
  verdict: 'incident',
  reason: '',
  symptoms: [],
  causes: [],
  chain: [],
  blastRadius: { affected: [], counts: { workloads: 0, pods: 0, services: 0, namespaces: 0 } },
  timeline: [],
  gaps: [],
};

/** Keys of a browser, from RFC 8291, appendix A. */
const BROWSER_KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};

interface Client {
  id: string;
  key: string;
  incident: string;
  /** Another incident that it is linked to, a comment on it that its key wrote, a link that shows it, and a view of its owner. */
  linked: string;
  comment: string;
  share: string;
  view: string;
  cluster: string;
  oldCluster: string;
  apiKey: string;
  spareKey: string;
  resource: string;
  /** The session cookie of an owner. */
  cookie: string;
  owner: string;
  /** Members and invitations, one for each operation that changes one. */
  members: string[];
  invitations: string[];
  /** Two mail domains that it claims. */
  domains: string[];
  scimToken: string;
  /** Two destinations, one of them to remove, and a message to the first. */
  destinations: string[];
  delivery: string;
  /** Two browsers of its owner that are notified, one of them to remove. */
  browsers: string[];
  /** An invoice with a month's usage. */
  invoice: string;
}

let dns: DnsServer;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let victim: Client;
let attacker: Client;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-isolation-'));
  dns = await startDnsServer();
  env.provide(readEnv({ DNS_SERVERS: dns.address }, () => 'the secret of the test, long enough for it'));
  mailPort.provide({ kind: 'outbox', send: async () => {} });
  eventLog.provide(await openPostgresEventLog(db.pool));
  graphStore.provide(await openEmbeddedGraphStore(folder));
  // Both clients have a sample cluster in this test, so that its operations do not respond with 404 because it is missing.
  sampleClusters.provide({
    stateOf: async () => ({ state: 'detached', cluster: 'sample', faults: [] }),
    attach: async () => {},
    detach: async () => {},
    switchFault: async () => {},
  });
  [victim, attacker] = [await newClient('victim'), await newClient('attacker')];
});
afterAll(async () => {
  await dns.close();
  await eventLog.use().close();
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A client with one object of every type that an address can refer to. */
async function newClient(name: string): Promise<Client> {
  const id = `${name}-${randomUUID().slice(0, 8)}`;
  const uid = randomUUID();
  const now = NOW.getTime();
  const { key, secret, ...made } = await asSystem(async (tx) => {
    await createTenant(tx, { id, name, plan: 'pro', actor: 'test' });
    await tx.tenant.update({ where: { id }, data: { status: 'active' } });
    const made = await createApiKey(tx, { tenantId: id, name: 'all', scopes: ['ingest', 'alerts', 'read', 'write'], actor: 'test' });
    const spare = await createApiKey(tx, { tenantId: id, name: 'spare', scopes: ['read'], actor: 'test' });
    const other = await createApiKey(tx, { tenantId: id, name: 'other', scopes: ['read'], actor: 'test' });
    const rows = await tx.incident.createManyAndReturn({
      data: [1, 2].map((number) => ({
        tenantId: id,
        number,
        cluster: 'prod',
        status: 'open',
        title: `secret of ${id}`,
        fingerprint: 'f',
        openedAt: NOW,
        lastSeenAt: NOW,
        diagnosedAt: NOW,
        diagnosis: DIAGNOSIS,
      })),
    });
    const [incident = '', linked = ''] = rows.map((row) => row.id).sort();
    const people = await newPeople(tx, id);
    await tx.incidentLink.create({ data: { tenantId: id, incidentId: incident, otherId: linked, linkedBy: 'test', at: NOW } });
    const comment = await tx.incidentComment.create({
      data: { tenantId: id, incidentId: incident, author: 'key all', body: `secret of ${id}`, at: NOW },
    });
    const share = await tx.incidentShare.create({
      data: {
        ...{ tenantId: id, incidentId: incident, tokenHash: randomUUID(), createdBy: 'test', createdAt: NOW },
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    });
    const view = await tx.incidentView.create({
      data: { tenantId: id, userId: people.owner, name: `secret of ${id}`, query: '', createdAt: NOW },
    });
    const { id: cluster } = await tx.cluster.create({ data: { tenantId: id, name: 'prod' } });
    await tx.deadLetter.create({
      data: { tenantId: id, source: 'edge', stream: 'events.normalized', reason: 'does_not_parse', detail: 'd', record: `secret of ${id}` },
    });
    const { id: oldCluster } = await tx.cluster.create({ data: { tenantId: id, name: 'old' } });
    const objects = { incident, linked, comment: comment.id, share: share.id, view: view.id, cluster, oldCluster };
    return { key: made.key, apiKey: spare.id, spareKey: other.id, ...objects, ...people };
  });
  const domains: string[] = [];
  for (const label of ['a', 'b']) {
    const claim = await claimDomain(id, `${label}.${id}.example`, 'test', now);
    dns.set(recordOf(claim).name, [recordOf(claim).value]);
    domains.push(claim.id);
  }
  const destinations: string[] = [];
  for (const name of ['one', 'two']) {
    const input = newDestinationInput.parse({ kind: 'webhook', name: `secret of ${id}`, url: `http://127.0.0.1:9/${name}` });
    destinations.push((await addDestination(id, input, 'test', now)).destination.id);
  }
  const delivery = await inTenant(id, async (tx) => {
    const [destinationId = ''] = destinations;
    const at = { createdAt: NOW, dueAt: NOW, attemptedAt: NOW };
    const row = { tenantId: id, destinationId, incidentId: made.incident, event: 'opened', state: 'failed', ...at };
    return (await tx.delivery.create({ data: { ...row, message: { id: 'msg_1', items: [], at: now } } })).id;
  });
  const browsers: string[] = [];
  for (const name of ['one', 'two']) {
    const subscription = {
      endpoint: `http://127.0.0.1:9/${id}/${name}`,
      keys: BROWSER_KEYS,
      name: `secret of ${id}`,
      severities: ['major'],
    };
    const added = await addPushSubscription(id, made.owner, pushSubscriptionInput.parse(subscription), 'test', now);
    browsers.push(added.id);
  }
  const scimToken = (await addScimToken(id, 'directory', 'test', now)).id;
  await eventLog.use().create(id, 7);
  await graphStore.use().create(id);
  const object = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `secret-of-${id}`, namespace: 'shop', uid } });
  await graphStore.use().apply(id, {
    nodes: [
      {
        label: 'Resource',
        key: `prod/${uid}`,
        kind: 'ConfigMap',
        props: {
          uid,
          cluster: 'prod',
          kind: 'ConfigMap',
          namespace: 'shop',
          name: `secret-of-${id}`,
          health: 'healthy',
          firstSeen: now,
          lastSeen: now,
          object,
          labels: [],
        },
      },
    ],
    edges: [],
  });
  const cookie = (await sessionCookie(secret)).split(';')[0] ?? '';
  const invoice = `in_${id}`;
  await asSystem(async (tx) => {
    const [start, end] = [new Date('2026-10-01'), new Date('2026-11-01')];
    const row = {
      id: invoice,
      tenantId: id,
      status: 'open',
      currency: 'usd',
      totalCents: 1,
      dueCents: 1,
      paidCents: 0,
      lines: [],
      createdAt: NOW,
    };
    await tx.invoice.create({ data: { ...row, periodStart: start, periodEnd: end } });
    await tx.billingPeriod.create({ data: { tenantId: id, periodStart: start, invoiceId: invoice, closedAt: NOW } });
  });
  const own = { domains, scimToken, destinations, browsers, delivery: String(delivery) };
  return { id, key, invoice, resource: `prod/${uid}`, cookie, ...own, ...made };
}

/** An owner with a session, three members and two invitations. */
async function newPeople(tx: Tx, tenantId: string) {
  const users: string[] = [];
  for (const role of ['owner', 'member', 'member', 'member'] as const) {
    const user = await tx.user.create({ data: { email: `secret-${randomUUID()}@${tenantId}.example`, name: `secret of ${tenantId}` } });
    await tx.membership.create({ data: { tenantId, userId: user.id, role } });
    users.push(user.id);
  }
  const [owner = '', ...members] = users;
  const invitations: string[] = [];
  for (let i = 0; i < 2; i++) {
    const times = { createdAt: NOW, expiresAt: new Date(Date.now() + 3_600_000) };
    const row = { tenantId, email: `${i}@${tenantId}.example`, role: 'viewer' as const, tokenHash: randomUUID(), invitedBy: 'test' };
    invitations.push((await tx.invitation.create({ data: { ...row, ...times } })).id);
  }
  const session = { userId: owner, methods: ['password' as const], address: '203.0.113.7', userAgent: 'a browser' };
  return { secret: await startSession(tx, session, sessionLimits(), Date.now()), members, invitations, owner };
}

const destinationOf = (client: Client) => ({ id: client.destinations[0] ?? '' });

/**
 * For every operation whose address refers to an object of a client: the parameters of an existing object, and of one that
 * does not exist. New operations must be added here; a test below checks that.
 */
const OBJECTS: Record<
  string,
  { of: (client: Client) => Record<string, string | string[]>; missing: () => Record<string, string | string[]>; body?: unknown }
> = {
  revokeApiKey: { of: (client) => ({ id: client.apiKey }), missing: () => ({ id: randomUUID() }) },
  rotateApiKey: { of: (client) => ({ id: client.spareKey }), missing: () => ({ id: randomUUID() }), body: { overlapHours: 1 } },
  renameCluster: { of: (client) => ({ id: client.oldCluster }), missing: () => ({ id: randomUUID() }), body: { displayName: 'Old' } },
  removeCluster: { of: (client) => ({ id: client.oldCluster }), missing: () => ({ id: randomUUID() }) },
  listRisks: { of: (client) => ({ id: client.cluster }), missing: () => ({ id: randomUUID() }) },
  getIncident: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }) },
  getIncidentEvidence: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }) },
  updateIncident: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }), body: { acknowledged: true } },
  resolveIncident: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }), body: { note: 'done' } },
  unresolveIncident: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }) },
  addComment: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }), body: { body: 'seen' } },
  removeComment: {
    of: (client) => ({ id: client.incident, commentId: client.comment }),
    missing: () => ({ id: randomUUID(), commentId: randomUUID() }),
  },
  linkIncidents: {
    of: (client) => ({ id: client.incident, otherId: client.linked }),
    missing: () => ({ id: randomUUID(), otherId: randomUUID() }),
  },
  unlinkIncidents: {
    of: (client) => ({ id: client.incident, otherId: client.linked }),
    missing: () => ({ id: randomUUID(), otherId: randomUUID() }),
  },
  listShares: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }) },
  shareIncident: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }), body: { days: 7 } },
  revokeShare: {
    of: (client) => ({ id: client.incident, shareId: client.share }),
    missing: () => ({ id: randomUUID(), shareId: randomUUID() }),
  },
  exportIncident: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }) },
  removeIncidentView: { of: (client) => ({ id: client.view }), missing: () => ({ id: randomUUID() }) },
  listSimilarIncidents: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }) },
  diagnoseIncident: { of: (client) => ({ id: client.incident }), missing: () => ({ id: randomUUID() }) },
  addFeedback: {
    of: (client) => ({ id: client.incident }),
    missing: () => ({ id: randomUUID() }),
    body: { verdict: 'corrected', code: 'app.crash' },
  },
  changeRole: { of: (client) => ({ id: client.members[0] ?? '' }), missing: () => ({ id: randomUUID() }), body: { role: 'viewer' } },
  removeMember: { of: (client) => ({ id: client.members[1] ?? '' }), missing: () => ({ id: randomUUID() }) },
  transferOwnership: { of: (client) => ({ id: client.members[2] ?? '' }), missing: () => ({ id: randomUUID() }) },
  resendInvitation: { of: (client) => ({ id: client.invitations[0] ?? '' }), missing: () => ({ id: randomUUID() }) },
  revokeInvitation: { of: (client) => ({ id: client.invitations[1] ?? '' }), missing: () => ({ id: randomUUID() }) },
  revokeScimToken: { of: (client) => ({ id: client.scimToken }), missing: () => ({ id: randomUUID() }) },
  explainInvoice: { of: (client) => ({ id: client.invoice }), missing: () => ({ id: 'in_missing' }) },
  exportInvoiceUsage: { of: (client) => ({ id: client.invoice }), missing: () => ({ id: 'in_missing' }) },
  getDestination: { of: destinationOf, missing: () => ({ id: randomUUID() }) },
  changeDestination: { of: destinationOf, missing: () => ({ id: randomUUID() }), body: { name: 'another' } },
  testDestination: { of: destinationOf, missing: () => ({ id: randomUUID() }) },
  rotateSigningSecret: { of: destinationOf, missing: () => ({ id: randomUUID() }), body: { overlapHours: 1 } },
  listDeliveries: { of: destinationOf, missing: () => ({ id: randomUUID() }) },
  replayDelivery: {
    of: (client) => ({ ...destinationOf(client), delivery: client.delivery }),
    missing: () => ({ id: randomUUID(), delivery: '1' }),
  },
  removeDestination: { of: (client) => ({ id: client.destinations[1] ?? '' }), missing: () => ({ id: randomUUID() }) },
  changePushSubscription: {
    of: (client) => ({ id: client.browsers[0] ?? '' }),
    missing: () => ({ id: randomUUID() }),
    body: { severities: ['minor'] },
  },
  testPushSubscription: { of: (client) => ({ id: client.browsers[0] ?? '' }), missing: () => ({ id: randomUUID() }) },
  removePushSubscription: { of: (client) => ({ id: client.browsers[1] ?? '' }), missing: () => ({ id: randomUUID() }) },
  verifyDomain: { of: (client) => ({ id: client.domains[0] ?? '' }), missing: () => ({ id: randomUUID() }) },
  removeDomain: { of: (client) => ({ id: client.domains[1] ?? '' }), missing: () => ({ id: randomUUID() }) },
  getResource: { of: (client) => ({ key: client.resource.split('/') }), missing: () => ({ key: ['prod', randomUUID()] }) },
};
/** Operations whose parameters do not refer to an object of a client. */
const NO_OBJECT = ['ingest', 'receiveAlerts', 'receiveOtlpLogs', 'switchSampleFault', 'getQuery', 'runQuery', 'exportQuery'];

/** Calls an operation as a client: with its API key or, where only people may, with the session of its owner. */
function callAs(client: Client, handler: RouteHandler, params: Record<string, string | string[]> = {}, body?: unknown): Promise<Response> {
  return handler.declaration.person ? call(handler, { cookie: client.cookie }, params, body) : call(handler, client.key, params, body);
}

function call(
  handler: RouteHandler,
  as: string | { cookie: string },
  params: Record<string, string | string[]> = {},
  body?: unknown,
): Promise<Response> {
  const { method, path } = handler.declaration;
  const url = `http://127.0.0.1:3000${path.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? 'x'))}`;
  const request = new Request(url, {
    method,
    headers: { 'Content-Type': 'application/json', ...(typeof as === 'string' ? { Authorization: `Bearer ${as}` } : as) },
    ...(body === undefined || method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

async function shown(response: Response): Promise<string> {
  // How many requests are left goes down with each.
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'ratelimit').sort();
  return JSON.stringify([response.status, headers, await response.text()]);
}

const named = allRoutes.filter(
  ({ declaration }) => declaration.access === 'tenant' && declaration.params && !NO_OBJECT.includes(declaration.operationId),
);

describe('an object of another client', () => {
  it('is covered by this test for every operation whose address refers to one', () => {
    expect(named.map(({ declaration }) => declaration.operationId).sort()).toEqual(Object.keys(OBJECTS).sort());
  });

  it.each(named.map((handler) => [handler.declaration.operationId, handler] as const))(
    'gets from %s byte for byte the same response as a missing one',
    async (operation, handler) => {
      const object = OBJECTS[operation];
      if (!object) throw new Error(`${operation} is missing in OBJECTS`);
      const foreign = await shown(await callAs(attacker, handler, object.of(victim), object.body));
      const missing = await shown(await callAs(attacker, handler, object.missing(), object.body));
      expect(foreign).toBe(missing);
      expect(JSON.parse(foreign)[0]).toBe(404);
    },
  );

  it.each(named.map((handler) => [handler.declaration.operationId, handler] as const))(
    'is accessible to its own client with %s',
    async (operation, handler) => {
      const object = OBJECTS[operation];
      if (!object) throw new Error(`${operation} is missing in OBJECTS`);
      // The operation before may have handed the ownership over.
      await asSystem((tx) => tx.membership.updateMany({ where: { userId: victim.owner }, data: { role: 'owner' } }));
      const own = await callAs(victim, handler, object.of(victim), object.body);
      expect([operation, own.status < 300]).toEqual([operation, true]);
    },
  );

  const lists = allRoutes.filter(
    ({ declaration }) => declaration.access === 'tenant' && declaration.method === 'GET' && !declaration.params,
  );
  it.each(lists.map((handler) => [handler.declaration.operationId, handler] as const))(
    'is never in the response of %s',
    async (operation, handler) => {
      const query = operation === 'listResources' ? '?q=secret' : '';
      const { path } = handler.declaration;
      const response = await handler(
        new Request(`http://127.0.0.1:3000${path}${query}`, { headers: { Authorization: `Bearer ${attacker.key}` } }),
        { params: Promise.resolve({}) },
      );
      const text = await response.text();
      if (operation === 'listDeadLetters') expect(text).toContain(`secret of ${attacker.id}`);
      for (const secret of [
        victim.id,
        victim.incident,
        victim.view,
        victim.apiKey,
        victim.resource,
        ...victim.members,
        ...victim.invitations,
        ...victim.domains,
        victim.scimToken,
        ...victim.destinations,
        ...victim.browsers,
        victim.invoice,
      ])
        expect(text).not.toContain(secret);
    },
  );
});

describe('authorization', () => {
  it.each(
    allRoutes
      .filter(({ declaration }) => declaration.access !== 'public')
      .map((handler) => [handler.declaration.operationId, handler] as const),
  )('is required by %s: 401 without a key, with an unknown one and with a revoked one', async (_operation, handler) => {
    const { method, path } = handler.declaration;
    const nobody = await handler(new Request(`http://127.0.0.1:3000${path}`, { method }), { params: Promise.resolve({}) });
    expect(nobody.status).toBe(401);
    expect((await call(handler, `kg_live_${victim.id}_${'x'.repeat(32)}`)).status).toBe(401);
    const revoked = await asSystem(async (tx) => {
      const made = await createApiKey(tx, {
        tenantId: victim.id,
        name: 'old',
        scopes: ['read', 'write', 'ingest', 'alerts'],
        actor: 'test',
      });
      await tx.apiKey.update({ where: { id: made.id }, data: { revokedAt: NOW } });
      return made.key;
    });
    expect((await call(handler, revoked)).status).toBe(401);
  });

  it.each(
    allRoutes
      .filter(({ declaration }) => declaration.access === 'staff')
      .map((handler) => [handler.declaration.operationId, handler] as const),
  )('hides %s from clients, for whom the admin area does not exist', async (_operation, handler) => {
    const response = await call(handler, victim.key, { id: attacker.id }, {});
    expect(response.status).toBe(404);
    expect((await response.json()).code).toBe('not_found');
  });

  it('limits a key to its scopes', async () => {
    const ingestOnly = await asSystem((tx) => createApiKey(tx, { tenantId: victim.id, name: 'agent', scopes: ['ingest'], actor: 'test' }));
    for (const handler of allRoutes.filter(({ declaration }) => declaration.access === 'tenant' && declaration.scope !== 'ingest')) {
      const response = await call(handler, ingestOnly.key, {}, {});
      expect([handler.declaration.operationId, response.status]).toEqual([handler.declaration.operationId, 403]);
    }
  });

  it('refuses a suspended client with 402 for everything that changes or sends data', async () => {
    const stopped = await newClient('stopped');
    await asSystem((tx) => tx.tenant.update({ where: { id: stopped.id }, data: { status: 'suspended' } }));
    const writing = allRoutes.filter(
      ({ declaration }) => declaration.access === 'tenant' && declaration.method !== 'GET' && !declaration.whileSuspended,
    );
    for (const handler of writing)
      expect([handler.declaration.operationId, (await callAs(stopped, handler, {}, {})).status]).toEqual([
        handler.declaration.operationId,
        402,
      ]);
    expect((await inTenant(stopped.id, (tx) => tx.apiKey.count())) > 0).toBe(true);
  });
});
