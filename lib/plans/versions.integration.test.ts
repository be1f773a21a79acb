import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { PLANS, type Plan } from './plans.ts';
import { newestPlans } from './versions.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

const newId = () => `c-${randomUUID().slice(0, 18)}`;
const create = (id: string, plan: 'free' | 'basic' | 'pro' | 'enterprise') =>
  asSystem((tx) => tx.tenant.create({ data: { id, name: id, plan } }));
const read = (id: string) => asSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id } }));
const addVersion = (plan: 'basic' | 'pro', version: number, terms: Plan) =>
  asSystem((tx) => tx.planVersion.create({ data: { plan, version, terms: { ...terms, version }, note: 'test', createdBy: 'test' } }));

describe('the versions of plans', () => {
  it('begin with the plans in the code', async () => {
    const { basic: _, pro: __, ...untouched } = await newestPlans();
    expect(untouched).toEqual({ free: PLANS.free, enterprise: PLANS.enterprise });
    const first = await asSystem((tx) => tx.planVersion.findMany({ where: { version: 1 } }));
    expect(Object.fromEntries(first.map(({ plan, terms }) => [plan, terms]))).toEqual(PLANS);
  });

  it('hold for clients that came after them: a client keeps its version until somebody migrates it', async () => {
    const [early, late] = [newId(), newId()];
    await create(early, 'basic');
    await addVersion('basic', 2, { ...PLANS.basic, monthlyCents: 12_000 });
    await create(late, 'basic');
    expect(await read(early)).toMatchObject({ planVersion: 1, limits: PLANS.basic });
    expect(await read(late)).toMatchObject({ planVersion: 2, limits: { version: 2, monthlyCents: 12_000 } });
    expect((await newestPlans()).basic).toMatchObject({ version: 2, monthlyCents: 12_000 });

    await asSystem((tx) => tx.tenant.update({ where: { id: early }, data: { planVersion: 2 } }));
    expect(await read(early)).toMatchObject({ planVersion: 2, limits: { monthlyCents: 12_000 } });
  });

  it('are the newest for whoever changes the plan, and what was planned for the old plan is forgotten', async () => {
    const id = newId();
    await create(id, 'free');
    await addVersion('pro', 2, { ...PLANS.pro, retentionDays: 120 });
    await asSystem((tx) => tx.tenant.update({ where: { id }, data: { nextPlanVersion: 2, nextPlanVersionAt: new Date(0) } }));
    await asSystem((tx) => tx.tenant.update({ where: { id }, data: { plan: 'pro' } }));
    expect(await read(id)).toMatchObject({
      planVersion: 2,
      limits: { retentionDays: 120 },
      nextPlanVersion: null,
      nextPlanVersionAt: null,
    });
  });

  it('give the limits that hold, whatever is written into their column', async () => {
    const id = newId();
    await create(id, 'free');
    await asSystem((tx) => tx.tenant.update({ where: { id }, data: { limits: { eventsPerDay: null } } }));
    expect((await read(id)).limits).toEqual(PLANS.free);
  });

  it('cannot be left for one that does not exist', async () => {
    const id = newId();
    await create(id, 'free');
    await expect(asSystem((tx) => tx.tenant.update({ where: { id }, data: { planVersion: 9 } }))).rejects.toThrow();
    await expect(asSystem((tx) => tx.tenant.update({ where: { id }, data: { contractId: randomUUID() } }))).rejects.toThrow();
    expect(await read(id)).toMatchObject({ planVersion: 1, limits: PLANS.free });
  });
});
