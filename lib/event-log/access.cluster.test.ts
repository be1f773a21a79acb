import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { STREAMS, topicName } from '#lib/wire/names.ts';
import { type KafkaAccess, openKafkaAccess } from './kafka/access.ts';
import { hasCode, openKafkaCluster } from './kafka/cluster.ts';
import { openKafkaEventLog } from './kafka/log.ts';
import { Reader } from './kafka/reader.ts';
import type { EventLog } from './port.ts';

const QUOTA = { producerBytesPerSecond: 1_000_000, requestPercentage: 50 };
const PASSWORD = 'a password of this test';
const TOPIC_AUTHORIZATION_FAILED = 29;
const EVENTS = 'events.normalized';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let log: EventLog;
let access: KafkaAccess;
let admin: ReturnType<typeof openKafkaCluster>;
let ca: string;

beforeAll(async () => {
  db = await freshDatabase();
  const { KAFKA_BROKERS = '', KAFKA_USERNAME = '', KAFKA_PASSWORD = '', KAFKA_AGENT_CA = '' } = inject('servers');
  const options = { brokers: KAFKA_BROKERS.split(','), username: KAFKA_USERNAME, password: KAFKA_PASSWORD };
  ca = await readFile(KAFKA_AGENT_CA, 'utf8');
  log = await openKafkaEventLog(options, db.pool);
  access = openKafkaAccess(options);
  admin = openKafkaCluster(options);
});
afterAll(async () => {
  await Promise.all([log.close(), access.close(), admin.close()]);
  await db.drop();
});

async function newClient(): Promise<string> {
  const tenantId = `c-${randomUUID().slice(0, 18)}`;
  await log.create(tenantId, 7);
  await access.grant(tenantId, PASSWORD, QUOTA);
  return tenantId;
}

/** The cluster as a client's agent reaches it: over TLS, with the client's own user. */
function asAgent(tenantId: string, password = PASSWORD): Kafka {
  return new Kafka({
    clientId: 'agent',
    brokers: (inject('servers').KAFKA_AGENT_BROKERS ?? '').split(','),
    ssl: { ca: [ca] },
    sasl: { mechanism: 'scram-sha-256', username: tenantId, password },
    logLevel: logLevel.NOTHING,
    retry: { retries: 1 },
  });
}

async function send(kafka: Kafka, topic: string): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false, idempotent: true, retry: { retries: 1 } });
  try {
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'k', value: '{}' }], acks: -1 });
  } finally {
    await producer.disconnect();
  }
}

const reason = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (failure) => failure,
  );
  return error?.type ?? error?.cause?.type ?? error?.errors?.[0]?.type ?? error?.name;
};

describe('the user of a client on a real broker', () => {
  it('writes to each of its own five topics over TLS', async () => {
    const client = await newClient();
    for (const stream of STREAMS) await send(asAgent(client), topicName(client, stream));
    expect(await log.read(client, EVENTS, 0n, 10)).toMatchObject([{ key: 'k', value: '{}' }]);
  });

  it('is refused the topic of another client, also of one whose id begins like its own', async () => {
    const client = await newClient();
    const other = `${client}x`;
    await log.create(other, 7);
    expect(await reason(send(asAgent(client), topicName(other, EVENTS)))).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect(await log.read(other, EVENTS, 0n, 10)).toEqual([]);
  });

  it('may not read, not even what it wrote', async () => {
    const client = await newClient();
    await send(asAgent(client), topicName(client, EVENTS));
    const { KAFKA_BROKERS = '' } = inject('servers');
    const cluster = openKafkaCluster({ brokers: KAFKA_BROKERS.split(','), username: client, password: PASSWORD });
    const read = new Reader(cluster).read(topicName(client, EVENTS), 0n, 10);
    await expect(read.catch((error) => hasCode(error, TOPIC_AUTHORIZATION_FAILED))).resolves.toBe(true);
    await cluster.close();
  });

  it('may not administer: no topics, no users, no configuration', async () => {
    const client = await newClient();
    const itsAdmin = asAgent(client).admin();
    await itsAdmin.connect();
    const topics = [{ topic: `${client}.more` }];
    expect(await reason(itsAdmin.createTopics({ topics }))).toMatch(/AUTHORIZATION_FAILED/);
    expect(await reason(itsAdmin.deleteTopics({ topics: [topicName(client, EVENTS)] }))).toMatch(/AUTHORIZATION_FAILED/);
    expect((await itsAdmin.listTopics()).sort()).toEqual(STREAMS.map((stream) => topicName(client, stream)).sort());
    await itsAdmin.disconnect();
  });

  it('is turned away with a wrong password', async () => {
    const client = await newClient();
    expect(await reason(send(asAgent(client, 'wrong'), topicName(client, EVENTS)))).toBe('KafkaJSSASLAuthenticationError');
  });

  it('has a quota by its plan, which a change of plan changes', async () => {
    const client = await newClient();
    const quota = async () => {
      const components = [{ entityType: 'user' as const, matchType: 0 as const, match: client }];
      const [entry] = await admin.admin.describeClientQuotas({ components, strict: true });
      return Object.fromEntries(entry?.values.map(({ key, value }) => [key, value]) ?? []);
    };
    // A broker answers from its copy of the metadata, which follows the controller in an instant, but not at once.
    await expect.poll(quota).toEqual({ producer_byte_rate: 1_000_000, request_percentage: 50 });
    await access.setQuota(client, { producerBytesPerSecond: 5_000_000, requestPercentage: 80 });
    await expect.poll(quota).toEqual({ producer_byte_rate: 5_000_000, request_percentage: 80 });
    await access.revoke(client);
    await expect.poll(quota).toEqual({});
  });

  it('is out at once when it is revoked, and in again when it is granted anew; both may be repeated', async () => {
    const client = await newClient();
    for (let i = 0; i < 2; i++) await access.revoke(client);
    expect(await reason(send(asAgent(client), topicName(client, EVENTS)))).toBe('KafkaJSSASLAuthenticationError');
    for (let i = 0; i < 2; i++) await access.grant(client, 'another password', QUOTA);
    await send(asAgent(client, 'another password'), topicName(client, EVENTS));
    expect(await log.read(client, EVENTS, 0n, 10)).toHaveLength(1);
  });
});
