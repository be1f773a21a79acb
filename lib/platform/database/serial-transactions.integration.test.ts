import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase } from '../testing/database.ts';
import { asSystem } from './index.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

it('a transaction that loads several relations at once never uses a busy connection', async () => {
  // pg warns of this once a process: this file has a process of its own, and no other test in it.
  const warnings: string[] = [];
  const onWarning = ({ message }: Error) => warnings.push(message);
  process.on('warning', onWarning);
  await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id: 'several-relations', name: 'x', plan: 'pro', status: 'active' } });
    const tenant = await tx.tenant.findUnique({
      where: { id: 'several-relations' },
      include: { subscription: true, steps: true, memberships: true },
    });
    expect(tenant).toMatchObject({ subscription: null, steps: [], memberships: [] });
  });
  await nextTurn();
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
