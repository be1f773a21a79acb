import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { jobs, openJobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { takeFreePlan } from './index.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  jobs.provide(await openJobs(db.url));
});
afterAll(async () => {
  await jobs.use().close();
  await db.drop();
});

async function newClient(plan: 'free' | 'pro') {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => createTenant(tx, { id, name: id, plan, actor: 'test' }));
  return id;
}
const planOf = async (id: string) => (await inTenant(id, (tx) => tx.tenant.findUniqueOrThrow({ where: { id } }))).plan;
const queued = async (id: string) =>
  (await db.pool.query("SELECT 1 FROM pgboss.job WHERE name = 'provision' AND data->>'tenantId' = $1", [id])).rowCount;

describe('switching an unpaid plan to Free', () => {
  it('changes the plan, starts provisioning and is recorded in the audit log', async () => {
    const id = await newClient('pro');
    await takeFreePlan(id, 'ada@example.com');
    expect([await planOf(id), await queued(id)]).toEqual(['free', 1]);
    const acts = await inTenant(id, (tx) => tx.auditEntry.findMany({ where: { action: 'client.plan_changed' } }));
    expect(acts).toMatchObject([{ actor: 'ada@example.com', before: { plan: 'pro' }, after: { plan: 'free' } }]);
  });

  it('is refused for a client that pays or whose provisioning has started', async () => {
    const [paying, begun] = [await newClient('pro'), await newClient('pro')];
    await asSystem(async (tx) => {
      const period = { currentPeriodStart: new Date(), currentPeriodEnd: new Date() };
      await tx.subscription.create({
        data: { tenantId: paying, stripeId: `sub_${randomUUID()}`, status: 'active', plan: 'pro', ...period },
      });
      await tx.provisioningStep.update({
        where: { tenantId_name: { tenantId: begun, name: 'graph-database' } },
        data: { status: 'running' },
      });
    });
    for (const id of [paying, begun]) {
      await expect(takeFreePlan(id, 'ada@example.com')).rejects.toMatchObject({ status: 409, code: 'already_set_up' });
      expect([await planOf(id), await queued(id)]).toEqual(['pro', 0]);
    }
  });

  it('is refused with 404 for an unknown client', async () => {
    await expect(takeFreePlan('no-such-client', 'ada@example.com')).rejects.toMatchObject({ status: 404 });
  });
});
