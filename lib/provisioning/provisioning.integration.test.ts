import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { principalOfApiKey } from '#lib/auth/index.ts';
import { type EventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { type GraphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant, PROVISIONING_STEPS } from '#lib/tenants/index.ts';
import { agentKey, type ProvisioningParts, packageFor, provision, provisioningSteps, removeDataPlane, takeDefaultKey } from './index.ts';

const SECRET = 'the secret of the test, long enough for it';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let log: EventLog;
let graph: GraphStore;
let folder: string;
let parts: ProvisioningParts;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-provision-'));
  log = await openPostgresEventLog(db.pool);
  graph = await openEmbeddedGraphStore(join(folder, 'here'));
  parts = { graph, log, secretKey: SECRET, endpoint: 'http://127.0.0.1:3000', root: process.cwd(), agentVersion: '0.0.0-test' };
});
afterAll(async () => {
  await graph.close();
  await log.close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function newClient(): Promise<string> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => createTenant(tx, { id, name: id, plan: 'free', actor: 'test' }));
  return id;
}

describe('provisioning', () => {
  it('creates graph, streams, keys and package, and then activates the client', async () => {
    const id = await newClient();
    await provision(parts, id);
    expect((await provisioningSteps(id)).map((step) => [step.name, step.status, step.attempts])).toEqual(
      PROVISIONING_STEPS.map((name) => [name, 'done', 1]),
    );
    expect((await inTenant(id, (tx) => tx.tenant.findUniqueOrThrow({ where: { id } }))).status).toBe('active');
    expect(await graph.positions(id)).toEqual({});
    expect(Object.values(await log.ends(id))).toEqual([0n, 0n, 0n, 0n, 0n]);
    expect((await packageFor(parts, id, 'prod')).byteLength).toBeGreaterThan(10_000);
  });

  it('creates an agent key that can only send', async () => {
    const id = await newClient();
    await provision(parts, id);
    expect(await principalOfApiKey(await agentKey(SECRET, id), Date.now())).toMatchObject({ tenant: { id }, scopes: ['ingest'] });
  });

  it('replaces the agent key in the next package after it was revoked', async () => {
    const id = await newClient();
    await provision(parts, id);
    const first = await agentKey(SECRET, id);
    expect(await agentKey(SECRET, id)).toBe(first);
    await inTenant(id, (tx) => tx.apiKey.updateMany({ where: { name: 'Agent' }, data: { revokedAt: new Date() } }));
    const second = await agentKey(SECRET, id);
    expect(second).not.toBe(first);
    expect(await principalOfApiKey(second, Date.now())).toMatchObject({ tenant: { id }, scopes: ['ingest'] });
    expect(await agentKey(SECRET, id)).toBe(second);
  });

  it('makes one key for each cluster that a package is downloaded for, named after it, and another once it was revoked', async () => {
    const id = await newClient();
    await provision(parts, id);
    const keyIn = async (cluster: string) => {
      const files = unzipSync(await packageFor(parts, id, cluster));
      return (parse(strFromU8(files[`${id}/${id}-values.yaml`]!)) as { apiKey: string }).apiKey;
    };
    const [first, again] = await Promise.all([keyIn('prod-eu-1'), keyIn('prod-eu-1')]);
    const other = await keyIn('prod-us-1');
    expect(again).toBe(first);
    expect(new Set([first, other, await agentKey(SECRET, id)]).size).toBe(3);
    const names = async () =>
      (await inTenant(id, (tx) => tx.apiKey.findMany({ select: { name: true }, orderBy: { name: 'asc' } }))).map(({ name }) => name);
    expect(await names()).toEqual(['Agent', 'Agent of prod-eu-1', 'Agent of prod-us-1', 'Default']);
    await inTenant(id, (tx) => tx.apiKey.updateMany({ where: { name: 'Agent of prod-eu-1' }, data: { revokedAt: new Date() } }));
    expect(await keyIn('prod-eu-1')).not.toBe(first);
    expect(await keyIn('prod-us-1')).toBe(other);
  });

  it('returns the default key once', async () => {
    const id = await newClient();
    await provision(parts, id);
    const key = await takeDefaultKey(SECRET, id);
    expect(await principalOfApiKey(key ?? '', Date.now())).toMatchObject({ tenant: { id }, scopes: ['ingest', 'read', 'write'] });
    expect(await takeDefaultKey(SECRET, id)).toBeUndefined();
    await provision(parts, id);
    expect(await takeDefaultKey(SECRET, id)).toBeUndefined();
  });

  it('stores the error of a failing step for the staff, and continues there later', async () => {
    const id = await newClient();
    let broken = true;
    const failing: EventLog = Object.assign(Object.create(log), {
      create: (...args: Parameters<EventLog['create']>) => (broken ? Promise.reject(new Error('the log is full')) : log.create(...args)),
    });
    await expect(provision({ ...parts, log: failing }, id)).rejects.toThrow('event-streams');
    await expect(provision({ ...parts, log: failing }, id)).rejects.toThrow('the log is full');
    const steps = await provisioningSteps(id);
    expect(steps.map((step) => step.status)).toEqual(['done', 'failing', 'waiting', 'waiting', 'waiting', 'waiting']);
    expect(steps[1]).toMatchObject({ error: 'the log is full', attempts: 2 });
    broken = false;
    await provision({ ...parts, log: failing }, id);
    const after = await provisioningSteps(id);
    expect(after.every((step) => step.status === 'done' && step.error === null)).toBe(true);
    expect(after[0]?.attempts).toBe(1);
  });

  it.each(PROVISIONING_STEPS.flatMap((step) => [[step, 'effective'] as const, [step, 'recorded'] as const]))(
    'continues after a SIGKILL when step %s was %s, and creates nothing twice',
    async (step, moment) => {
      const id = await newClient();
      const graphs = join(folder, id);
      const run = (...stop: string[]) =>
        spawnSync(
          process.execPath,
          ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'testing/provisioner.ts'), db.url, graphs, id, ...stop],
          { encoding: 'utf8' },
        );
      expect(run(step, moment).signal).toBe('SIGKILL');
      const again = run();
      expect([again.status, again.stderr]).toEqual([0, '']);
      expect((await provisioningSteps(id)).every((one) => one.status === 'done')).toBe(true);
      expect(await inTenant(id, (tx) => tx.apiKey.findMany({ select: { name: true }, orderBy: { name: 'asc' } }))).toEqual([
        { name: 'Agent' },
        { name: 'Default' },
      ]);
      expect(await inTenant(id, (tx) => tx.logStream.count())).toBe(5);
    },
  );

  it('can be undone repeatedly: streams, graph, credentials and dead letters are deleted, those of other clients are kept', async () => {
    const [gone, stays] = [await newClient(), await newClient()];
    for (const id of [gone, stays]) {
      await provision(parts, id);
      const letter = { tenantId: id, source: 'edge', stream: 'events.normalized', reason: 'does_not_parse', detail: 'd', record: 'r' };
      await inTenant(id, (tx) => tx.deadLetter.create({ data: letter }));
    }
    for (let i = 0; i < 2; i++) await removeDataPlane(parts, gone);
    const left = (id: string) => inTenant(id, async (tx) => [await tx.deadLetter.count(), (await tx.credential.count()) > 0]);
    expect([await left(gone), await left(stays)]).toEqual([
      [0, false],
      [1, true],
    ]);
    await expect(graph.positions(gone)).rejects.toThrow(gone);
    await expect(log.append(gone, 'events.normalized', [{ key: 'k', value: 'v' }])).rejects.toThrow('has no stream');
    expect(await graph.positions(stays)).toEqual({});
  });
});
