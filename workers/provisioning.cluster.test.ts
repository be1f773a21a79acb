import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { KafkaTransport } from '#agent/sender/kafka.ts';
import { enforceQuotas } from '#lib/enforcement/index.ts';
import { GROUPS, kafkaAccess, openEventLog, openKafkaAccess } from '#lib/event-log/index.ts';
import { openGraphStore } from '#lib/graph/index.ts';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { jobs, openJobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { applyPlanLimits, closeClient, type ProvisioningParts, packageFor, provision, removeDataPlane } from '#lib/provisioning/index.ts';
import { createTenant, setSuspended } from '#lib/tenants/index.ts';
import { addToCounter } from '#lib/usage/index.ts';
import { STREAMS } from '#lib/wire/names.ts';

const now = Date.UTC(2026, 10, 23, 12);
let db: Awaited<ReturnType<typeof freshDatabase>>;
let parts: ProvisioningParts & { kafka: NonNullable<ProvisioningParts['kafka']> };

beforeAll(async () => {
  db = await freshDatabase();
  const settings = readEnv(inject('servers'), () => 'the secret of the test, long enough for it');
  env.provide(settings);
  jobs.provide(await openJobs(db.url));
  const access = await kafkaAccess(settings);
  if (!access) throw new Error('the servers name no Kafka');
  const { KAFKA_AGENT_BROKERS: agentBrokers = '', KAFKA_AGENT_CA = '' } = settings;
  parts = {
    graph: await openGraphStore(settings, db.pool),
    log: await openEventLog(settings, db.pool),
    kafka: { access: openKafkaAccess(access), agentBrokers, agentCa: await readFile(KAFKA_AGENT_CA, 'utf8') },
    secretKey: settings.secretKey,
    endpoint: 'https://rca.example.com',
    root: join(import.meta.dirname, '..'),
    agentVersion: '0.0.0-test',
  };
});
afterAll(async () => {
  await Promise.all([parts.log.close(), parts.graph.close(), parts.kafka.access.close(), jobs.use().close()]);
  await db.drop();
});

async function provisioned(plan: PlanName = 'basic'): Promise<string> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => createTenant(tx, { id, name: id, plan, actor: 'test' }));
  await provision(parts, id);
  return id;
}

/** What an agent that was installed from the client's package sends with. */
async function agentOf(id: string): Promise<KafkaTransport> {
  const files = unzipSync(await packageFor(parts, id, 'prod'));
  const { kafka } = parse(strFromU8(files[`${id}/${id}-values.yaml`] ?? new Uint8Array()));
  return new KafkaTransport({ ...kafka, brokers: kafka.brokers.split(',') });
}

const line = (n: number) =>
  JSON.stringify({
    eventId: `e${n}`,
    observedAt: n,
    cluster: 'prod',
    resource: { kind: 'Pod', name: 'p', uid: 'u' },
    metric: 'm',
    value: n,
  });

describe('a client of cluster mode', () => {
  it('is set up with graph, topics and a user whose package sends; removed, nothing of it is left and its place is free', async () => {
    const id = await provisioned();
    try {
      const agent = await agentOf(id);
      expect(await agent.deliver('metrics.normalized', [line(1)])).toEqual([undefined]);
      expect(await parts.log.ends(id)).toMatchObject({ 'metrics.normalized': 1n });
      expect(await parts.graph.positions(id)).toEqual({});
      await closeClient(id, 'end of the test', 'test');
      for (let i = 0; i < 2; i++) await removeDataPlane(parts, id);
      await expect(agent.deliver('metrics.normalized', [line(2)])).rejects.toMatchObject({ problem: 'refused' });
      await agent.close();
      for (const stream of STREAMS)
        await expect(parts.log.append(id, stream, [{ key: 'k', value: '{}' }])).rejects.toThrow('has no stream');
      expect(await asSystem((tx) => tx.graphPlacement.count({ where: { tenantId: id } }))).toBe(0);
      await expect(closeClient(id, 'again', 'test')).rejects.toMatchObject({ status: 409 });
    } finally {
      await removeDataPlane(parts, id);
    }
  });

  it('is set up once however often it is asked for, and a change of plan changes retention and quota', async () => {
    const id = await provisioned();
    try {
      await asSystem((tx) => tx.provisioningStep.updateMany({ where: { tenantId: id }, data: { status: 'waiting' } }));
      await provision(parts, id);
      const agent = await agentOf(id);
      await agent.deliver('metrics.normalized', [line(1)]);
      await asSystem((tx) => tx.tenant.update({ where: { id }, data: { plan: 'pro' } }));
      const asked: unknown[] = [];
      const setQuota = async (...args: unknown[]) => void asked.push(args);
      await applyPlanLimits({ ...parts, kafka: { ...parts.kafka, access: { ...parts.kafka.access, setQuota } } }, id);
      expect(asked).toEqual([[id, { producerBytesPerSecond: 5_000_000, requestPercentage: 25 }]]);
      await agent.deliver('metrics.normalized', [line(2)]);
      await agent.close();
    } finally {
      await removeDataPlane(parts, id);
    }
  });

  it('is shut out of its topics while it is suspended or over a hard limit of the day, and let in again after', async () => {
    const id = await provisioned('free');
    const agent = await agentOf(id);
    const deliver = (n: number) => agent.deliver('metrics.normalized', [line(n)]);
    const enforce = async (at = now) => expect(await enforceQuotas(parts, at)).toContain(id);
    try {
      expect(await enforceQuotas(parts, now)).not.toContain(id);
      await deliver(1);
      await setSuspended(id, true, 'test', 'test');
      await enforce();
      await expect(deliver(2)).rejects.toMatchObject({ problem: 'refused', message: expect.stringContaining('suspended') });
      await setSuspended(id, false, 'test', 'test');
      await enforce();
      await deliver(2);
      await inTenant(id, (tx) => addToCounter(tx, id, 'events', 10_000, now));
      await enforce();
      await expect(deliver(3)).rejects.toMatchObject({ problem: 'refused' });
      await enforce(now + 86_400_000);
      await deliver(3);
      expect(await parts.log.ends(id)).toMatchObject({ 'metrics.normalized': 3n });
    } finally {
      await agent.close();
      await removeDataPlane(parts, id);
    }
  });

  it('is slowed down by the broker while it is far ahead of its graph, and only then', async () => {
    const id = await provisioned();
    const rate = async () => (await parts.kafka.access.standings()).get(id)?.quota?.producerBytesPerSecond;
    try {
      const records = Array.from({ length: 50_001 }, (_, n) => ({ key: 'k', value: String(n) }));
      for (let i = 0; i < 2; i++) await parts.log.append(id, 'metrics.normalized', records);
      expect(await enforceQuotas(parts, now)).toContain(id);
      await expect.poll(rate).toBe(1_024);
      for (const group of Object.values(GROUPS)) await parts.log.report(group, id, await parts.log.ends(id));
      expect(await enforceQuotas(parts, now)).toContain(id);
      await expect.poll(rate).toBe(1_000_000);
      expect(await enforceQuotas(parts, now)).not.toContain(id);
    } finally {
      await removeDataPlane(parts, id);
      await expect.poll(async () => (await parts.kafka.access.standings()).has(id)).toBe(false);
    }
  });
});
