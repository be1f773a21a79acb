import { type Broker, FetchIsolationLevels, fetchV17, type RecordsBatch } from '@platformatic/kafka';
import type { LogRecord } from '../port.ts';
import { ERRORS, hasCode, type KafkaCluster } from './cluster.ts';
import { beginningsOf } from './topics.ts';

/** Bytes a broker is asked for at once; a larger batch comes whole all the same. */
const FETCH_BYTES = 4 * 1024 * 1024;
const MOVES = 5;
const IS_CONTROL = 0x20;
const NO_TOPIC_ID = '00000000-0000-0000-0000-000000000000';

/** The topic does not exist, or not any more. */
export class NoTopicError extends Error {
  override name = 'NoTopicError';
}

interface Fetched {
  records: LogRecord[];
  /** The offset behind the last record fetched, and the one behind the last that is there. */
  next: bigint;
  end: bigint;
  /** Where to go on, when what was asked for is not there any more. */
  beginsAt?: bigint | undefined;
}

interface Place {
  topicId: string;
  leader: Broker;
}

/**
 * Reads a topic of one partition by offset, without a consumer group: who reads keeps its own position, and one of many
 * hundred topics needs no rebalancing. A topic that moves to another broker is followed.
 */
export class Reader {
  #cluster: KafkaCluster;
  #places = new Map<string, Place>();

  constructor(cluster: KafkaCluster) {
    this.#cluster = cluster;
  }

  /** Up to `limit` records at or after `from`; fewer only at the end. What was deleted is skipped. Throws NoTopicError. */
  async read(topic: string, from: bigint, limit: number): Promise<LogRecord[]> {
    const records: LogRecord[] = [];
    let next = from;
    for (let moves = 0; records.length < limit; ) {
      const fetched = await this.#fetch(topic, next);
      if (fetched === 'moved') {
        this.#places.delete(topic);
        if (++moves > MOVES) throw new Error(`Kafka: the leader of ${topic} could not be found`);
        continue;
      }
      if (fetched.beginsAt !== undefined) {
        next = fetched.beginsAt;
        continue;
      }
      for (const record of fetched.records) if (records.length < limit) records.push(record);
      if (fetched.next <= next || fetched.next >= fetched.end) break;
      next = fetched.next;
    }
    return records;
  }

  async #fetch(topic: string, from: bigint): Promise<Fetched | 'moved'> {
    const { topicId, leader } = await this.#place(topic);
    const connection = await this.#cluster.readers.get(leader);
    const partition = { partition: 0, currentLeaderEpoch: -1, fetchOffset: from, lastFetchedEpoch: -1, partitionMaxBytes: FETCH_BYTES };
    const [noWait, oneByte, noSession, noEpoch] = [0, 1, 0, -1];
    const topics = [{ topicId, partitions: [partition] }];
    const isolation = FetchIsolationLevels.READ_COMMITTED;
    try {
      const answer = await fetchV17.api.async(connection, noWait, oneByte, FETCH_BYTES, isolation, noSession, noEpoch, topics, [], '');
      const found = answer.responses[0]?.partitions[0];
      if (!found) throw new Error(`Kafka gave no answer for ${topic}`);
      return { ...recordsOf(found.records ?? [], from), end: found.highWatermark };
    } catch (error) {
      if (hasCode(error, ERRORS.OFFSET_OUT_OF_RANGE))
        return { records: [], next: from, end: from, beginsAt: await this.#beginning(topic, from) };
      if ([ERRORS.UNKNOWN_TOPIC, ERRORS.UNKNOWN_TOPIC_ID, ERRORS.NOT_LEADER].some((code) => hasCode(error, code))) return 'moved';
      throw error;
    }
  }

  /** The first offset that is still there, where it lies after `from`. */
  async #beginning(topic: string, from: bigint): Promise<bigint | undefined> {
    const begin = (await beginningsOf(this.#cluster, [topic])).get(topic);
    return begin !== undefined && begin > from ? begin : undefined;
  }

  async #place(topic: string): Promise<Place> {
    const known = this.#places.get(topic);
    if (known) return known;
    const metadata = await this.#cluster.admin.metadata({ topics: [topic], forceUpdate: true }).catch((cause: unknown) => {
      throw new NoTopicError(topic, { cause });
    });
    const found = metadata.topics.get(topic);
    const leader = metadata.brokers.get(found?.partitions[0]?.leader ?? -1);
    if (!found || !leader || found.id === NO_TOPIC_ID) throw new NoTopicError(topic);
    const place = { topicId: found.id, leader };
    this.#places.set(topic, place);
    return place;
  }
}

function recordsOf(batches: readonly RecordsBatch[], from: bigint): { records: LogRecord[]; next: bigint } {
  const records: LogRecord[] = [];
  let next = from;
  for (const batch of batches) {
    const end = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
    if (end > next) next = end;
    if ((batch.attributes & IS_CONTROL) !== 0) continue;
    for (const { offsetDelta, timestampDelta, key, value, headers } of batch.records) {
      const offset = batch.firstOffset + BigInt(offsetDelta);
      if (offset < from) continue;
      const trace = headers.find(([name]) => name?.toString('utf8') === 'traceparent')?.[1]?.toString('utf8');
      records.push({
        offset,
        key: key?.toString('utf8') ?? '',
        value: value?.toString('utf8') ?? '',
        appendedAt: Number(batch.firstTimestamp + timestampDelta),
        ...(trace !== undefined && { trace }),
      });
    }
  }
  return { records, next };
}
