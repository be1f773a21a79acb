import { CompressionTypes } from 'kafkajs';
import type pg from 'pg';
import { currentTrace } from '#lib/platform/tracing.ts';
import { STREAMS, type Stream, topicName } from '#lib/wire/names.ts';
import { byStream, reportedPositions } from '../groups.ts';
import { type EventLog, UnknownStreamError } from '../port.ts';
import { openAppendNotifications } from './append-notifications.ts';
import { ERRORS, hasCode, type KafkaOptions, openKafkaCluster } from './cluster.ts';
import { NoTopicError, Reader } from './reader.ts';
import { clientTopics, createTopics, deleteExpired, deleteTopics, endsOf, sizeOf, topicsOf } from './topics.ts';

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
  const notifications = openAppendNotifications(() => clientTopics(cluster).then((topics) => endsOf(cluster, [...topics.values()].flat())));

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
      const traceparent = currentTrace();
      const headers = traceparent === undefined ? {} : { headers: { traceparent } };
      const messages = records.map(({ key, value }) => ({ key, value, timestamp, ...headers }));
      const sent = await producer
        .send({ topic: topicName(tenantId, stream), messages, acks: -1, compression: CompressionTypes.GZIP })
        .catch((error: unknown) => {
          if (hasCode(error, ERRORS.UNKNOWN_TOPIC)) throw new UnknownStreamError(tenantId, stream);
          throw error;
        });
      notifications.notify(tenantId);
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

    enforceRetention: (time, skip) => deleteExpired(cluster, time, skip),

    sizeBytes: (tenantId) => sizeOf(cluster, tenantId),

    onAppend: notifications.listen,

    async close() {
      notifications.close();
      await producer.disconnect();
      await cluster.close();
    },
  };
}
