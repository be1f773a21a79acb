import { CompressionTypes } from 'kafkajs';
import type pg from 'pg';
import { STREAMS, type Stream, topicName } from '#lib/wire/names.ts';
import { byStream, reportedPositions } from '../groups.ts';
import { type EventLog, UnknownStreamError } from '../port.ts';
import { ERRORS, hasCode, type KafkaOptions, openKafkaCluster } from './cluster.ts';
import { NoTopicError, Reader } from './reader.ts';
import { beginningsOf, clientTopics, createTopics, deleteTopics, endsOf, offsetsAt, retentionOf, topicsOf } from './topics.ts';

/** How often the ends of all topics are looked at for what others appended. */
const LOOK_MS = 500;
const RETRIES = 4;

/**
 * The event log on Kafka: a topic of one partition a client's stream. `pool` is the database that keeps what consumers
 * report (shared, not closed here); `now` stamps records that this process appends.
 */
export async function openKafkaEventLog(options: KafkaOptions, pool: pg.Pool, now: () => number = Date.now): Promise<EventLog> {
  const cluster = openKafkaCluster(options);
  const producer = cluster.kafka.producer({ allowAutoTopicCreation: false, retry: { retries: RETRIES } });
  await producer.connect();
  const reader = new Reader(cluster);
  const groups = reportedPositions(pool, ends);
  const bell = openBell(() => clientTopics(cluster).then((topics) => endsOf(cluster, [...topics.values()].flat())));

  async function ends(tenantId: string): Promise<Record<Stream, bigint>> {
    const found = await endsOf(cluster, topicsOf(tenantId)).catch((error: unknown) => {
      if (hasCode(error, ERRORS.UNKNOWN_TOPIC)) return new Map<string, bigint>();
      throw error;
    });
    return byStream(STREAMS.map((stream) => [stream, found.get(topicName(tenantId, stream)) ?? 0n]));
  }

  return {
    create: (tenantId, retentionDays) => createTopics(cluster, tenantId, retentionDays),

    async drop(tenantId) {
      await deleteTopics(cluster, tenantId);
      await groups.forget(tenantId);
    },

    async append(tenantId, stream, records) {
      if (records.length === 0) throw new RangeError('an append needs at least one record');
      const timestamp = String(now());
      const messages = records.map(({ key, value }) => ({ key, value, timestamp }));
      const sent = await producer
        .send({ topic: topicName(tenantId, stream), messages, acks: -1, compression: CompressionTypes.GZIP })
        .catch((error: unknown) => {
          if (hasCode(error, ERRORS.UNKNOWN_TOPIC)) throw new UnknownStreamError(tenantId, stream);
          throw error;
        });
      bell.ring(tenantId);
      const first = BigInt(sent[0]?.baseOffset ?? -1);
      return { first, last: first + BigInt(records.length - 1) };
    },

    async read(tenantId, stream, from, limit) {
      try {
        return await reader.read(topicName(tenantId, stream), from, limit);
      } catch (error) {
        if (error instanceof NoTopicError) throw new UnknownStreamError(tenantId, stream);
        throw error;
      }
    },

    ends,
    report: groups.report,
    lag: groups.lag,

    reported: groups.reported,

    async endsOfAll() {
      const topics = await clientTopics(cluster);
      const end = await endsOf(cluster, [...topics.values()].flat());
      const of = (tenantId: string) => byStream(STREAMS.map((stream) => [stream, end.get(topicName(tenantId, stream)) ?? 0n]));
      return new Map([...topics.keys()].map((tenantId) => [tenantId, of(tenantId)]));
    },

    /** Brokers enforce it by themselves, a segment at a time; this lets go of what is past it inside the open segments. State is left to compaction. */
    async enforceRetention(time) {
      let deleted = 0;
      const topics = [...(await clientTopics(cluster)).values()].flat().filter((topic) => !topic.endsWith(STREAMS[0]));
      const [retention, begin, end] = await Promise.all([
        retentionOf(cluster, topics),
        beginningsOf(cluster, topics),
        endsOf(cluster, topics),
      ]);
      for (const topic of topics) {
        const [first = 0n, last = 0n] = [begin.get(topic), end.get(topic)];
        if (first >= last) continue;
        const offset = (await offsetsAt(cluster, topic, time - (retention.get(topic) ?? Number.POSITIVE_INFINITY))) ?? last;
        if (offset <= first) continue;
        await cluster.admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset }] }] });
        deleted += Number(offset - first);
      }
      return deleted;
    },

    async sizeBytes(tenantId) {
      const described = await cluster.admin.describeLogDirs({ topics: topicsOf(tenantId).map((name) => ({ name, partitions: [0] })) });
      const sizes = described.flatMap(({ results }) => results.flatMap(({ topics }) => topics.flatMap(({ partitions }) => partitions)));
      return sizes.reduce((sum, { partitionSize }) => sum + Number(partitionSize), 0);
    },

    onAppend: bell.listen,

    async close() {
      bell.close();
      await producer.disconnect();
      await cluster.close();
    },
  };
}

/** Tells listeners of appends: of this process at once, of others when the ends of the topics are looked at. */
function openBell(look: () => Promise<Map<string, bigint>>) {
  const listeners = new Set<(tenantId: string) => void>();
  let seen: Map<string, bigint> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const ring = (tenantId: string) => {
    for (const listener of listeners) listener(tenantId);
  };

  async function turn(): Promise<void> {
    // A broker that is away is looked for again at the next turn.
    const ends = await look().catch(() => undefined);
    if (closed) return;
    if (ends) {
      const before = seen;
      const clients = new Set<string>();
      for (const [topic, end] of ends) if (before && end > (before.get(topic) ?? 0n)) clients.add(topic.slice(0, topic.indexOf('.')));
      seen = ends;
      for (const tenantId of clients) ring(tenantId);
    }
    timer = setTimeout(() => void turn(), LOOK_MS);
  }

  return {
    ring,
    listen(listener: (tenantId: string) => void) {
      if (listeners.size === 0 && !timer) timer = setTimeout(() => void turn(), 0);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
