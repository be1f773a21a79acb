import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addStaffToken, createApiKey, type MemberRole, SCOPES, sessionCookie, sessionLimits, startSession } from '#lib/auth/index.ts';
import { type EventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { type EmbeddedServer, startEmbeddedPostgres } from '#lib/platform/database/embedded.ts';
import { asSystem, database, openDatabase } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { addScimToken } from '#lib/scim/index.ts';
import { type Product, startProduct } from './product.ts';

const root = join(import.meta.dirname, '..');
const SECRET_KEY = 'the secret of a product under test, long enough for it';
const ADMIN_TOKEN = 'the-staff-token-of-a-product-under-test';

/** A client of the product, and what it has that an address can refer to. */
export interface OpenedClient {
  id: string;
  key: string;
  /** How many of its records were rejected: it has sent one, to see whether it can send. */
  rejected: number;
  /** Ids of an incident, an API key, an invitation and a dead letter. */
  ids: string[];
}

/**
 * The product as a user starts it, on a PostgreSQL that this process opens too: so keys and sessions of people can be made without the
 * throttles of sign-ins, and what was accepted can be looked up in the event log. Behind one trusted proxy, so that a request may name its address.
 */
export interface OpenedProduct extends Product {
  adminToken: string;
  log: EventLog;
  /** Opens a client of the Enterprise plan, which is the one with the highest limits, and waits until it can send. */
  newClient(): Promise<OpenedClient>;
  /** Another API key of a client, which may do all that a key may. */
  newKey(clientId: string): Promise<string>;
  /** The session cookie of a new person: of the staff, or with a role in a client. */
  newSession(of: { clientId: string; role: MemberRole } | 'staff'): Promise<string>;
  /** A new token of a client's directory. */
  newScimToken(clientId: string): Promise<string>;
  /** A new token of the staff. Each has a rate limit of its own. */
  newStaffToken(): Promise<string>;
}

/** Starts PostgreSQL and the product on it; `variables` are added to its environment. `end()` stops both and deletes their data. */
export async function openProduct(variables: Record<string, string> = {}): Promise<OpenedProduct> {
  const folder = await mkdtemp(join(root, '.cache-opened-'));
  const server = await startEmbeddedPostgres(join(folder, 'postgres'), 'test');
  const settings = { DATABASE_URL: server.url, SECRET_KEY, ADMIN_TOKEN, TRUSTED_PROXIES: '1', ...variables };
  try {
    const product = await startProduct(settings, ['--log', 'json']);
    return await opened(product, server, folder, settings);
  } catch (error) {
    await remove(server, folder);
    throw error;
  }
}

async function opened(product: Product, server: EmbeddedServer, folder: string, settings: Record<string, string>): Promise<OpenedProduct> {
  const db = await openDatabase(server.url, 6);
  database.provide(db);
  env.provide(readEnv({ ...settings, PORT: new URL(product.url).port }, () => ''));
  // What is made here tells nobody.
  mailPort.provide({ kind: 'outbox', send: async () => {} });
  const log = await openPostgresEventLog(db.pool);
  const additions = {
    adminToken: ADMIN_TOKEN,
    log,
    newClient: () => newClient(product.url),
    newKey,
    newSession,
    async newScimToken(clientId: string) {
      return (await addScimToken(clientId, 'test', 'test', Date.now())).token;
    },
    async newStaffToken() {
      const input = { name: `test ${randomUUID()}`, scopes: ['read', 'write'] as const, actor: 'test' };
      return (await addStaffToken(input, Date.now())).token;
    },
    async end() {
      await product.end();
      await log.close();
      await db.close();
      await remove(server, folder);
    },
  };
  return Object.defineProperties(additions, {
    ...Object.fromEntries(
      (['url', 'healthUrl', 'dataDir', 'pid', 'kill', 'start', 'stop', 'output'] as const).map((name) => [
        name,
        { get: () => product[name] },
      ]),
    ),
  }) as OpenedProduct;
}

async function remove(server: EmbeddedServer, folder: string): Promise<void> {
  await server.stop();
  await rm(server.dataDir, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

async function newClient(url: string): Promise<OpenedClient> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const answer = await fetch(`${url}/api/v1/admin/clients`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: `Client ${id}`, plan: 'enterprise', clientId: id }),
  });
  if (answer.status !== 201) throw new Error(`a client could not be opened: ${answer.status} ${await answer.text()}`);
  const { api_key: key } = await answer.json();
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  // Until its streams exist, a client is told to wait; the record itself is not one that is accepted.
  while ((await fetch(`${url}/api/v1/ingest/alerts.normalized`, { method: 'POST', headers, body: '{"records":[{}]}' })).status === 409)
    await new Promise((again) => setTimeout(again, 20));
  return { id, key, rejected: 1, ids: await newObjects(id) };
}

async function newObjects(tenantId: string): Promise<string[]> {
  const now = new Date();
  return asSystem(async (tx) => {
    const incident = await tx.incident.create({
      data: {
        ...{ tenantId, number: 1, cluster: 'prod', status: 'open', title: 'an incident', fingerprint: 'f' },
        ...{ openedAt: now, lastSeenAt: now, diagnosedAt: now, diagnosis: DIAGNOSIS },
      },
    });
    const invitation = await tx.invitation.create({
      data: {
        ...{ tenantId, email: `${randomUUID()}@example.com`, role: 'viewer', tokenHash: randomUUID(), invitedBy: 'test' },
        ...{ createdAt: now, expiresAt: new Date(now.getTime() + 86_400_000) },
      },
    });
    const key = await createApiKey(tx, { tenantId, name: 'spare', scopes: ['read'], actor: 'test' });
    const letter = await tx.deadLetter.findFirstOrThrow({ where: { tenantId } });
    return [incident.id, invitation.id, key.id, String(letter.id)];
  });
}

const DIAGNOSIS = {
  ...{ verdict: 'incident', reason: '', symptoms: [], causes: [], chain: [], timeline: [], gaps: [] },
  blastRadius: { affected: [], counts: { workloads: 0, pods: 0, services: 0, namespaces: 0 } },
};

async function newKey(tenantId: string): Promise<string> {
  return asSystem(async (tx) => (await createApiKey(tx, { tenantId, name: 'test', scopes: SCOPES, actor: 'test' })).key);
}

async function newSession(of: { clientId: string; role: MemberRole } | 'staff'): Promise<string> {
  const secret = await asSystem(async (tx) => {
    const email = `${randomUUID()}@example.com`;
    const user = await tx.user.create({ data: { email, name: 'A person', emailVerifiedAt: new Date(), isStaff: of === 'staff' } });
    if (of !== 'staff') await tx.membership.create({ data: { tenantId: of.clientId, userId: user.id, role: of.role } });
    const session = { userId: user.id, methods: ['password' as const], address: '203.0.113.7', userAgent: 'a browser' };
    return startSession(tx, session, sessionLimits(), Date.now());
  });
  return (await sessionCookie(secret)).split(';')[0] ?? '';
}
