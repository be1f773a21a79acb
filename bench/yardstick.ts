import { gunzipSync } from 'node:zlib';
import { CompressionTypes, Kafka, logLevel } from 'kafkajs';
import neo4j from 'neo4j-driver';
import { readGraphServers } from '#lib/platform/env.ts';
import { emptyGraphs } from '#lib/platform/testing/empty-graphs.ts';
import { readServers } from '../e2e/servers.ts';
import type { Batch } from './load.ts';

const ROWS = 1_000;
const PRODUCERS = 4;
const MAX_WAIT_MS = 100;
const FETCH_BYTES = 4 * 1024 * 1024;
const INDEXES = ['Event', 'Resource'].map((label) => `CREATE CONSTRAINT y_${label} IF NOT EXISTS FOR (n:${label}) REQUIRE n.key IS UNIQUE`);
const EVENTS = `UNWIND $rows AS row
  MERGE (e:Event {key: row.eventId}) SET e += row.props
  MERGE (p:Resource {key: row.about}) MERGE (e)-[:ABOUT]->(p)`;
const STATES = 'UNWIND $rows AS row MERGE (p:Resource {key: row.key}) SET p += row.props';

/**
 * The throughput of these servers without the product, in records per second, end to end: kafkajs sends the same records to
 * one topic per graph server, kafkajs reads them, and an UNWIND writes each as a node, events with an edge. Nothing is
 * validated, counted, compared or processed exactly once.
 */
export async function yardstick(all: Batch[]): Promise<number> {
  const servers = readServers();
  await emptyGraphs(servers);
  const sasl = { mechanism: 'scram-sha-256' as const, username: servers.KAFKA_USERNAME ?? '', password: servers.KAFKA_PASSWORD ?? '' };
  const kafka = new Kafka({ brokers: (servers.KAFKA_BROKERS ?? '').split(','), sasl, logLevel: logLevel.NOTHING });
  const graphs = readGraphServers(servers).map(({ uri, user, password }) =>
    neo4j.driver(uri, neo4j.auth.basic(user, password), { disableLosslessIntegers: true }),
  );
  const topics = graphs.map((_, i) => `yardstick-${Date.now()}-${i}`);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions: 1, replicationFactor: 1 })), waitForLeaders: true });
  for (const graph of graphs) for (const index of INDEXES) await graph.executeQuery(index);
  // The bodies are parsed before the clock starts, because real producers have their records at hand.
  const batches = all.map(({ body }) =>
    (JSON.parse(gunzipSync(body).toString()).records as object[]).map((record) => JSON.stringify(record)),
  );
  const total = batches.reduce((sum, { length }) => sum + length, 0);

  let written = 0;
  let done = () => {};
  const everything = new Promise<void>((resolve) => (done = resolve));
  const consumers = topics.map((topic) =>
    kafka.consumer({ groupId: topic, maxWaitTimeInMs: MAX_WAIT_MS, maxBytesPerPartition: FETCH_BYTES }),
  );
  const began = performance.now();
  for (const [i, consumer] of consumers.entries()) {
    await consumer.connect();
    await consumer.subscribe({ topic: topics[i]!, fromBeginning: true });
    await consumer.run({
      eachBatchAutoResolve: true,
      async eachBatch({ batch: { messages }, heartbeat }) {
        for (let at = 0; at < messages.length; at += ROWS) {
          const rows = messages.slice(at, at + ROWS).map(({ value }) => JSON.parse(String(value)));
          await write(graphs[i]!, rows);
          await heartbeat();
          written += rows.length;
          if (written >= total) done();
        }
      },
    });
  }
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  let next = 0;
  const send = async () => {
    for (let i = next++; i < batches.length; i = next++) {
      const messages = batches[i]!.map((value) => ({ value }));
      await producer.send({ topic: topics[i % topics.length]!, messages, acks: -1, compression: CompressionTypes.GZIP });
    }
  };
  await Promise.all(Array.from({ length: PRODUCERS }, send));
  await everything;
  const ms = performance.now() - began;
  await Promise.all([producer.disconnect(), ...consumers.map((consumer) => consumer.disconnect())]);
  await admin.deleteTopics({ topics });
  await Promise.all([admin.disconnect(), ...graphs.map((graph) => graph.close())]);
  return Math.round(total / (ms / 1000));
}

// biome-ignore lint/suspicious/noExplicitAny: records as JSON.parse gives them, of two known shapes
async function write(graph: ReturnType<typeof neo4j.driver>, rows: any[]): Promise<void> {
  const events = rows
    .filter(({ event }) => event)
    .map(({ eventId, event: { metadata, involvedObject, type, reason, message, count } }) => {
      return { eventId, about: involvedObject.uid, props: { name: metadata.name, type, reason, message, count } };
    });
  const states = rows
    .filter(({ object }) => object)
    .map(({ object }) => {
      return { key: object.metadata.uid, props: { name: object.metadata.name, object: JSON.stringify(object) } };
    });
  const session = graph.session();
  await session.executeWrite(async (transaction) => {
    if (events.length > 0) await transaction.run(EVENTS, { rows: events });
    if (states.length > 0) await transaction.run(STATES, { rows: states });
  });
  await session.close();
}
