import { type EventLog, eventLog, GROUPS } from '#lib/event-log/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { listActiveTenantIds } from '#lib/tenants/index.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';

/** Where a client's records are: received = applied + duplicate + rejected + in flight; and the lag of each consumer. */
export interface RecordBalance {
  tenantId: string;
  /** Records in the log plus those that ingest rejected. A replayed record is received again. */
  received: number;
  applied: number;
  duplicate: number;
  rejected: number;
  inFlight: number;
  /**
   * Received minus all the others; anything but 0 is a fault. Above 0, records exceeded their retention before they were
   * counted, or were never counted. Below 0, something was counted twice, or the log has lost records.
   */
  unaccounted: number;
  graphLag: number;
  /** Dead letters of ingest and of every consumer: the total ever, and those that are not resolved. */
  deadLetters: { ever: number; waiting: number };
  /** The lag of each consumer, in records. */
  streams: { stream: Stream; usageLag: number; graphLag: number }[];
}

type Ends = Record<Stream, bigint>;

const NOTHING = Object.fromEntries(STREAMS.map((stream) => [stream, 0n])) as Ends;

/** What PostgreSQL knows about a client's records, by `<kind> <name>`. */
type Known = Map<string, number>;

/**
 * The record balance of every active client. The received records come from the log and from the count of rejections at
 * ingest, the rest from the counters that are billed: independent sources, so that the balance can reveal a fault. Counters
 * and positions are read at one moment and the log afterwards; records appended in between are in flight.
 */
export async function recordBalances(log: EventLog = eventLog.use()): Promise<RecordBalance[]> {
  const known = await knownOf(undefined);
  const clients = await listActiveTenantIds();
  const [ends, reported] = await Promise.all([log.endsOfAll(), log.reported(GROUPS.graph)]);
  return clients.map((tenantId) => {
    const [end = NOTHING, place = {}] = [ends.get(tenantId), reported.get(tenantId)];
    const lag = Object.fromEntries(STREAMS.map((stream) => [stream, end[stream] - (place[stream] ?? 0n)])) as Ends;
    return balanceOf(tenantId, end, lag, known.get(tenantId) ?? new Map());
  });
}

/** The record balance of one client. */
export async function recordBalance(tenantId: string, log: EventLog = eventLog.use()): Promise<RecordBalance> {
  const known = (await knownOf(tenantId)).get(tenantId) ?? new Map();
  const [ends, lag] = await Promise.all([log.ends(tenantId), log.lag(GROUPS.graph, tenantId)]);
  return balanceOf(tenantId, ends, lag, known);
}

function balanceOf(tenantId: string, ends: Ends, graphLag: Ends, known: Known): RecordBalance {
  const of = (name: string) => known.get(name) ?? 0;
  const streams = STREAMS.map((stream) => ({
    stream,
    usageLag: Math.max(0, Number(ends[stream]) - of(`position ${stream}`)),
    graphLag: Math.max(0, Number(graphLag[stream])),
  }));
  const received = sum(STREAMS.map((stream) => Number(ends[stream]))) + of('rejected-by edge');
  const [applied, duplicate, rejected] = [of('counter events'), of('counter duplicates'), of('counter rejected')];
  const inFlight = sum(streams.map(({ usageLag }) => usageLag));
  return {
    tenantId,
    received,
    applied,
    duplicate,
    rejected,
    inFlight,
    unaccounted: received - applied - duplicate - rejected - inFlight,
    graphLag: sum(streams.map(({ graphLag }) => graphLag)),
    deadLetters: { ever: sum(['edge', 'usage', 'graph'].map((source) => of(`rejected-by ${source}`))), waiting: of('letters waiting') },
    streams,
  };
}

/** Reads one client or all in a single statement, so that the numbers are consistent. */
async function knownOf(tenantId: string | undefined): Promise<Map<string, Known>> {
  const only = tenantId ?? null;
  const rows = await asSystem(
    (tx) => tx.$queryRaw<{ client: string; name: string; value: string }[]>`
      SELECT client, name, value::text FROM (
        SELECT tenant_id AS client, 'counter ' || metric AS name, sum(value) AS value FROM usage_counters
        WHERE metric IN ('events', 'duplicates', 'rejected') GROUP BY tenant_id, metric
        UNION ALL SELECT tenant_id, 'position ' || stream, position FROM usage_positions
        UNION ALL SELECT tenant_id, 'rejected-by ' || source, sum(records) FROM dead_letter_counts GROUP BY tenant_id, source
        UNION ALL SELECT tenant_id, 'letters waiting', count(*) FROM dead_letters
                  WHERE replayed_at IS NULL AND discarded_at IS NULL GROUP BY tenant_id
      ) AS known WHERE ${only}::text IS NULL OR client = ${only}`,
  );
  const known = new Map<string, Known>();
  for (const { client, name, value } of rows) {
    const of = known.get(client) ?? new Map<string, number>();
    known.set(client, of.set(name, Number(value)));
  }
  return known;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
