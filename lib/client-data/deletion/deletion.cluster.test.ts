import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import neo4j from 'neo4j-driver';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openRedisLimiter } from '#lib/api/index.ts';
import { captureMails } from '#lib/auth/testing/people.ts';
import { kafkaAccess, openEventLog, openKafkaAccess } from '#lib/event-log/index.ts';
import { openGraphStore } from '#lib/graph/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv, readGraphServers } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { deleteClient, signedReport } from '../index.ts';
import { newMarkedClient, placesOf } from '../testing/marked-client.ts';
import type { DeletionParts } from './erase.ts';
import { requestDeletion } from './requests.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const QUOTA = { producerBytesPerSecond: 100_000, requestPercentage: 5 };
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let parts: DeletionParts & { kafka: NonNullable<DeletionParts['kafka']> };
let limiter: Awaited<ReturnType<typeof openRedisLimiter>>;
let redis: Redis;

beforeAll(async () => {
  db = await freshDatabase();
  captureMails();
  const settings = readEnv(inject('servers'), () => 'the secret of the test, long enough for it');
  env.provide(settings);
  folder = await mkdtemp(join(tmpdir(), 'kg-deletion-'));
  redis = new Redis(settings.REDIS_URL ?? '');
  limiter = await openRedisLimiter(settings.REDIS_URL ?? '', logger);
  const options = await kafkaAccess(settings);
  if (!options) throw new Error('the servers name no Kafka');
  const agentCa = await readFile(settings.KAFKA_AGENT_CA ?? '', 'utf8');
  parts = {
    pool: db.pool,
    graph: await openGraphStore(settings, db.pool),
    log: await openEventLog(settings, db.pool),
    kafka: { access: openKafkaAccess(options), agentBrokers: settings.KAFKA_AGENT_BROKERS ?? '', agentCa },
    forgetRates: (texts) => limiter.forgetAll(texts),
  };
});
afterAll(async () => {
  await Promise.all([parts.log.close(), parts.graph.close(), parts.kafka.access.close(), limiter.close()]);
  redis.disconnect();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

/** How many nodes of all graph servers hold a text in a property. */
async function nodesWith(text: string): Promise<number> {
  let found = 0;
  for (const { uri, user, password } of readGraphServers(env.use())) {
    const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), { disableLosslessIntegers: true });
    const { records } = await driver.executeQuery(
      'MATCH (n) WHERE any(name IN keys(n) WHERE toStringOrNull(n[name]) CONTAINS $text) RETURN count(n) AS n',
      { text },
    );
    found += Number(records[0]?.get('n'));
    await driver.close();
  }
  return found;
}

it('leaves no trace in PostgreSQL, Kafka, Neo4j and Redis, and everything of its neighbour', async () => {
  const gone = await newMarkedClient(db.pool, parts.log, parts.graph);
  const neighbour = await newMarkedClient(db.pool, parts.log, parts.graph);
  try {
    for (const { id, owner } of [gone, neighbour]) {
      await parts.kafka.access.grant(id, 'a password of the test', QUOTA);
      await limiter.take(`tenant ${id}`, 100, 60);
      await limiter.take(`user ${owner}`, 100, 60);
    }
    const before = await placesOf(neighbour.marker, db.pool, folder);
    expect([await nodesWith(gone.marker), await nodesWith(neighbour.marker)]).toEqual([2, 2]);
    await requestDeletion(gone.id, gone.id, 'jo@example.com', NOW);
    const due = (await asSystem((tx) => tx.clientDeletion.findUniqueOrThrow({ where: { tenantId: gone.id } }))).dueAt.getTime();
    await deleteClient(parts, gone.id, () => due);

    expect(await placesOf(gone.marker, db.pool, folder)).toEqual([]);
    expect(await nodesWith(gone.marker)).toBe(0);
    expect((await parts.log.endsOfAll()).has(gone.id)).toBe(false);
    await expect.poll(async () => (await parts.kafka.access.standings()).has(gone.id)).toBe(false);
    const keys = await redis.keys('*');
    expect(keys.filter((key) => [gone.id, gone.owner, gone.marker].some((text) => key.includes(text)))).toEqual([]);

    expect(await placesOf(neighbour.marker, db.pool, folder)).toEqual(before);
    expect(await nodesWith(neighbour.marker)).toBe(2);
    expect(Object.values((await parts.log.endsOfAll()).get(neighbour.id) ?? {})).toEqual([1n, 1n, 1n, 1n, 1n]);
    expect((await parts.kafka.access.standings()).get(neighbour.id)).toEqual({ mayWrite: true, quota: QUOTA });
    expect(keys.filter((key) => key.includes(neighbour.id) || key.includes(neighbour.owner))).toHaveLength(2);
    const row = await asSystem((tx) => tx.clientDeletion.findUniqueOrThrow({ where: { tenantId: gone.id } }));
    expect(signedReport.parse(row.report).removed).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ store: 'Kafka', records: 1, left: 0 }),
        expect.objectContaining({ store: 'graph', place: 'databases', records: 1, left: 0 }),
      ]),
    );
  } finally {
    for (const { id } of [gone, neighbour]) {
      await parts.kafka.access.revoke(id);
      await parts.log.drop(id);
      await parts.graph.drop(id);
    }
  }
});
