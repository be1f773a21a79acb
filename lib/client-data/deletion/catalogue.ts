import type pg from 'pg';
import { asSystemSql } from '#lib/platform/database/index.ts';

/**
 * What stays of a deleted client, by table: why, the columns that stay, and what others get instead of nothing. Every other row of
 * every table with a tenant_id goes; what is in no list here goes, so that a new table or column cannot be forgotten.
 */
interface Kept {
  why: string;
  columns: readonly string[];
  values?: Readonly<Record<string, string>>;
}

export const KEPT: Readonly<Record<string, Kept>> = {
  tenants: {
    why: 'the client ID, which is never given to anybody else',
    columns: ['id', 'plan', 'status', 'created_at'],
    values: { name: 'Deleted client' },
  },
  invoices: {
    why: 'numbers and amounts, which accounting has to keep',
    columns: [
      'id',
      'tenant_id',
      'number',
      'status',
      'currency',
      'total_cents',
      'due_cents',
      'paid_cents',
      'period_start',
      'period_end',
      'attempt_count',
      'created_at',
    ],
  },
  audit_entries: { why: 'hashes of the entries, without content, so that exported copies can be checked', columns: [] },
  client_deletions: { why: 'the report of the deletion', columns: [] },
};
/** Kept tables that their own module empties. */
const EMPTIED_ELSEWHERE = ['audit_entries', 'client_deletions'];

/** The column that names the client in a kept table. */
const idColumn = (table: string) => (table === 'tenants' ? 'id' : 'tenant_id');

/** The names of all tables with a tenant_id, as the database knows them. */
export async function tablesOfClients(sql: pg.ClientBase): Promise<string[]> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
     WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** How many rows of a client each table has, of those that are not kept. */
export async function countRows(pool: pg.Pool, tenantId: string): Promise<{ table: string; rows: number }[]> {
  return asSystemSql(pool, async (sql) => {
    const counts: { table: string; rows: number }[] = [];
    for (const table of (await tablesOfClients(sql)).filter((name) => !(name in KEPT))) {
      const { rows } = await sql.query<{ n: string }>(`SELECT count(*) AS n FROM ${quoted(table)} WHERE tenant_id = $1`, [tenantId]);
      counts.push({ table, rows: Number(rows[0]?.n ?? 0) });
    }
    return counts;
  });
}

/**
 * Deletes a client's rows from every table that is not kept, and empties the columns of those that are. References to the client in
 * rows of others (the client that somebody's session works for) become null. Idempotent.
 */
export async function eraseRows(pool: pg.Pool, tenantId: string): Promise<void> {
  let tables = (await asSystemSql(pool, tablesOfClients)).filter((name) => !(name in KEPT));
  // A table whose rows others refer to comes after them: whatever a foreign key holds back is tried again.
  while (tables.length > 0) {
    const heldBack: string[] = [];
    for (const table of tables) {
      await asSystemSql(pool, (sql) => sql.query(`DELETE FROM ${quoted(table)} WHERE tenant_id = $1`, [tenantId])).catch((error) => {
        if ((error as { code?: string }).code !== '23503') throw error;
        heldBack.push(table);
      });
    }
    if (heldBack.length === tables.length) throw new Error(`foreign keys keep rows in ${heldBack.join(', ')}`);
    tables = heldBack;
  }
  await asSystemSql(pool, async (sql) => {
    await clearReferences(sql, tenantId);
    for (const table of Object.keys(KEPT)) if (!EMPTIED_ELSEWHERE.includes(table)) await emptyColumns(sql, table, tenantId);
  });
}

/** Sets to null what refers to the client in other columns than tenant_id. */
async function clearReferences(sql: pg.ClientBase, tenantId: string): Promise<void> {
  const { rows } = await sql.query<{ table: string; column: string }>(
    `SELECT k.conrelid::regclass::text AS "table", a.attname AS "column" FROM pg_constraint k
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
     WHERE k.contype = 'f' AND k.confrelid = 'tenants'::regclass AND a.attname <> 'tenant_id'`,
  );
  for (const { table, column } of rows) {
    await sql.query(`UPDATE ${table} SET ${quoted(column)} = NULL WHERE ${quoted(column)} = $1`, [tenantId]);
  }
}

async function emptyColumns(sql: pg.ClientBase, table: string, tenantId: string): Promise<void> {
  const { columns: kept, values = {} } = KEPT[table]!;
  const { rows } = await sql.query<{ column_name: string; is_nullable: string; column_default: string | null; data_type: string }>(
    `SELECT column_name, is_nullable, column_default, data_type FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1`,
    [table],
  );
  const set = rows
    .filter(({ column_name: name }) => !kept.includes(name))
    .map(({ column_name: name, is_nullable, column_default, data_type }) => {
      const value = values[name];
      if (value !== undefined) return `${quoted(name)} = ${literal(value)}`;
      if (is_nullable === 'YES') return `${quoted(name)} = NULL`;
      return `${quoted(name)} = ${column_default === null ? nothingOf(data_type) : 'DEFAULT'}`;
    });
  await sql.query(`UPDATE ${quoted(table)} SET ${set.join(', ')} WHERE ${idColumn(table)} = $1`, [tenantId]);
}

/** The value of a type that says nothing, for a column that must have one. Throws for a type that nobody has thought of. */
function nothingOf(type: string): string {
  if (type === 'text') return `''`;
  if (type === 'jsonb') return `'[]'::jsonb`;
  if (['integer', 'bigint'].includes(type)) return '0';
  if (type === 'boolean') return 'false';
  throw new Error(`lib/client-data/deletion/catalogue.ts does not know how to empty a column of the type ${type}`);
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
