import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { withRequest } from '#lib/platform/request-context.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { audit, eraseAudit, listAudit, sealAudit, verifyAudit, verifyAudits } from './index.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

/** A client with `entries` entries in its audit log. */
async function newLog(entries: number): Promise<string> {
  const tenantId = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => tx.tenant.create({ data: { id: tenantId, name: tenantId, plan: 'free' } }));
  for (let i = 0; i < entries; i++) await write(tenantId, `thing.changed_${i}`);
  return tenantId;
}
const write = (tenantId: string, action: string) =>
  asSystem((tx) =>
    audit(tx, { tenantId, actor: 'jo@example.com', action, target: 'x', before: { b: 1, a: [2, null] }, after: { ö: '€' } }),
  );

/** Seals everything, whatever other tests wrote. */
async function seal(): Promise<void> {
  while ((await sealAudit()) > 0);
}

/** What somebody can do who has the database, and takes the trigger away. */
async function tamper(sql: string): Promise<void> {
  await asSystem(async (tx) => {
    await tx.$executeRawUnsafe('ALTER TABLE audit_entries DISABLE TRIGGER keep_audit_entries');
    await tx.$executeRawUnsafe(sql);
    await tx.$executeRawUnsafe('ALTER TABLE audit_entries ENABLE TRIGGER keep_audit_entries');
  });
}

describe('the audit log of a client', () => {
  it('is a chain that is whole after sealing, however often and by however many it is sealed', async () => {
    const tenantId = await newLog(3);
    expect(await verifyAudit(tenantId)).toEqual({ tenantId, sealed: 0, unsealed: 3, erased: 0, broken: null });
    await Promise.all([seal(), seal(), seal()]);
    await write(tenantId, 'thing.changed_later');
    await seal();
    expect(await verifyAudit(tenantId)).toEqual({ tenantId, sealed: 4, unsealed: 0, erased: 0, broken: null });
  });

  it.each([
    ['changed', (t: string) => `UPDATE audit_entries SET actor = 'mallory' WHERE tenant_id = '${t}' AND place = 2`, 'changed'],
    [
      'changed in its values',
      (t: string) => `UPDATE audit_entries SET after = '{"x": 1}' WHERE tenant_id = '${t}' AND place = 1`,
      'changed',
    ],
    ['removed', (t: string) => `DELETE FROM audit_entries WHERE tenant_id = '${t}' AND place = 2`, 'missing'],
    [
      'replaced by the one after it',
      (t: string) =>
        `DELETE FROM audit_entries WHERE tenant_id = '${t}' AND place = 2; UPDATE audit_entries SET place = 2 WHERE tenant_id = '${t}' AND place = 3`,
      'changed',
    ],
  ])('shows that an entry was %s', async (_what, sql, reason) => {
    const tenantId = await newLog(3);
    await seal();
    for (const statement of sql(tenantId).split(';')) await tamper(statement);
    expect((await verifyAudit(tenantId)).broken?.reason).toContain(reason);
    const broken = (await verifyAudits(200)).filter((check) => check.broken).map((check) => check.tenantId);
    expect(broken).toContain(tenantId);
  });

  it('is checked with those of all others, a page of clients at a time', async () => {
    const made = [await newLog(1), await newLog(0), await newLog(2)];
    const all = (await verifyAudits(200)).map(({ tenantId }) => tenantId);
    expect(made.map((id) => all.includes(id))).toEqual([true, false, true]);
    const pages: string[] = [];
    for (let after: string | undefined; ; after = pages.at(-1)) {
      const page = await verifyAudits(2, after);
      expect(page.length).toBeLessThanOrEqual(2);
      pages.push(...page.map(({ tenantId }) => tenantId));
      if (page.length < 2) break;
    }
    expect(pages).toEqual(all);
  });

  it('cannot be changed or deleted through the database’s own door', async () => {
    const tenantId = await newLog(1);
    const refused = 'cannot be changed or deleted';
    await expect(asSystem((tx) => tx.auditEntry.updateMany({ where: { tenantId }, data: { actor: 'mallory' } }))).rejects.toThrow(refused);
    await expect(asSystem((tx) => tx.auditEntry.deleteMany({ where: { tenantId } }))).rejects.toThrow(refused);
    await seal();
    await expect(asSystem((tx) => tx.auditEntry.updateMany({ where: { tenantId }, data: { hash: null } }))).rejects.toThrow(refused);
  });

  it('goes with a client that is erased, and no other client’s does', async () => {
    const [gone, kept] = [await newLog(1), await newLog(1)];
    await asSystem((tx) => eraseAudit(tx, gone));
    expect([await listAudit(gone, 10), (await listAudit(kept, 10)).length]).toEqual([[], 1]);
    const erasing = asSystem(async (tx) => {
      await eraseAudit(tx, gone);
      await tx.auditEntry.deleteMany({ where: { tenantId: kept } });
    });
    await expect(erasing).rejects.toThrow('cannot be changed or deleted');
  });

  it('names the request and the address that caused an entry', async () => {
    const tenantId = await newLog(0);
    await withRequest({ requestId: 'r1', address: '203.0.113.7' }, () => write(tenantId, 'thing.changed'));
    await write(tenantId, 'thing.changed_by_itself');
    const entries = await listAudit(tenantId, 10);
    expect(entries.map(({ requestId, address }) => [requestId, address])).toEqual([
      [null, null],
      ['r1', '203.0.113.7'],
    ]);
  });

  it('is narrowed by actor, action or its object, and time', async () => {
    const tenantId = await newLog(2);
    await write(tenantId, 'api_key.created');
    const actions = async (filter: object) => (await listAudit(tenantId, 10, undefined, filter)).map(({ action }) => action);
    expect(await actions({ action: 'api_key' })).toEqual(['api_key.created']);
    expect(await actions({ action: 'thing.changed_0' })).toEqual(['thing.changed_0']);
    expect(await actions({ actor: 'JO@' })).toHaveLength(3);
    expect(await actions({ actor: 'nobody' })).toEqual([]);
    expect(await actions({ until: Date.UTC(2020, 0, 1) })).toEqual([]);
  });
});
