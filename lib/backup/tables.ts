import pg from 'pg';

/** A row: the values of its columns as PostgreSQL writes them, null for NULL. */
export type Row = (string | null)[];
/** A table with its columns, in the order of its rows. */
export interface Table {
  name: string;
  columns: string[];
}

const FETCH = 1_000;
/** A batch of rows that is inserted at once ends at so many rows or characters. */
const BATCH = { rows: 1_000, characters: 4_000_000 };
/** Prisma's own table says which migrations were applied; the manifest does so for a backup. */
const MIGRATIONS = '_prisma_migrations';
/** How values are written as text, whatever the server's settings. */
const FORMATS = `SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'`;
const SYSTEM = `SELECT set_config('app.scope', 'system', true)`;

const quoted = (name: string) => pg.escapeIdentifier(name);

/** Runs `work` in one transaction over all clients that reads a single moment of the database. */
export async function inSnapshot<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return await withClient(url, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
}

/** Runs `work` in one transaction over all clients that writes. */
export async function inTransaction<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return await withClient(url, 'BEGIN', work);
}

async function withClient<T>(url: string, begin: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`${begin}; ${FORMATS}; ${SYSTEM}`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end(); // ends a transaction that failed, too
  }
}

/** The tables of the product with the columns that are stored, by name. Jobs are not among them. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> $1
     GROUP BY c.relname ORDER BY c.relname`,
    [MIGRATIONS],
  );
  return rows;
}

/** The names of the migrations that the database has, in order. */
export async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM ${quoted(MIGRATIONS)} WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows.map(({ name }) => name);
}

/** The rows of a table, in the order of their text, so that two equal tables are read alike. */
export async function* readRows(client: pg.Client, { name, columns }: Table): AsyncGenerator<Row> {
  const texts = columns.map((column) => `${quoted(column)}::text`).join(', ');
  const order = (await primaryKey(client, name)).map((column) => `${quoted(column)}::text COLLATE "C"`).join(', ');
  await client.query(
    `DECLARE rows NO SCROLL CURSOR FOR SELECT ARRAY[${texts}]::text[] AS row FROM ${quoted(name)} ${order && `ORDER BY ${order}`}`,
  );
  try {
    for (;;) {
      const { rows } = await client.query<{ row: Row }>(`FETCH ${FETCH} FROM rows`);
      for (const { row } of rows) yield row;
      if (rows.length < FETCH) return;
    }
  } finally {
    await client.query('CLOSE rows').catch(() => {}); // in a transaction that failed there is none
  }
}

async function primaryKey(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
     WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY a.attnum`,
    [quoted(table)],
  );
  return rows.map(({ name }) => name);
}

/**
 * Runs `fill` while the tables have no foreign keys and no triggers of ours: rows come in the order of tables, and are complete as
 * they are. What migrations put into the tables goes first. Sequences then go on behind the rows.
 */
export async function refill(client: pg.Client, tables: readonly Table[], fill: () => Promise<void>): Promise<void> {
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0`,
  );
  for (const { table, name } of keys) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${quoted(name)}`);
  for (const { name } of tables) {
    await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
    await client.query(`DELETE FROM ${quoted(name)}`);
  }
  await fill();
  for (const { name } of tables) await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
  for (const { table, name, definition } of keys) await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${quoted(name)} ${definition}`);
  await client.query(`
    DO $$ DECLARE one record; BEGIN
      FOR one IN SELECT pg_get_serial_sequence(quote_ident(table_name), column_name) AS sequence, table_name, column_name
                 FROM information_schema.columns WHERE table_schema = 'public' AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL
      LOOP EXECUTE format('SELECT setval(%L, coalesce((SELECT max(%I) FROM %I), 0) + 1, false)', one.sequence, one.column_name, one.table_name); END LOOP;
    END $$`);
}

/** Inserts rows into a table. */
export async function writeRows(client: pg.Client, table: Table, rows: AsyncIterable<Row>): Promise<void> {
  const { rows: types } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [quoted(table.name)],
  );
  const typeOf = new Map(types.map(({ name, type }) => [name, type]));
  const missing = table.columns.filter((column) => !typeOf.has(column));
  if (missing.length > 0) throw new Error(`the table ${table.name} has no column ${missing.join(', ')}`);
  const names = table.columns.map(quoted).join(', ');
  const values = table.columns.map((column, index) => `x.c${index}::${typeOf.get(column)}`).join(', ');
  const arrays = table.columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
  const aliases = table.columns.map((_, index) => `c${index}`).join(', ');
  const text = `INSERT INTO ${quoted(table.name)} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM unnest(${arrays}) AS x(${aliases})`;
  let batch: Row[] = [];
  let characters = 0;
  const insert = async () => {
    if (batch.length > 0)
      await client.query(
        text,
        table.columns.map((_, index) => batch.map((row) => row[index] ?? null)),
      );
    [batch, characters] = [[], 0];
  };
  for await (const row of rows) {
    batch.push(row);
    characters += row.reduce((sum, value) => sum + (value?.length ?? 0), 0);
    if (batch.length >= BATCH.rows || characters >= BATCH.characters) await insert();
  }
  await insert();
}
