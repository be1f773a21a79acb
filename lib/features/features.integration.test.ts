import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import {
  assertFeature,
  FEATURE_NAMES,
  featuresOf,
  hasFeature,
  listFeatures,
  missingFeatures,
  switchFeature,
  switchFeatureOf,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
beforeEach(() => switchFeature('mcp', true, 'test', NOW));
afterAll(() => db.drop());

async function newClient(): Promise<string> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => tx.tenant.create({ data: { id, name: id, plan: 'free' } }));
  return id;
}

describe('a feature', () => {
  it('is on for everybody as declared, off where the installation is switched, and otherwise for a client for which that was decided', async () => {
    const [one, other] = [await newClient(), await newClient()];
    expect(await hasFeature('mcp', one)).toBe(true);
    await switchFeature('mcp', false, 'jo', NOW);
    expect(await hasFeature('mcp', one)).toBe(false);
    await switchFeatureOf(one, 'mcp', true, 'jo', NOW);
    expect([await hasFeature('mcp', one), await hasFeature('mcp', other)]).toEqual([true, false]);
    await switchFeatureOf(one, 'mcp', null, 'jo', NOW);
    expect(await missingFeatures(one)).toEqual(['mcp']);
    expect(await featuresOf(one)).toContainEqual({ name: 'mcp', title: 'MCP server', forEverybody: false, decided: null });
  });

  it('that is off is refused with 403, which names it', async () => {
    const id = await newClient();
    await switchFeatureOf(id, 'queries', false, 'jo', NOW);
    await expect(assertFeature('queries', id)).rejects.toMatchObject({ status: 403, code: 'feature_off', detail: /^Query library/ });
    await expect(assertFeature('mcp', id)).resolves.toBeUndefined();
  });

  it('is listed with who switched it and with the clients that differ', async () => {
    const id = await newClient();
    await switchFeature('mcp', false, 'jo', NOW);
    await switchFeatureOf(id, 'mcp', true, 'ann', NOW);
    const mcp = (await listFeatures()).find(({ name }) => name === 'mcp');
    expect(mcp).toMatchObject({ isOn: false, changedBy: 'jo', changedAt: new Date(NOW), clients: [{ id, isOn: true }] });
  });
});

it('each decision is audited once: in the log of its client, or of the installation', async () => {
  const id = await newClient();
  for (let time = 0; time < 2; time++) await switchFeatureOf(id, 'web-push', false, 'jo', NOW);
  await switchFeatureOf(id, 'web-push', null, 'jo', NOW);
  const entries = await asSystem((tx) =>
    tx.auditEntry.findMany({ where: { tenantId: id, action: 'feature.switched' }, orderBy: { id: 'asc' } }),
  );
  expect(entries.map(({ target, after }) => [target, after])).toEqual([
    ['web-push', { isOn: false }],
    ['web-push', { isOn: null }],
  ]);
});

it('a client that does not exist gets no switch, and no client can read or set one', async () => {
  await expect(switchFeatureOf('no-such-client', 'mcp', false, 'jo', NOW)).rejects.toMatchObject({ status: 404 });
  const id = await newClient();
  await switchFeatureOf(id, 'mcp', false, 'jo', NOW);
  await inTenant(id, async (tx) => {
    expect(await tx.featureSwitch.count()).toBe(0);
    expect(await tx.featureSwitch.deleteMany()).toEqual({ count: 0 });
  });
});

it('no switch is dead: each is asked for somewhere in the product', () => {
  const root = join(import.meta.dirname, '../..');
  const sources = ['lib', 'app'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.') && !file.startsWith('features'))
      .map((file) => readFileSync(join(root, folder, file), 'utf8')),
  );
  const asked = new Set(sources.flatMap((text) => [...text.matchAll(/(?:Feature|featureTest)\('([\w-]+)'/g)].map(([, name]) => name)));
  expect([...asked].toSorted()).toEqual(FEATURE_NAMES.toSorted());
});
