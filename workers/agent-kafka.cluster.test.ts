import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { KafkaTransport } from '#agent/sender/kafka.ts';
import type { EventLog } from '#lib/event-log/index.ts';
import { type KafkaAccess, openKafkaAccess } from '#lib/event-log/kafka/access.ts';
import { openKafkaEventLog } from '#lib/event-log/kafka/log.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { StateMessage } from '#lib/wire/messages.ts';

const QUOTA = { producerBytesPerSecond: 10_000_000, requestPercentage: 100 };
const STATE = 'state.k8s.resource';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let log: EventLog;
let access: KafkaAccess;
let ca: string;

beforeAll(async () => {
  db = await freshDatabase();
  const { KAFKA_BROKERS = '', KAFKA_USERNAME = '', KAFKA_PASSWORD = '', KAFKA_AGENT_CA = '' } = inject('servers');
  const options = { brokers: KAFKA_BROKERS.split(','), username: KAFKA_USERNAME, password: KAFKA_PASSWORD };
  ca = await readFile(KAFKA_AGENT_CA, 'utf8');
  log = await openKafkaEventLog(options, db.pool);
  access = openKafkaAccess(options);
});
afterAll(async () => {
  await Promise.all([log.close(), access.close()]);
  await db.drop();
});

async function newClient(): Promise<string> {
  const clientId = `c-${randomUUID().slice(0, 18)}`;
  await log.create(clientId, 7);
  await access.grant(clientId, 'password', QUOTA);
  return clientId;
}

const transportOf = (username: string, password = 'password', authority: string | undefined = ca) =>
  new KafkaTransport({ brokers: (inject('servers').KAFKA_AGENT_BROKERS ?? '').split(','), username, password, ca: authority });

function pod(n: number, padding = 0): string {
  const metadata = { name: `p${n}`, uid: `u${n}`, resourceVersion: String(n) };
  const object = { apiVersion: 'v1', kind: 'Pod', metadata, text: 'x'.repeat(padding) };
  return JSON.stringify({ op: 'upsert', observedAt: n, cluster: 'prod', object } satisfies StateMessage);
}

describe('the transport over Kafka', () => {
  it('delivers in order over TLS, each record under the key that the streams have', async () => {
    const client = await newClient();
    const transport = transportOf(client);
    for (let batch = 0; batch < 3; batch++)
      expect(await transport.deliver(STATE, [pod(batch * 2), pod(batch * 2 + 1)])).toEqual([undefined, undefined]);
    await transport.close();
    expect((await log.read(client, STATE, 0n, 100)).map(({ key }) => key)).toEqual([0, 1, 2, 3, 4, 5].map((n) => `prod/u${n}`));
  });

  it('says "refused" and what to do with a wrong password, for a revoked user and for a client that is not there', async () => {
    const client = await newClient();
    await expect(transportOf(client, 'wrong').deliver(STATE, [pod(1)])).rejects.toMatchObject({
      problem: 'refused',
      message: expect.stringContaining('download the agent package anew'),
    });
    const open = transportOf(client);
    await open.deliver(STATE, [pod(1)]);
    await access.revoke(client);
    await expect(open.deliver(STATE, [pod(2)])).rejects.toMatchObject({ problem: 'refused' });
    await open.close();
    await expect(transportOf('nobody-here').deliver(STATE, [pod(1)])).rejects.toMatchObject({ problem: 'refused' });
    expect(await log.read(client, STATE, 0n, 10)).toHaveLength(1);
  });

  it('trusts no broker whose certificate it cannot check, and says "unreachable"', async () => {
    const client = await newClient();
    const unknown = new KafkaTransport({
      brokers: (inject('servers').KAFKA_AGENT_BROKERS ?? '').split(','),
      username: client,
      password: 'password',
    });
    await expect(unknown.deliver(STATE, [pod(1)])).rejects.toMatchObject({ problem: 'unreachable' });
  });

  it('says "unreachable" where nobody listens, and delivers once somebody does', async () => {
    const client = await newClient();
    const nowhere = new KafkaTransport({ brokers: ['127.0.0.1:1'], username: client, password: 'password', ca });
    await expect(nowhere.deliver(STATE, [pod(1)])).rejects.toMatchObject({ problem: 'unreachable' });
    const transport = transportOf(client);
    await transport.deliver(STATE, [pod(1)]);
    await transport.close();
  });
});
