import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import type { Stream } from '#lib/wire/names.ts';
import type { Source } from './record.ts';

/** How much of a record a list contains. */
const SHOWN_CHARACTERS = 2_000;

/** The states of a dead letter; `waiting` until the staff resolve it. */
export const STATES = ['waiting', 'replayed', 'discarded'] as const;
export type LetterState = (typeof STATES)[number];

/** A dead letter in a list. Times in epoch ms. */
export interface DeadLetter {
  id: bigint;
  tenantId: string;
  source: Source;
  stream: Stream;
  offset: bigint | null;
  reason: string;
  detail: string;
  /** The first 2,000 characters of the record. */
  record: string;
  recordBytes: number;
  receivedAt: number;
  state: LetterState;
  /** When and by whom it was replayed or discarded. */
  settledAt: number | null;
  settledBy: string | null;
  /** The dead letter that was created when the replayed record was rejected again. */
  failedAgainAs: bigint | null;
}

/** Filters of a list; omitted ones do not apply. `cursor` is the id of the last dead letter of the previous page. */
export interface LetterFilter {
  stream?: Stream | undefined;
  source?: Source | undefined;
  state?: LetterState | undefined;
  limit: number;
  cursor?: bigint | undefined;
}

/** A page of a client's own dead letters, newest first. */
export async function listDeadLetters(tenantId: string, filter: LetterFilter): Promise<DeadLetter[]> {
  return inTenant(tenantId, (tx) => page(tx, tenantId, filter));
}

/** A page of the dead letters of one client or of all, newest first; for the provider's staff. */
export async function listAllDeadLetters(tenantId: string | undefined, filter: LetterFilter): Promise<DeadLetter[]> {
  return asSystem((tx) => page(tx, tenantId, filter));
}

/** How many dead letters of a client are kept, and their bytes. */
export async function deadLetterStock(tenantId: string): Promise<{ records: number; bytes: number }> {
  const stock = await inTenant(tenantId, (tx) => tx.deadLetterStock.findUnique({ where: { tenantId } }));
  return { records: Number(stock?.records ?? 0), bytes: Number(stock?.bytes ?? 0) };
}

/** The full record of a dead letter, as it was received; for the provider's staff. Throws a Problem with status 404 for an unknown id. */
export async function recordOfDeadLetter(id: bigint): Promise<string> {
  const letter = await asSystem((tx) => tx.deadLetter.findUnique({ where: { id }, select: { record: true } }));
  if (!letter) throw notFound();
  return letter.record;
}

type Row = Omit<DeadLetter, 'receivedAt' | 'settledAt'> & { receivedAt: Date; settledAt: Date | null };

async function page(tx: Tx, tenantId: string | undefined, { stream, source, state, limit, cursor }: LetterFilter): Promise<DeadLetter[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT * FROM (
      SELECT l.id, l.tenant_id AS "tenantId", l.source, l.stream, l.record_offset AS "offset", l.reason, l.detail,
             left(l.record, ${SHOWN_CHARACTERS}::int) AS record, octet_length(l.record) AS "recordBytes", l.received_at AS "receivedAt",
             CASE WHEN l.discarded_at IS NOT NULL THEN 'discarded' WHEN l.replayed_at IS NOT NULL THEN 'replayed' ELSE 'waiting' END AS state,
             coalesce(l.discarded_at, l.replayed_at) AS "settledAt", coalesce(l.discarded_by, l.replayed_by) AS "settledBy",
             (SELECT min(again.id) FROM dead_letters again
              WHERE again.tenant_id = l.tenant_id AND again.stream = l.stream AND again.record_offset = l.replay_offset) AS "failedAgainAs"
      FROM dead_letters l
      WHERE (${tenantId ?? null}::text IS NULL OR l.tenant_id = ${tenantId ?? null})
        AND (${stream ?? null}::text IS NULL OR l.stream = ${stream ?? null})
        AND (${source ?? null}::text IS NULL OR l.source = ${source ?? null})
        AND (${cursor ?? null}::bigint IS NULL OR l.id < ${cursor ?? null}::bigint)
    ) AS letters
    WHERE ${state ?? null}::text IS NULL OR state = ${state ?? null}
    ORDER BY id DESC LIMIT ${limit}::int`;
  return rows.map((row) => ({ ...row, receivedAt: row.receivedAt.getTime(), settledAt: row.settledAt?.getTime() ?? null }));
}
