import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createApiKey, principalOfApiKey, type Scope } from '#lib/auth/index.ts';
import { openPostgresEventLog } from '#lib/event-log/index.ts';
import { openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { type ProvisioningParts, provision, provisioningParts } from '#lib/provisioning/index.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { GET as GET_ONBOARDING } from '../onboarding/route.ts';
import { GET } from './route.ts';

const SECRET = 'the secret of the test, long enough for it';
const ENDPOINT = 'https://rca.example.com';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let parts: ProvisioningParts;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-package-'));
  env.provide(readEnv({}, () => SECRET));
  parts = {
    graph: await openEmbeddedGraphStore(folder),
    log: await openPostgresEventLog(db.pool),
    secretKey: SECRET,
    endpoint: ENDPOINT,
    root: process.cwd(),
    agentVersion: '1.2.3',
  };
  provisioningParts.provide(parts);
});
afterAll(async () => {
  await parts.log.close();
  await parts.graph.close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function newClient(scopes: Scope[], plan: 'free' | 'pro' = 'free') {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const { key } = await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan, actor: 'test' });
    return createApiKey(tx, { tenantId: id, name: 'test', scopes, actor: 'test' });
  });
  return { id, key };
}

const download = (key: string, query = '') =>
  GET(new Request(`http://127.0.0.1:3000/api/v1/agent-package${query}`, { headers: { Authorization: `Bearer ${key}` } }), {
    params: Promise.resolve({}),
  });

describe('the download of the agent package', () => {
  it('is a zip file with the address, the cluster name and the client’s agent key, which can only send', async () => {
    const { id, key } = await newClient(['write']);
    await provision(parts, id);
    const response = await download(key, '?cluster=prod-eu');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${id}-installation.zip"`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const values = parse(strFromU8(files[`${id}/${id}-values.yaml`] ?? new Uint8Array()));
    expect(values).toMatchObject({ endpoint: ENDPOINT, clusterName: 'prod-eu' });
    expect(await principalOfApiKey(values.apiKey, Date.now())).toMatchObject({ tenant: { id }, scopes: ['ingest'] });
  });

  it('is recorded in the audit log with actor and cluster', async () => {
    const { id, key } = await newClient(['write']);
    await provision(parts, id);
    await download(key, '?cluster=prod-eu');
    const acts = await inTenant(id, (tx) => tx.auditEntry.findMany({ where: { action: 'agent_package.downloaded' } }));
    expect(acts).toMatchObject([{ actor: 'key test', target: 'prod-eu' }]);
  });

  it('is refused with 409 until the client is set up', async () => {
    const { key } = await newClient(['write']);
    const response = await download(key);
    expect(response.status).toBe(409);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.json()).toMatchObject({ code: 'not_provisioned' });
  });

  it('is refused for a read-only key and for an invalid cluster name', async () => {
    const { id, key } = await newClient(['read']);
    await provision(parts, id);
    expect((await download(key)).status).toBe(403);
    const writing = await newClient(['write']);
    expect((await download(writing.key, '?cluster=No_Name')).status).toBe(422);
  });
});

describe('the onboarding progress', () => {
  const ask = async (key: string) =>
    (
      await GET_ONBOARDING(new Request('http://127.0.0.1:3000/api/v1/onboarding', { headers: { Authorization: `Bearer ${key}` } }), {
        params: Promise.resolve({}),
      })
    ).json();

  it('includes a payment for a paid plan without a subscription, but not for Free', async () => {
    const [free, pro] = [await newClient(['read']), await newClient(['read'], 'pro')];
    expect(await ask(free.key)).toMatchObject({ needsPayment: false, sample: 'unavailable', firstDataAt: null });
    expect(await ask(pro.key)).toMatchObject({ needsPayment: true });
    await asSystem((tx) =>
      tx.subscription.create({
        data: {
          tenantId: pro.id,
          stripeId: `sub_${randomUUID()}`,
          status: 'active',
          plan: 'pro',
          currentPeriodStart: new Date(),
          currentPeriodEnd: new Date(),
        },
      }),
    );
    expect(await ask(pro.key)).toMatchObject({ needsPayment: false });
  });

  it('includes no payment for a client that the staff provisioned on a paid plan', async () => {
    const { id, key } = await newClient(['read'], 'pro');
    await provision(parts, id);
    expect(await ask(key)).toMatchObject({ needsPayment: false, installCommand: expect.stringContaining(`${id}-installation.zip`) });
  });
});
