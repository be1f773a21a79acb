import type { EventLog, LogRecord, Positions } from '#lib/event-log/port.ts';
import type { Observed } from '#lib/graph/index.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import { parseRecord } from './parse.ts';

/** Bytes of records that are read for one step, and the records that are read at least, however large they are. */
const MAX_BYTES = 8 * 1024 * 1024;
const LEAST_RECORDS = 16;

/** A record that could not become part of the graph. */
export interface Rejected {
  stream: Stream;
  record: LogRecord;
  reason: string;
}

/** A record that was read and parsed. */
export interface Read {
  stream: Stream;
  record: LogRecord;
  observed: Observed;
}

/** Records that were read from the log, the rejected among them, and the positions after them. */
export interface Ahead {
  reads: Read[];
  rejected: Rejected[];
  /** The offset of each record, by stream. */
  offsets: [Stream, bigint][];
  bytes: number;
  positions: Positions;
  /** How many records of a stream to read next: fewer where they are large. */
  nextLimit: number;
}

/** What reads ahead in a client's log. */
export interface ReadingParts {
  log: EventLog;
  /** The most records of a stream at once. */
  batchSize: number;
  /** Those of the clusters of records over Kafka that the plan does not allow; without it all are allowed. */
  refusedClusters?: ((clusters: ReadonlySet<string>) => Promise<ReadonlySet<string>>) | undefined;
  /** When a cluster was removed, epoch ms: what was appended before is passed over. */
  removedAt?: ((cluster: string) => number | undefined) | undefined;
}

/** Reads the next records of every stream, `limit` of each at most, as far as the bytes of a step reach. */
export async function readAhead(tenantId: string, parts: ReadingParts, from: Positions, limit: number): Promise<Ahead> {
  const { log, batchSize } = parts;
  const ahead: Ahead = { reads: [], rejected: [], offsets: [], bytes: 0, positions: { ...from }, nextLimit: batchSize };
  // State comes first, and evidence only after the state that was appended before it: the object that it is about then exists.
  let horizon = Number.POSITIVE_INFINITY;
  const ends = await log.ends(tenantId);
  for (const stream of STREAMS) {
    const position = from[stream] ?? 0n;
    if (ends[stream] <= position || ahead.bytes >= MAX_BYTES) continue;
    const available = await log.read(tenantId, stream, position, limit);
    const later = available.findIndex(({ appendedAt }) => appendedAt > horizon);
    const page = later < 0 ? available : available.slice(0, later);
    if (stream === STREAMS[0] && page.length >= limit) horizon = page.at(-1)!.appendedAt;
    for (const record of page) {
      if (ahead.bytes >= MAX_BYTES) break;
      take(ahead, stream, record, parts);
    }
  }
  if (ahead.offsets.length > 0) {
    const fitting = Math.floor((MAX_BYTES / Math.max(1, ahead.bytes)) * ahead.offsets.length);
    ahead.nextLimit = Math.min(batchSize, Math.max(LEAST_RECORDS, fitting));
  }
  return await withoutRefusedClusters(ahead, parts);
}

function take(ahead: Ahead, stream: Stream, record: LogRecord, { removedAt }: ReadingParts): void {
  const parsed = parseRecord(stream, record);
  if ('reason' in parsed) ahead.rejected.push({ stream, record, reason: parsed.reason });
  else if (record.appendedAt >= (removedAt?.(parsed.observed.message.cluster) ?? 0))
    ahead.reads.push({ stream, record, observed: parsed.observed });
  ahead.positions[stream] = record.offset + 1n;
  ahead.offsets.push([stream, record.offset]);
  ahead.bytes += record.value.length;
}

/** Rejects records over Kafka that are from clusters that the plan does not allow: the edge has judged those over HTTPS. */
async function withoutRefusedClusters(ahead: Ahead, { refusedClusters }: ReadingParts): Promise<Ahead> {
  const fromKafka = new Set(ahead.reads.filter(({ record }) => !record.identity).map(({ observed }) => observed.message.cluster));
  const refused = fromKafka.size > 0 ? await refusedClusters?.(fromKafka) : undefined;
  if (!refused?.size) return ahead;
  const isRefused = ({ record, observed }: Read) => !record.identity && refused.has(observed.message.cluster);
  const more = ahead.reads.filter(isRefused).map(({ stream, record, observed }) => ({
    stream,
    record,
    reason: `the plan does not allow the cluster ${observed.message.cluster}`,
  }));
  return { ...ahead, reads: ahead.reads.filter((read) => !isRefused(read)), rejected: [...ahead.rejected, ...more] };
}

/** The positions before the first of these records of each stream; after all of them those of `end`. */
export function positionsBefore(reads: readonly Read[], end: Positions): Positions {
  const positions = { ...end };
  for (const { stream, record } of reads.toReversed()) positions[stream] = record.offset;
  return positions;
}
