import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { EventLog } from '#lib/event-log/index.ts';
import type { GraphStore } from '#lib/graph/index.ts';
import { asSystem, asSystemSql } from '#lib/platform/database/index.ts';
import { STREAMS } from '#lib/wire/names.ts';
import { tablesOfClients } from '../deletion/catalogue.ts';

/** A client of tests whose every text holds its marker. */
export interface MarkedClient {
  id: string;
  marker: string;
  /** An owner who belongs to this client alone. */
  owner: string;
}

/**
 * Makes a client, and a row in every table of clients that has none yet, as the database describes its columns: every text holds the
 * marker, and so do the log and the graph. A new table is thus covered without a word here. The owner has a session, a passkey,
 * a link by mail, a recovery code and a kept mail.
 */
export async function newMarkedClient(pool: pg.Pool, log: EventLog, graph: GraphStore): Promise<MarkedClient> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const marker = `mk${randomUUID().replaceAll('-', '')}`;
  const email = `${marker}@example.com`;
  const at = new Date();
  const owner = await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id, name: `Firm ${marker}`, plan: 'free', status: 'active' } });
    const user = await tx.user.create({ data: { email, name: `Jo ${marker}`, emailVerifiedAt: at, totpSecret: marker } });
    await tx.membership.create({ data: { tenantId: id, userId: user.id, role: 'owner' } });
    const times = { createdAt: at, authenticatedAt: at, lastSeenAt: at, expiresAt: new Date(Date.now() + 3_600_000) };
    await tx.session.create({
      data: { secretHash: marker, userId: user.id, activeClient: id, methods: ['password'], userAgent: marker, address: marker, ...times },
    });
    await tx.passkey.create({
      data: { id: marker, userId: user.id, name: marker, publicKey: new Uint8Array(1), counter: 0, transports: [], createdAt: at },
    });
    await tx.emailToken.create({ data: { hash: marker, userId: user.id, purpose: 'reset', expiresAt: times.expiresAt } });
    await tx.recoveryCode.create({ data: { hash: marker, userId: user.id } });
    await tx.outboxMail.create({ data: { recipient: email, subject: marker, text: marker, html: marker } });
    return user.id;
  });
  const incidents = await asSystem((tx) =>
    tx.incident.createManyAndReturn({
      data: [1, 2].map((number) => ({
        ...{
          tenantId: id,
          number,
          cluster: marker,
          status: 'open' as const,
          title: marker,
          fingerprint: marker,
          diagnosis: { text: marker },
        },
        ...{ openedAt: at, lastSeenAt: at, diagnosedAt: at },
      })),
    }),
  );
  const [incident = '', other = ''] = incidents.map((one) => one.id).sort();
  await log.create(id, 7);
  for (const stream of STREAMS) await log.append(id, stream, [{ key: marker, value: JSON.stringify({ label: marker }) }]);
  await graph.create(id);
  await graph.apply(id, {
    nodes: ['a', 'b'].map((name) => ({ label: 'Resource', kind: 'Pod', key: `${marker}/${name}`, props: { name: marker } })),
    edges: [
      {
        type: 'OWNS',
        from: { label: 'Resource', key: `${marker}/a` },
        to: { label: 'Resource', key: `${marker}/b` },
        props: { why: marker },
      },
    ],
  });
  // A client has a destination from the start.
  const destination = await asSystem((tx) => tx.destination.findFirstOrThrow({ where: { tenantId: id }, select: { id: true } }));
  const references = { incident_id: incident, other_id: other, user_id: owner, destination_id: destination.id };
  await fillTables(pool, id, marker, references);
  return { id, marker, owner };
}

/** A graph server, which belongs to no client. */
const SERVER = 'bolt://127.0.0.1:1';

interface Column {
  name: string;
  type: string;
  /** The first value of an enum. */
  first: string | null;
}

/** Adds a row to every table of clients that has none of this one. */
async function fillTables(pool: pg.Pool, id: string, marker: string, references: Record<string, string>): Promise<void> {
  await asSystemSql(pool, async (sql) => {
    for (const table of await tablesOfClients(sql)) {
      const { rowCount } = await sql.query(`SELECT 1 FROM ${table} WHERE tenant_id = $1 LIMIT 1`, [id]);
      if (rowCount) continue;
      if (table === 'graph_placements')
        await sql.query(`INSERT INTO graph_servers (uri, edition, capacity) VALUES ($1, 'enterprise', 9) ON CONFLICT DO NOTHING`, [SERVER]);
      const columns = await columnsOf(sql, table);
      const values = columns.map((column) => markedValue(table, column, id, marker, references));
      const given = columns.flatMap((column, index) => (values[index] === undefined ? [] : [{ column, value: values[index] }]));
      const names = given.map(({ column }) => `"${column.name}"`).join(', ');
      const casts = given.map(({ column }, index) => `$${index + 1}::${column.type}`).join(', ');
      await sql.query(
        `INSERT INTO ${table} (${names}) VALUES (${casts})`,
        given.map(({ value }) => value),
      );
    }
  });
}

async function columnsOf(sql: pg.ClientBase, table: string): Promise<Column[]> {
  const { rows } = await sql.query<Column>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       (SELECT enumlabel FROM pg_enum e WHERE e.enumtypid = a.atttypid ORDER BY enumsortorder LIMIT 1) AS first
     FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
    [table],
  );
  return rows;
}

/** A value that holds the marker where its type can. Undefined leaves the column to its default. */
function markedValue(
  table: string,
  { name, type, first }: Column,
  id: string,
  marker: string,
  references: Record<string, string>,
): unknown {
  if (name === 'tenant_id') return id;
  if (name in references) return references[name];
  // Sealing fills these.
  if (table === 'audit_entries' && ['hash', 'erased_at'].includes(name)) return undefined;
  // What is kept of an invoice says nothing about anybody.
  if (table === 'invoices' && ['id', 'number', 'status', 'currency'].includes(name)) return randomUUID();
  if (table === 'deliveries' && name === 'state') return 'sent';
  if (table === 'destination_incidents' && name === 'told') return 'open';
  if (table === 'data_exports' && name === 'state') return 'ready';
  if (table === 'client_deletions' && name === 'state') return 'withdrawn';
  if (table === 'graph_placements') return name === 'server' ? SERVER : name === 'database' ? marker : undefined;
  if (type === 'text') return marker;
  if (type === 'text[]') return [marker];
  if (type === 'jsonb') return JSON.stringify({ text: marker });
  if (type === 'uuid') return name === 'id' || name === 'export_id' ? randomUUID() : undefined;
  if (type === 'bytea') return Buffer.from(marker);
  if (type.startsWith('timestamp') || type === 'date') return new Date();
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'bigint') return name === 'id' || name === 'place' ? undefined : 1;
  return first ?? undefined;
}

/** Where a text stands: every column of every table of every schema of the product, as text, and every file of a folder. */
export async function placesOf(text: string, pool: pg.Pool, folder: string): Promise<string[]> {
  return [...(await tablesWith(text, pool)), ...(await filesWith(text, folder))];
}

async function tablesWith(text: string, pool: pg.Pool): Promise<string[]> {
  return asSystemSql(pool, async (sql) => {
    const { rows: tables } = await sql.query<{ schema: string; name: string }>(
      `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { schema, name } of tables) {
      // Bytes are shown in hexadecimal, so that both forms are looked for.
      const { rows } = await sql.query<{ n: string }>(
        `SELECT count(*) AS n FROM "${schema}"."${name}" t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%' OR to_jsonb(t)::text LIKE '%' || $2 || '%'`,
        [text, Buffer.from(text).toString('hex')],
      );
      if (Number(rows[0]?.n) > 0) found.push(`${schema}.${name}`);
    }
    return found;
  });
}

async function filesWith(text: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (path.includes(text) || (entry.isFile() && (await readFile(path)).includes(text))) found.push(path);
  }
  return found;
}
