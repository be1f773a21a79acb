import type pg from 'pg';
import type { EventLog } from '#lib/event-log/index.ts';
import { type GraphStore, UnknownGraphError } from '#lib/graph/index.ts';
import { inTenantSql } from '#lib/platform/database/index.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import { TABLES } from './datasets.ts';

/** What an archive is made from. */
export interface ExportParts {
  pool: pg.Pool;
  log: EventLog;
  graph: GraphStore;
}

/** Takes a line, and how much of its folder has been read with it, from 0 to 1. Resolves when the next may come. */
export type TakeLine = (line: string, share: number) => Promise<void>;

/** A folder of the archive. */
export interface Source {
  folder: string;
  /** Hands over its lines, one at a time. */
  read(take: TakeLine): Promise<void>;
}

const ROWS = 500;
/** Records of the log in one read: each may have up to a megabyte. */
const RECORDS = 100;

const ACCOUNT = `SELECT (to_jsonb(t) - '{stripe_customer_id}'::text[])::text AS line FROM tenants t WHERE t.id = $1`;
const MEMBERS = `SELECT jsonb_build_object('email', u.email, 'name', u.name, 'role', m.role, 'joined_at', m.created_at,
    'email_verified_at', u.email_verified_at, 'theme', u.theme, 'time_zone', u.time_zone,
    'has_authenticator_app', u.totp_confirmed_at IS NOT NULL)::text AS line
  FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.tenant_id = $1`;

/** Everything of a client, folder by folder. Each is read as it is asked for, a little at a time. */
export function sourcesOf({ pool, log, graph }: ExportParts, tenantId: string): Source[] {
  const rows = (folder: string, sql: string, values: unknown[] = []): Source => ({
    folder,
    read: (take) => readRows(pool, tenantId, sql, [tenantId, ...values], take),
  });
  return [
    rows('account', ACCOUNT),
    rows('members', MEMBERS),
    ...TABLES.map(({ folder, table, omit = [] }) =>
      rows(folder, `SELECT (to_jsonb(t) - $2::text[])::text AS line FROM ${table} t WHERE t.tenant_id = $1`, [omit]),
    ),
    ...STREAMS.map((stream) => ({ folder: `events/${stream}`, read: (take: TakeLine) => readStream(log, tenantId, stream, take) })),
    { folder: 'graph', read: (take) => readGraph(graph, tenantId, take) },
  ];
}

/** Reads in the client's scope, so that the policies of the database hold, through a cursor, so that memory does not grow with the table. */
async function readRows(pool: pg.Pool, tenantId: string, sql: string, values: unknown[], take: TakeLine): Promise<void> {
  await inTenantSql(pool, tenantId, async (client) => {
    await client.query(`DECLARE lines NO SCROLL CURSOR FOR ${sql}`, values);
    for (;;) {
      const { rows } = await client.query<{ line: string }>(`FETCH ${ROWS} FROM lines`);
      if (rows.length === 0) return;
      for (const { line } of rows) await take(line, 0);
    }
  });
}

/** The records of a stream up to what was its end when the reading began. */
async function readStream(log: EventLog, tenantId: string, stream: Stream, take: TakeLine): Promise<void> {
  const end = (await log.ends(tenantId))[stream];
  for (let from = 0n; from < end; ) {
    const records = await log.read(tenantId, stream, from, RECORDS);
    if (records.length === 0) return;
    for (const { offset, appendedAt, key, value } of records) {
      if (offset >= end) return;
      const line = JSON.stringify({ offset: String(offset), appendedAt, key, value: parsed(value) });
      await take(line, Number(offset + 1n) / Number(end));
      from = offset + 1n;
    }
  }
}

async function readGraph(graph: GraphStore, tenantId: string, take: TakeLine): Promise<void> {
  try {
    for await (const item of graph.export(tenantId)) await take(JSON.stringify(item), 0);
  } catch (error) {
    // A client that was never set up has no graph.
    if (!(error instanceof UnknownGraphError)) throw error;
  }
}

/** The value of a record as the agent sent it; a text where it is no JSON. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
