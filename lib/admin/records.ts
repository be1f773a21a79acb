import { type EventLog, eventLog, GROUPS } from '#lib/event-log/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { listActiveTenantIds } from '#lib/tenants/index.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';

/** Where a client's records are: received = applied + duplicate + rejected + in flight, and how far each consumer is behind. */
export interface RecordBalance {
  clientId: string;
  /** What the log took in, and what the edge turned away. A replay is received again. */
  received: number;
  applied: number;
  duplicate: number;
  rejected: number;
  inFlight: number;
  /**
   * Received, and nowhere in the rest: 0, or a fault. Above 0 records went past their retention before they were counted,
   * or were never counted; below 0 something was counted twice, or the log lost what it had taken in.
   */
  unaccounted: number;
  graphLag: number;
  /** Dead letters, of the edge and of every consumer: all there ever were, and those that nobody settled yet. */
  deadLetters: { ever: number; waiting: number };
  /** How many records each consumer has before it. */
  streams: { stream: Stream; usageLag: number; graphLag: number }[];
}

type Ends = Record<Stream, bigint>;

const NOTHING = Object.fromEntries(STREAMS.map((stream) => [stream, 0n])) as Ends;

/** What PostgreSQL knows of a client's records, under `<kind> <name>`. */
type Known = Map<string, number>;

/**
 * The balance of every client. What was received is told by the log and by the edge's count of what it turned away; what
 * became of it by the counters that are billed: the two come from different places, so that the balance can fail.
 * Counters and positions are of one moment, the log is asked later: what was appended in between is in flight.
 */
export async function recordBalances(log: EventLog = eventLog.use()): Promise<RecordBalance[]> {
  const known = await knownOf(undefined);
  const clients = await listActiveTenantIds();
  const [ends, reported] = await Promise.all([log.endsOfAll(), log.reported(GROUPS.graph)]);
  return clients.map((clientId) => {
    const [end = NOTHING, place = {}] = [ends.get(clientId), reported.get(clientId)];
    const lag = Object.fromEntries(STREAMS.map((stream) => [stream, end[stream] - (place[stream] ?? 0n)])) as Ends;
    return balanceOf(clientId, end, lag, known.get(clientId) ?? new Map());
  });
}

/** The balance of one client. */
export async function recordBalance(clientId: string, log: EventLog = eventLog.use()): Promise<RecordBalance> {
  const known = (await knownOf(clientId)).get(clientId) ?? new Map();
  const [ends, lag] = await Promise.all([log.ends(clientId), log.lag(GROUPS.graph, clientId)]);
  return balanceOf(clientId, ends, lag, known);
}

function balanceOf(clientId: string, ends: Ends, graphLag: Ends, known: Known): RecordBalance {
  const of = (name: string) => known.get(name) ?? 0;
  const streams = STREAMS.map((stream) => ({
    stream,
    usageLag: Math.max(0, Number(ends[stream]) - of(`position ${stream}`)),
    graphLag: Math.max(0, Number(graphLag[stream])),
  }));
  const received = sum(STREAMS.map((stream) => Number(ends[stream]))) + of('turned-away edge');
  const [applied, duplicate, rejected] = [of('counter events'), of('counter duplicates'), of('counter rejected')];
  const inFlight = sum(streams.map(({ usageLag }) => usageLag));
  return {
    clientId,
    received,
    applied,
    duplicate,
    rejected,
    inFlight,
    unaccounted: received - applied - duplicate - rejected - inFlight,
    graphLag: sum(streams.map(({ graphLag }) => graphLag)),
    deadLetters: { ever: sum(['edge', 'usage', 'graph'].map((source) => of(`turned-away ${source}`))), waiting: of('letters waiting') },
    streams,
  };
}

/** One statement, one moment: of one client, or of all. */
async function knownOf(clientId: string | undefined): Promise<Map<string, Known>> {
  const only = clientId ?? null;
  const rows = await asSystem(
    (tx) => tx.$queryRaw<{ client: string; name: string; value: string }[]>`
      SELECT client, name, value::text FROM (
        SELECT tenant_id AS client, 'counter ' || metric AS name, sum(value) AS value FROM usage_counters
        WHERE metric IN ('events', 'duplicates', 'rejected') GROUP BY tenant_id, metric
        UNION ALL SELECT tenant_id, 'position ' || stream, position FROM usage_positions
        UNION ALL SELECT tenant_id, 'turned-away ' || source, sum(records) FROM dead_letter_counts GROUP BY tenant_id, source
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
