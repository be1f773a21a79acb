import type pg from 'pg';
import { clusterLimit, isKnownCluster, registerClusters } from '#lib/clusters/index.ts';
import { type RejectedRecord, recordDeadLetters } from '#lib/dead-letters/record.ts';
import { type EventLog, GROUPS, type LogRecord, type Positions } from '#lib/event-log/index.ts';
import { type Clock, utcDay } from '#lib/platform/clock.ts';
import { database, inTenantSql } from '#lib/platform/database/index.ts';
import { safeParse } from '#lib/platform/safe-parse.ts';
import { SpanKind, withSpanOfEach } from '#lib/platform/tracing.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { parseJson } from '#lib/text/index.ts';
import { identityDigest, messageSchemas } from '#lib/wire/messages.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import { addToCounters } from './counters.ts';
import { countEvents } from './events.ts';
import { type HourOf, utcHour } from './hours.ts';

const BATCH = 2_000;

/** The result of counting a batch, or a batch of each of a client's streams. */
export interface Counted {
  events: number;
  duplicates: number;
  rejected: number;
  /** The registered clusters of records that came over Kafka; ingest over HTTPS registers clusters itself. */
  clusters: string[];
}

/**
 * Counts at most one batch of each of a client's streams, from the position counted so far, and returns the sums. `more`
 * says that records are left, so that a caller with many clients can serve the others first. Position, identities and
 * counters change in one transaction per batch, so that a crash, a replay or a concurrent consumer counts nothing twice and
 * misses nothing: the loser of a race changes no row.
 */
export async function countClient(
  deps: { pool: pg.Pool; log: EventLog; clock: Clock },
  tenantId: string,
): Promise<Counted & { more: boolean }> {
  const { pool, log } = deps;
  const total = { events: 0, duplicates: 0, rejected: 0, clusters: [] as string[], more: false };
  const [positions, ends] = await Promise.all([positionsOf(pool, tenantId), log.ends(tenantId)]);
  for (const stream of STREAMS) {
    const from = positions[stream] ?? 0n;
    if (from >= ends[stream]) continue;
    const records = await log.read(tenantId, stream, from, BATCH);
    const last = records.at(-1);
    if (!last) continue;
    const to = last.offset + 1n;
    const span = { kind: SpanKind.CONSUMER, attributes: { 'kg_rca.client_id': tenantId, 'messaging.batch.message_count': records.length } };
    const traces = records.map(({ trace }) => trace);
    const counted = await withSpanOfEach(`count ${stream}`, span, traces, () => countBatch(deps, tenantId, stream, from, to, records));
    if (!counted) {
      // Another consumer has counted this batch, so this position is out of date.
      delete positions[stream];
      continue;
    }
    positions[stream] = to;
    total.events += counted.events;
    total.duplicates += counted.duplicates;
    total.rejected += counted.rejected;
    total.clusters = [...new Set([...total.clusters, ...counted.clusters])];
    total.more ||= to < ends[stream];
  }
  await log.report(GROUPS.usage, tenantId, positions);
  return total;
}

async function positionsOf(pool: pg.Pool, tenantId: string): Promise<Positions> {
  return inTenantSql(pool, tenantId, async (sql) => {
    const { rows } = await sql.query<{ stream: Stream; position: string }>({
      name: 'usage positions',
      text: 'SELECT stream, position FROM usage_positions WHERE tenant_id = $1',
      values: [tenantId],
    });
    return Object.fromEntries(rows.map(({ stream, position }) => [stream, BigInt(position)]));
  });
}

/** Undefined when another consumer has counted this batch in the meantime. */
async function countBatch(
  { pool, clock }: { pool: pg.Pool; clock: Clock },
  tenantId: string,
  stream: Stream,
  from: bigint,
  to: bigint,
  records: LogRecord[],
): Promise<Counted | undefined> {
  const now = clock();
  const { accepted, bad, clusters } = await judged(tenantId, stream, records, now);
  return inTenantSql(pool, tenantId, async (sql) => {
    const moved = await sql.query({
      name: 'usage move',
      text: `INSERT INTO usage_positions (tenant_id, stream, position) VALUES ($1, $2, $3)
       ON CONFLICT (tenant_id, stream) DO UPDATE SET position = $3 WHERE usage_positions.position = $4`,
      values: [tenantId, stream, to, from],
    });
    if (moved.rowCount === 0) return undefined;
    const fresh = await sql.query<{ identity: Buffer }>({
      name: 'usage see',
      text: `INSERT INTO usage_seen (tenant_id, identity, day) SELECT $1, i, $2 FROM unnest($3::bytea[]) i ON CONFLICT DO NOTHING
       RETURNING identity`,
      values: [tenantId, utcDay(now), accepted.map(({ identity }) => identity)],
    });
    const events = fresh.rows.length;
    const counted: Counted = { events, duplicates: accepted.length - events, rejected: bad.length, clusters };
    await countEvents(sql, tenantId, hoursOf(stream, accepted, fresh.rows), now);
    await addToCounters(sql, tenantId, [
      { day: utcDay(now), metric: 'duplicates', value: counted.duplicates },
      { day: utcDay(now), metric: 'rejected', value: counted.rejected },
    ]);
    await recordDeadLetters((text, params) => sql.query(text, params), tenantId, 'usage', stream, bad);
    return counted;
  });
}

/** A record that counts unless its identity was seen before: its cluster and the hour that it is billed in. */
interface Accepted {
  identity: Buffer;
  cluster: string;
  hour: number;
}

/** The records of a batch that were new, summed by hour and cluster. */
function hoursOf(stream: Stream, accepted: readonly Accepted[], fresh: readonly { identity: Buffer }[]): HourOf[] {
  const [first] = accepted;
  const isAlike = accepted.every(({ hour, cluster }) => hour === first?.hour && cluster === first.cluster);
  // Most batches are of one cluster and hour, where nothing needs to be told apart.
  if (first && isAlike) {
    return fresh.length === 0 ? [] : [{ hour: first.hour, cluster: first.cluster, stream, late: false, value: fresh.length }];
  }
  const origins = new Map(accepted.map((record) => [record.identity.toString('latin1'), record]));
  const sums = new Map<string, HourOf>();
  for (const { identity } of fresh) {
    const origin = origins.get(identity.toString('latin1'));
    if (!origin) throw new Error('an identity was inserted that is not of this batch');
    const key = `${origin.hour} ${origin.cluster}`;
    const sum = sums.get(key) ?? { hour: origin.hour, cluster: origin.cluster, stream, late: false, value: 0 };
    sum.value += 1;
    sums.set(key, sum);
  }
  return [...sums.values()];
}

/**
 * The records that count, and those that are rejected: what is no valid message, and what is from a cluster that
 * the plan does not allow. Ingest over HTTPS has judged its records already.
 */
async function judged(tenantId: string, stream: Stream, records: LogRecord[], now: number) {
  const accepted: Accepted[] = [];
  const bad: RejectedRecord[] = [];
  const fromKafka: { record: LogRecord; identity: Buffer; cluster: string }[] = [];
  for (const record of records) {
    const known = record.identity ? undefined : identityOf(stream, record.value);
    if (record.identity)
      accepted.push({ identity: record.identity, cluster: record.key.slice(0, record.key.indexOf('/')), hour: hourOf(record, now) });
    else if (typeof known === 'string') bad.push({ offset: record.offset, reason: 'unreadable', detail: known, record: record.value });
    else if (known) fromKafka.push({ record, ...known });
  }
  const clusters = new Set(fromKafka.map(({ cluster }) => cluster));
  const isNew = [...clusters].some((cluster) => !isKnownCluster(tenantId, cluster));
  const tenant = isNew ? await getTenant(tenantId) : undefined;
  const refused = tenant ? await registerClusters(tenant, clusters) : new Set<string>();
  for (const { record, identity, cluster } of fromKafka) {
    if (tenant && refused.has(cluster))
      bad.push({ offset: record.offset, reason: 'cluster_limit', detail: clusterLimit(tenant), record: record.value });
    // The time of a record that came over Kafka was set by its producer, and may not decide what is billed when.
    else accepted.push({ identity, cluster, hour: utcHour(now).getTime() });
  }
  return { accepted, bad, clusters: [...clusters].filter((cluster) => !refused.has(cluster)) };
}

/** The hour in which the HTTPS edge accepted a record, however late it is counted. */
function hourOf({ appendedAt }: LogRecord, now: number): number {
  return utcHour(Math.min(appendedAt, now)).getTime();
}

/** The identity and cluster of a record that came over Kafka, as ingest would have determined them; or, as a string, why the record is not a valid message. */
function identityOf(stream: Stream, value: string): { identity: Buffer; cluster: string } | string {
  let json: unknown;
  try {
    json = parseJson(value);
  } catch (error) {
    return `not valid JSON: ${(error as Error).message}`;
  }
  const parsed = safeParse(messageSchemas[stream], json);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return { identity: identityDigest(stream, parsed.data), cluster: parsed.data.cluster };
}

/**
 * Those of `identities` that a client sent before: they were counted already, or stand in this list once more (at its later places).
 * What was appended in the last seconds and is not counted yet is not known here; counting finds those duplicates.
 * Returns places in the list.
 */
export async function findDuplicates(tenantId: string, identities: readonly Buffer[]): Promise<Set<number>> {
  if (identities.length === 0) return new Set();
  const { rows } = await inTenantSql(database.use().pool, tenantId, (sql) =>
    sql.query<{ identity: Buffer }>({
      name: 'usage seen',
      text: 'SELECT identity FROM usage_seen WHERE tenant_id = $1 AND identity = ANY($2::bytea[])',
      values: [tenantId, identities],
    }),
  );
  const seen = new Set(rows.map(({ identity }) => identity.toString('latin1')));
  const duplicates = new Set<number>();
  identities.forEach((identity, place) => {
    const key = identity.toString('latin1');
    if (seen.has(key)) duplicates.add(place);
    seen.add(key);
  });
  return duplicates;
}

/** Deletes the identities of days before `before` (epoch ms): agents can no longer resend records that are older than the client's retention. */
export async function deleteIdentitiesBefore(pool: pg.Pool, tenantId: string, before: number): Promise<void> {
  await inTenantSql(pool, tenantId, (sql) =>
    sql.query('DELETE FROM usage_seen WHERE tenant_id = $1 AND day < $2', [tenantId, utcDay(before)]),
  );
}
