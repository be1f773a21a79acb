import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrismaClient } from '../../../prisma/generated/client.ts';
import { freshDatabase } from '../testing/database.ts';
import { asSystem, inTenant, inTenantSql, openDatabase } from './index.ts';
import { SerialPrismaPg } from './serial-transactions.ts';
import { transactionOf } from './tenant-filter.ts';

/** Tables that belong to no client, and what they hold: a new table joins them only after some thought. */
const WITHOUT_TENANT = [
  '_prisma_migrations',
  'announcements',
  'client_id_reservations',
  'cost_rates',
  'email_tokens',
  'graph_servers',
  'health_samples',
  'installation_keys',
  'passkey_challenges',
  'passkeys',
  'plan_versions',
  'recovery_codes',
  'role_instances',
  'sessions',
  'shard_leases',
  'staff_tokens',
  'status_periods',
  'stripe_events',
  'tenants',
  'users',
];

let db: Awaited<ReturnType<typeof freshDatabase>>;
const [victim, attacker] = ['victim', 'attacker'].map((name) => `${name}-${randomUUID().slice(0, 8)}`) as [string, string];
let victimUser: string;

beforeAll(async () => {
  db = await freshDatabase();
  await asSystem(async (tx) => {
    for (const id of [victim, attacker]) {
      const user = await tx.user.create({ data: { email: `${id}@example.com`, name: id } });
      if (id === victim) victimUser = user.id;
      await tx.tenant.create({ data: { id, name: id, plan: 'free' } });
      await tx.membership.create({ data: { tenantId: id, userId: user.id, role: 'owner' } });
      await tx.apiKey.create({
        data: { tenantId: id, name: 'k', prefix: 'p', lastFour: 'abcd', hash: id, scopes: ['read'], createdBy: 'test' },
      });
      await tx.incident.create({
        data: {
          tenantId: id,
          number: 1,
          cluster: 'c',
          status: 'open',
          title: `secret of ${id}`,
          fingerprint: 'f',
          openedAt: new Date(),
          lastSeenAt: new Date(),
          diagnosedAt: new Date(),
          diagnosis: {},
        },
      });
      await tx.credential.create({ data: { tenantId: id, name: 'agent-key', ciphertext: 'c' } });
    }
  });
});
afterAll(() => db.drop());

async function tables(): Promise<{ name: string; tenant: boolean; enabled: boolean; forced: boolean; policies: number }[]> {
  const { rows } = await db.pool.query(
    `SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
            EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') AS tenant,
            (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')`,
  );
  return rows;
}

describe('the separation of clients in PostgreSQL', () => {
  it('covers every table: the database itself names none that lacks the tenant column or a forced policy', async () => {
    const all = await tables();
    expect(all.length).toBeGreaterThan(20);
    expect(
      all
        .filter((table) => !table.tenant)
        .map((table) => table.name)
        .sort(),
    ).toEqual(WITHOUT_TENANT);
    const open = all.filter((table) => table.name !== '_prisma_migrations' && !(table.enabled && table.forced && table.policies > 0));
    expect(open.map((table) => table.name)).toEqual([]);
  });

  it('shows a client its own rows only, whatever it asks for by id', async () => {
    await inTenant(attacker, async (tx) => {
      expect((await tx.incident.findMany()).map((row) => row.tenantId)).toEqual([attacker]);
      // Prisma's queries name the client; the policies hold those that do not.
      expect(await tx.$queryRaw`SELECT DISTINCT tenant_id FROM incidents`).toEqual([{ tenant_id: attacker }]);
      expect(await tx.apiKey.findMany({ where: { tenantId: victim } })).toEqual([]);
      expect(await tx.tenant.findUnique({ where: { id: victim } })).toBeNull();
      expect(await tx.credential.findUnique({ where: { tenantId_name: { tenantId: victim, name: 'agent-key' } } })).toBeNull();
      expect(await tx.user.findUnique({ where: { id: victimUser } })).toBeNull();
    });
  });

  it('lets nobody change, delete or insert rows of another client', async () => {
    expect(await inTenant(attacker, (tx) => tx.incident.updateMany({ where: { tenantId: victim }, data: { title: 'taken' } }))).toEqual({
      count: 0,
    });
    expect(await inTenant(attacker, (tx) => tx.apiKey.deleteMany({ where: { tenantId: victim } }))).toEqual({ count: 0 });
    await expect(
      inTenant(attacker, (tx) =>
        tx.apiKey.create({ data: { tenantId: victim, name: 'x', prefix: 'p', lastFour: 'abcd', hash: 'x', scopes: [], createdBy: 'x' } }),
      ),
    ).rejects.toThrow(/row-level security/);
    await expect(inTenant(attacker, (tx) => tx.incident.updateMany({ data: { tenantId: victim, number: 99 } }))).rejects.toThrow(
      /row-level security/,
    );
    expect(await inTenant(victim, (tx) => tx.incident.findMany({ select: { title: true } }))).toEqual([{ title: `secret of ${victim}` }]);
  });

  it('costs a client nothing for the rows of others: the conditions of all it reads name it, and every table has an index for that', async () => {
    const { rows } = await db.pool.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
         AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND a.attnum IN (i.indkey[0], i.indkey[1]))`,
    );
    expect(rows.map(({ name }) => name)).toEqual([]);
    const statements: string[] = [];
    const prisma = new PrismaClient({
      adapter: new SerialPrismaPg({ connectionString: db.url }),
      log: [{ emit: 'event', level: 'query' }],
    });
    prisma.$on('query', ({ query }) => statements.push(query));
    try {
      await transactionOf(prisma, victim, async (tx) => {
        await tx.incident.findMany({ where: { OR: [{ number: 1 }, { status: 'open' }] } });
        await tx.incident.findFirst();
        await tx.incident.count({ where: { tenantId: attacker } });
        await tx.incident.aggregate({ _max: { number: true } });
        await tx.incident.groupBy({ by: 'status' });
        await tx.incident.updateMany({ data: { title: 'new' } });
        await tx.incident.deleteMany({ where: { number: 2 } });
      });
    } finally {
      await prisma.$disconnect();
    }
    const ofIncidents = statements.filter((statement) => statement.includes('"incidents"'));
    expect(ofIncidents).toHaveLength(7);
    for (const statement of ofIncidents) expect(statement).toMatch(/WHERE .*"tenant_id" = \$/);
  });

  it('shows nothing to a connection that has set no scope', async () => {
    for (const { name } of (await tables()).filter((table) => table.name !== '_prisma_migrations')) {
      const { rows } = await db.pool.query(`SELECT count(*)::int AS n FROM ${name}`);
      expect([name, rows[0].n]).toEqual([name, 0]);
    }
  });

  it('does not carry a scope over to the next user of a pooled connection', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => {
        const mine = i % 2 ? victim : attacker;
        return inTenant(mine, async (tx) => expect((await tx.incident.findMany()).map((row) => row.tenantId)).toEqual([mine]));
      }),
    );
    expect(await db.prisma.incident.count()).toBe(0);
  });

  it('keeps the scope in which a key is looked up from everything else in the transaction', async () => {
    await inTenantSql(db.pool, attacker, async (sql) => {
      await sql.query(`SELECT * FROM principal_of_key(NULL, 'a hash', $1, now())`, [victim]);
      expect((await sql.query('SELECT DISTINCT tenant_id FROM incidents')).rows).toEqual([{ tenant_id: attacker }]);
    });
    await db.pool.query(`SELECT * FROM principal_of_key(NULL, 'a hash', $1, now())`, [victim]);
    expect((await db.pool.query('SELECT count(*)::int AS n FROM incidents')).rows).toEqual([{ n: 0 }]);
  });

  it('shows no client the tables of the installation', async () => {
    await inTenant(attacker, async (tx) => {
      expect(await tx.outboxMail.count()).toBe(0);
      expect(await tx.stripeEvent.count()).toBe(0);
      expect(await tx.emailToken.count()).toBe(0);
    });
    await expect(
      inTenant(attacker, (tx) => tx.user.create({ data: { email: 'planted@example.com', name: 'x', isStaff: true } })),
    ).rejects.toThrow(/row-level security/);
    expect(await inTenant(attacker, (tx) => tx.user.updateMany({ data: { isStaff: true } }))).toEqual({ count: 0 });
  });

  it('refuses at start a role to which the policies do not apply', async () => {
    const admin = new URL(db.url);
    admin.username = 'postgres';
    // Another database than the one that is dropped afterwards: only a superuser may end a superuser's connection, and the server may end it late.
    admin.pathname = '/postgres';
    await expect(openDatabase(admin.toString())).rejects.toThrow('DATABASE_URL: its role is a superuser');
  });
});
