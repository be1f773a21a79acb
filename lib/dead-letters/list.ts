import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import type { Stream } from '#lib/wire/names.ts';
import type { Source } from './record.ts';

/** How much of a record a list shows. */
const SHOWN_CHARACTERS = 2_000;

/** What became of a dead letter: nothing yet, or what staff did. */
export const STATES = ['waiting', 'replayed', 'discarded'] as const;
export type LetterState = (typeof STATES)[number];

/** A dead letter as it is listed. Times in epoch ms. */
export interface DeadLetter {
  id: bigint;
  clientId: string;
  source: Source;
  stream: Stream;
  offset: bigint | null;
  reason: string;
  detail: string;
  /** Its first 2,000 characters. */
  record: string;
  recordBytes: number;
  receivedAt: number;
  state: LetterState;
  /** When and by whom it was replayed or discarded. */
  settledAt: number | null;
  settledBy: string | null;
  /** The letter under which its replay was turned away again. */
  failedAgainAs: bigint | null;
}

/** Which letters are asked for; what is left out is not asked for. `cursor` is the id that the page comes after. */
export interface LetterFilter {
  stream?: Stream | undefined;
  source?: Source | undefined;
  state?: LetterState | undefined;
  limit: number;
  cursor?: bigint | undefined;
}

/** A page of a client's own letters, newest first. */
export async function listDeadLetters(clientId: string, filter: LetterFilter): Promise<DeadLetter[]> {
  return inTenant(clientId, (tx) => page(tx, clientId, filter));
}

/** A page of the letters of one client or of all, newest first: for the provider's staff. */
export async function listAllDeadLetters(clientId: string | undefined, filter: LetterFilter): Promise<DeadLetter[]> {
  return asSystem((tx) => page(tx, clientId, filter));
}

/** The whole record of a letter, as it was received: for the provider's staff. Throws the common 404. */
export async function recordOfDeadLetter(id: bigint): Promise<string> {
  const letter = await asSystem((tx) => tx.deadLetter.findUnique({ where: { id }, select: { record: true } }));
  if (!letter) throw notFound();
  return letter.record;
}

type Row = Omit<DeadLetter, 'receivedAt' | 'settledAt'> & { receivedAt: Date; settledAt: Date | null };

async function page(tx: Tx, clientId: string | undefined, { stream, source, state, limit, cursor }: LetterFilter): Promise<DeadLetter[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT * FROM (
      SELECT l.id, l.tenant_id AS "clientId", l.source, l.stream, l.record_offset AS "offset", l.reason, l.detail,
             left(l.record, ${SHOWN_CHARACTERS}::int) AS record, octet_length(l.record) AS "recordBytes", l.received_at AS "receivedAt",
             CASE WHEN l.discarded_at IS NOT NULL THEN 'discarded' WHEN l.replayed_at IS NOT NULL THEN 'replayed' ELSE 'waiting' END AS state,
             coalesce(l.discarded_at, l.replayed_at) AS "settledAt", coalesce(l.discarded_by, l.replayed_by) AS "settledBy",
             (SELECT min(again.id) FROM dead_letters again
              WHERE again.tenant_id = l.tenant_id AND again.stream = l.stream AND again.record_offset = l.replay_offset) AS "failedAgainAs"
      FROM dead_letters l
      WHERE (${clientId ?? null}::text IS NULL OR l.tenant_id = ${clientId ?? null})
        AND (${stream ?? null}::text IS NULL OR l.stream = ${stream ?? null})
        AND (${source ?? null}::text IS NULL OR l.source = ${source ?? null})
        AND (${cursor ?? null}::bigint IS NULL OR l.id < ${cursor ?? null}::bigint)
    ) AS letters
    WHERE ${state ?? null}::text IS NULL OR state = ${state ?? null}
    ORDER BY id DESC LIMIT ${limit}::int`;
  return rows.map((row) => ({ ...row, receivedAt: row.receivedAt.getTime(), settledAt: row.settledAt?.getTime() ?? null }));
}
