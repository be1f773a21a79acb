import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, sealAudit, verifyAudit } from '#lib/audit/index.ts';
import { captureMails } from '#lib/auth/testing/people.ts';
import { stripePort } from '#lib/billing/index.ts';
import { type EventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { type GraphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { jobs, openJobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { setSuspended } from '#lib/tenants/index.ts';
import { deleteClient, deletionOf, isGenuine, type SignedReport, signedReport, tend, withdrawDeletion } from '../index.ts';
import { newMarkedClient, placesOf } from '../testing/marked-client.ts';
import { type DeletionParts, STEP_NAMES } from './erase.ts';
import { requestDeletion } from './requests.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const HOUR = 3_600_000;
const DUE = NOW + 168 * HOUR;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;
let folder: string;
let log: EventLog;
let graph: GraphStore;
let parts: DeletionParts;
const forgotten: string[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
  folder = await mkdtemp(join(tmpdir(), 'kg-deletion-'));
  log = await openPostgresEventLog(db.pool);
  graph = await openEmbeddedGraphStore(join(folder, 'graphs'));
  jobs.provide(await openJobs(db.url));
  parts = { graph, log, pool: db.pool, forgetRates: async (texts) => void forgotten.push(...texts) };
});
afterAll(async () => {
  await jobs.use().close();
  await graph.close();
  await log.close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

const newClient = () => newMarkedClient(db.pool, log, graph);
const statusOf = (id: string) => inTenant(id, (tx) => tx.tenant.findUniqueOrThrow({ where: { id } }));
const request = (id: string) => requestDeletion(id, id, 'jo@example.com', NOW);
async function reportOf(id: string): Promise<SignedReport> {
  const row = await asSystem((tx) => tx.clientDeletion.findUniqueOrThrow({ where: { tenantId: id } }));
  return signedReport.parse(row.report);
}
/** A subscription of tests that Stripe knows, and what is asked of Stripe about it. */
function fakeStripe() {
  const asked: unknown[] = [];
  const list = (...items: object[]) => ({
    async *[Symbol.asyncIterator]() {
      yield* items;
    },
  });
  const client = {
    subscriptions: { list: () => list({ id: 'sub_1', status: 'active' }), cancel: async (id: string) => void asked.push(['cancel', id]) },
    invoices: { list: () => list() },
    customers: { update: async (...args: unknown[]) => void asked.push(['update', ...args]) },
  };
  stripePort.provide({ client: client as never, webhookSecret: '', simulated: true, now: () => 0 });
  return asked;
}

describe('the request for the deletion of a client', () => {
  it('suspends it, tells the owners and is in the audit log; taken back, it is again what it was', async () => {
    const { id, marker } = await newClient();
    await expect(requestDeletion(id, 'another-id', 'jo@example.com', NOW)).rejects.toMatchObject({ status: 422 });
    await request(id);
    expect(await statusOf(id)).toMatchObject({ status: 'suspended', deletionDueAt: new Date(DUE) });
    expect(await deletionOf(id)).toEqual({ state: 'requested', requestedBy: 'jo@example.com', requestedAt: NOW, dueAt: DUE });
    await expect(request(id)).rejects.toMatchObject({ status: 409, code: 'deletion_requested' });
    await expect(setSuspended(id, false, 'paid', 'staff')).rejects.toMatchObject({ status: 409, code: 'deletion_requested' });
    await withdrawDeletion(id, 'jo@example.com');
    expect(await statusOf(id)).toMatchObject({ deletionDueAt: null, suspendedReason: null });
    expect((await statusOf(id)).status).not.toBe('suspended');
    expect(await deletionOf(id)).toBeUndefined();
    await expect(withdrawDeletion(id, 'jo@example.com')).rejects.toMatchObject({ status: 409, code: 'no_deletion' });
    const acts = await inTenant(id, (tx) =>
      tx.auditEntry.findMany({ where: { action: { startsWith: 'client.deletion' } }, orderBy: { id: 'asc' } }),
    );
    expect(acts.map(({ action }) => action)).toEqual(['client.deletion_requested', 'client.deletion_withdrawn']);
    expect(mails.sent.filter(({ to }) => to === `${marker}@example.com`).map(({ subject }) => subject)).toEqual([
      `The deletion of ${id} was requested`,
      `The deletion of ${id} was taken back`,
    ]);
  });

  it('leaves a client that was suspended before suspended for its old reason when it is taken back', async () => {
    const { id } = await newClient();
    await setSuspended(id, true, '3 failed payments', 'system');
    await request(id);
    await withdrawDeletion(id, 'jo@example.com');
    expect(await statusOf(id)).toMatchObject({ status: 'suspended', suspendedReason: '3 failed payments' });
  });

  it('is followed by one reminder a day before the end, and by the deletion only when the time is over', async () => {
    const { id, marker } = await newClient();
    await request(id);
    const reminders = () => mails.sent.filter(({ to, subject }) => to === `${marker}@example.com` && subject.includes('soon')).length;
    await tend(DUE - 25 * HOUR);
    expect(reminders()).toBe(0);
    await tend(DUE - 23 * HOUR);
    await tend(DUE - 22 * HOUR);
    expect(reminders()).toBe(1);
    await deleteClient(parts, id, () => DUE - 1);
    expect((await statusOf(id)).status).toBe('suspended');
    const queued = () => db.pool.query(`SELECT 1 FROM pgboss.job WHERE name = 'delete-client' AND data->>'tenantId' = $1`, [id]);
    await tend(DUE - 1);
    expect((await queued()).rowCount).toBe(0);
    await tend(DUE);
    expect((await queued()).rowCount).toBe(1);
  });
});

describe('the deletion of a client', () => {
  it('leaves no trace of any of its texts in any table or file, and everything of its neighbours', async () => {
    const [gone, neighbour] = [await newClient(), await newClient()];
    const before = await placesOf(neighbour.marker, db.pool, folder);
    expect(await placesOf(gone.marker, db.pool, folder)).toHaveLength(before.length);
    expect(before.length).toBeGreaterThan(25);
    const counts = await asSystem((tx) => tx.outboxMail.count());
    await request(gone.id);
    await deleteClient(parts, gone.id, () => DUE);
    expect(await placesOf(gone.marker, db.pool, folder)).toEqual([]);
    expect(await placesOf(neighbour.marker, db.pool, folder)).toEqual(before);
    expect(await asSystem((tx) => tx.outboxMail.count())).toBe(counts - 2);
    expect(Object.values(await log.ends(neighbour.id))).toEqual([1n, 1n, 1n, 1n, 1n]);
    expect((await graph.query(neighbour.id, 'MATCH (n) RETURN count(n) AS n'))[0]?.n).toBe(2);
    expect(forgotten).toEqual(expect.arrayContaining([`tenant ${gone.id}`, gone.owner, `${gone.marker}@example.com`]));
  });

  it('is reported to the owner with what was found where, signed, so that any change shows', async () => {
    const { id, marker } = await newClient();
    await request(id);
    await deleteClient(parts, id, () => DUE);
    const report = await reportOf(id);
    expect(await isGenuine(report)).toBe(true);
    expect(await isGenuine({ ...report, finishedAt: report.requestedAt })).toBe(false);
    const found = Object.fromEntries(report.removed.map(({ store, place, records }) => [`${store}: ${place}`, records]));
    expect(found).toMatchObject({
      'PostgreSQL: table incidents': 2,
      'PostgreSQL: accounts of members without another client': 1,
      'event log: records ever appended': 5,
      'graph: nodes and edges': 3,
    });
    expect(report.removed.every(({ left }) => left === 0)).toBe(true);
    expect(JSON.stringify(report)).not.toContain(marker);
    const mailed = mails.lastTo(`${marker}@example.com`);
    expect(mailed.subject).toBe(`${id} was deleted`);
    expect(await isGenuine(signedReport.parse(JSON.parse(mailed.text.slice(mailed.text.indexOf('{')))))).toBe(true);
  });

  it('keeps what accounting needs of invoices, and nothing else of them', async () => {
    const { id, marker } = await newClient();
    const invoice = {
      ...{
        id: `in_${randomUUID()}`,
        tenantId: id,
        number: 'KG-7',
        status: 'paid',
        currency: 'usd',
        totalCents: 9_900,
        dueCents: 9_900,
        paidCents: 9_900,
      },
      ...{ periodStart: new Date(NOW), periodEnd: new Date(NOW), createdAt: new Date(NOW), lines: [{ description: marker }] },
      ...{ hostedUrl: `https://pay.example/${marker}`, pdfUrl: `https://pay.example/${marker}.pdf` },
    };
    await asSystem((tx) => tx.invoice.create({ data: invoice }));
    await request(id);
    await deleteClient(parts, id, () => DUE);
    const kept = await asSystem((tx) => tx.invoice.findUniqueOrThrow({ where: { id: invoice.id } }));
    expect(kept).toMatchObject({ number: 'KG-7', totalCents: 9_900, paidCents: 9_900, hostedUrl: null, pdfUrl: null, lines: [] });
  });

  it('keeps the account of a member who belongs to another client, and of the staff', async () => {
    const [gone, other] = [await newClient(), await newClient()];
    await asSystem((tx) => tx.membership.create({ data: { tenantId: other.id, userId: gone.owner, role: 'viewer' } }));
    const staff = await asSystem((tx) => tx.user.create({ data: { email: `${randomUUID()}@example.com`, name: 'S', isStaff: true } }));
    await asSystem((tx) => tx.membership.create({ data: { tenantId: gone.id, userId: staff.id, role: 'member' } }));
    await request(gone.id);
    await deleteClient(parts, gone.id, () => DUE);
    const people = await asSystem((tx) =>
      tx.user.findMany({ where: { id: { in: [gone.owner, staff.id] } }, include: { memberships: true, sessions: true } }),
    );
    expect(people).toHaveLength(2);
    expect(people.flatMap(({ memberships }) => memberships.map(({ tenantId }) => tenantId))).toEqual([other.id]);
    expect(people.flatMap(({ sessions }) => sessions.map(({ activeClient }) => activeClient))).toEqual([null]);
  });

  it('leaves a chain of the audit log that can still be checked, without content; erased entries anywhere else are a breach', async () => {
    const [{ id, marker }, other] = [await newClient(), await newClient()];
    const write = (tenantId: string) => asSystem((tx) => audit(tx, { tenantId, actor: marker, action: 'thing.changed', target: marker }));
    await write(id);
    await write(other.id);
    await request(id);
    await deleteClient(parts, id, () => DUE);
    while ((await sealAudit()) > 0);
    const check = await verifyAudit(id);
    expect(check).toMatchObject({ unsealed: 0, broken: null });
    // The entry that says that the client was deleted follows those without content.
    expect(check.sealed).toBe(check.erased + 1);
    expect((await reportOf(id)).auditLog.entries).toBe(check.erased);
    await asSystem(async (tx) => {
      await tx.$executeRaw`SELECT set_config('app.erasing_audit', ${other.id}, true)`;
      await tx.$executeRaw`UPDATE audit_entries SET actor = '', target = '', erased_at = now() WHERE tenant_id = ${other.id}`;
    });
    expect((await verifyAudit(other.id)).broken?.reason).toContain('was changed');
  });

  it('ends the subscription at Stripe and takes the name off the customer there', async () => {
    const { id } = await newClient();
    const customer = `cus_${randomUUID()}`;
    await asSystem((tx) => tx.tenant.update({ where: { id }, data: { stripeCustomerId: customer } }));
    await request(id);
    // Without Stripe it cannot be ended: the deletion waits, and the staff see why.
    await expect(deleteClient(parts, id, () => DUE)).rejects.toThrow('Payments are not configured');
    expect((await asSystem((tx) => tx.clientDeletion.findUniqueOrThrow({ where: { tenantId: id } }))).error).toContain('subscription');
    const asked = fakeStripe();
    await deleteClient(parts, id, () => DUE);
    expect(asked).toEqual([
      ['cancel', 'sub_1'],
      ['update', customer, { name: id, email: '' }],
    ]);
    expect((await reportOf(id)).clientId).toBe(id);
  });

  it.each(STEP_NAMES.flatMap((step) => [[step, 'effective'] as const, [step, 'recorded'] as const]))(
    'goes on after its process died when the step %s was %s, and reports the same',
    async (step, moment) => {
      const { id, marker } = await newClient();
      await request(id);
      const death = new Error('the process died');
      const dying = deleteClient(
        parts,
        id,
        () => DUE,
        (name, when) => {
          if (name === step && when === moment) throw death;
        },
      );
      await expect(dying).rejects.toBe(death);
      await deleteClient(parts, id, () => DUE);
      expect(await placesOf(marker, db.pool, folder)).toEqual([]);
      const report = await reportOf(id);
      expect(report.removed.find(({ place }) => place === 'table incidents')?.records).toBe(2);
      expect(mails.sent.filter(({ to, subject }) => to === `${marker}@example.com` && subject.endsWith('was deleted'))).toHaveLength(1);
    },
  );

  it('removes again what arrived while it was removing, and only then reports', async () => {
    const { id } = await newClient();
    await request(id);
    const late = deleteClient(
      parts,
      id,
      () => DUE,
      (name, when) => {
        if (name === 'audit-log' && when === 'recorded') throw new Error('the process died');
      },
    );
    await expect(late).rejects.toThrow('died');
    await asSystem((tx) => tx.cluster.create({ data: { tenantId: id, name: 'late' } }));
    await expect(deleteClient(parts, id, () => DUE)).rejects.toThrow('something is left and is removed again: PostgreSQL, table clusters');
    await deleteClient(parts, id, () => DUE);
    expect((await reportOf(id)).clientId).toBe(id);
    expect(await asSystem((tx) => tx.cluster.count({ where: { tenantId: id } }))).toBe(0);
  });
});
