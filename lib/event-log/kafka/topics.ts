import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka';
import { STREAMS, topicName } from '#lib/wire/names.ts';
import { rethrow, type SkipFailure } from '../port.ts';
import { ERRORS, hasCode, type KafkaCluster } from './cluster.ts';

const DAY_MS = 86_400_000;
/** An agent's largest batch, which is kept as one. */
const MAX_BATCH_BYTES = 32 * 1024 * 1024;

/** What a topic is set to. State is compacted: the newest record of each object stays, however old. */
function configsOf(topic: string, retentionDays: number): Record<string, string> {
  const isState = topic.endsWith('.state.k8s.resource');
  return {
    'cleanup.policy': isState ? 'compact' : 'delete',
    'retention.ms': String(retentionDays * DAY_MS),
    'max.message.bytes': String(MAX_BATCH_BYTES),
    ...(isState ? { 'min.cleanable.dirty.ratio': '0.2' } : {}),
  };
}

/** A client's five topics. */
export function topicsOf(tenantId: string): string[] {
  return STREAMS.map((stream) => topicName(tenantId, stream));
}

/** Makes a client's topics, of one partition each, or brings the retention of those that are there up to date. */
export async function createTopics({ admin }: KafkaCluster, tenantId: string, retentionDays: number): Promise<void> {
  for (const topic of topicsOf(tenantId)) {
    const configs = Object.entries(configsOf(topic, retentionDays));
    try {
      await admin.createTopics({
        topics: [topic],
        partitions: 1,
        replicas: -1,
        configs: configs.map(([name, value]) => ({ name, value })),
      });
    } catch (error) {
      if (!hasCode(error, ERRORS.TOPIC_EXISTS)) throw error;
      await admin.incrementalAlterConfigs({
        resources: [
          {
            resourceType: ConfigResourceTypes.TOPIC,
            resourceName: topic,
            configs: configs.map(([name, value]) => ({ name, value, configOperation: IncrementalAlterConfigOperationTypes.SET })),
          },
        ],
      });
    }
  }
}

/** Removes those of a client's topics that are there. */
export async function deleteTopics(cluster: KafkaCluster, tenantId: string): Promise<void> {
  const there = new Set(await cluster.admin.listTopics());
  const topics = topicsOf(tenantId).filter((topic) => there.has(topic));
  if (topics.length === 0) return;
  await cluster.admin.deleteTopics({ topics }).catch((error: unknown) => {
    if (!hasCode(error, ERRORS.UNKNOWN_TOPIC)) throw error;
  });
}

/** Every client's topics that are there, by client id. */
export async function clientTopics({ admin }: KafkaCluster): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const topic of await admin.listTopics()) {
    const dot = topic.indexOf('.');
    if (dot < 0 || !STREAMS.some((stream) => topic.slice(dot + 1) === stream)) continue;
    const tenantId = topic.slice(0, dot);
    found.set(tenantId, [...(found.get(tenantId) ?? []), topic]);
  }
  return found;
}

/** How long each of these topics keeps its records, in milliseconds. */
async function retentionOf({ admin }: KafkaCluster, topics: readonly string[]): Promise<Map<string, number>> {
  const described = await admin.describeConfigs({
    resources: topics.map((resourceName) => ({
      resourceType: ConfigResourceTypes.TOPIC,
      resourceName,
      configurationKeys: ['retention.ms'],
    })),
  });
  return new Map(described.map(({ resourceName, configs }) => [resourceName, Number(configs[0]?.value)]));
}

const [LATEST, EARLIEST] = [-1n, -2n];

/** The offset after the last record of each of these topics that is there. */
export async function endsOf(cluster: KafkaCluster, topics: readonly string[]): Promise<Map<string, bigint>> {
  return offsetsOf(cluster, topics, LATEST);
}

/** The first offset that each of these topics still holds. */
export async function beginningsOf(cluster: KafkaCluster, topics: readonly string[]): Promise<Map<string, bigint>> {
  return offsetsOf(cluster, topics, EARLIEST);
}

/** The first offset of a record stamped at or after `time` (epoch ms); none where all are older. */
async function offsetsAt(cluster: KafkaCluster, topic: string, time: number): Promise<bigint | undefined> {
  const offset = (await offsetsOf(cluster, [topic], BigInt(time))).get(topic);
  return offset === undefined || offset < 0n ? undefined : offset;
}

async function offsetsOf({ admin }: KafkaCluster, topics: readonly string[], timestamp: bigint): Promise<Map<string, bigint>> {
  if (topics.length === 0) return new Map();
  const listed = await admin.listOffsets({ topics: topics.map((name) => ({ name, partitions: [{ partitionIndex: 0, timestamp }] })) });
  return new Map(listed.flatMap(({ name, partitions }) => partitions.map(({ offset }) => [name, offset] as const)));
}

/**
 * Deletes the records that are older than their topic's retention, as of `time` (epoch ms), and returns how many. Brokers
 * delete whole segments by themselves; this reaches into the open ones. State is left to compaction.
 */
export async function deleteExpired(cluster: KafkaCluster, time: number, skip: SkipFailure = rethrow): Promise<number> {
  let deleted = 0;
  const topics = [...(await clientTopics(cluster)).values()].flat().filter((topic) => !topic.endsWith(STREAMS[0]));
  const [retention, begin, end] = await Promise.all([retentionOf(cluster, topics), beginningsOf(cluster, topics), endsOf(cluster, topics)]);
  for (const topic of topics) {
    const [first = 0n, last = 0n] = [begin.get(topic), end.get(topic)];
    if (first >= last) continue;
    try {
      const offset = (await offsetsAt(cluster, topic, time - (retention.get(topic) ?? Number.POSITIVE_INFINITY))) ?? last;
      if (offset <= first) continue;
      await cluster.admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset }] }] });
      deleted += Number(offset - first);
    } catch (error) {
      const dot = topic.indexOf('.');
      skip(topic.slice(0, dot), topic.slice(dot + 1), error);
    }
  }
  return deleted;
}

/** Bytes that the client's topics hold on the brokers. */
export async function sizeOf({ admin }: KafkaCluster, tenantId: string): Promise<number> {
  const described = await admin.describeLogDirs({ topics: topicsOf(tenantId).map((name) => ({ name, partitions: [0] })) });
  const sizes = described.flatMap(({ results }) => results.flatMap(({ topics }) => topics.flatMap(({ partitions }) => partitions)));
  return sizes.reduce((sum, { partitionSize }) => sum + Number(partitionSize), 0);
}
