import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { audit } from '#lib/audit/index.ts';
import { openPostgresEventLog } from '#lib/event-log/postgres/log.ts';
import { type NodeUpsert, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { startEmbeddedPostgres } from '#lib/platform/database/embedded.ts';
import { asSystem, database, openDatabase } from '#lib/platform/database/index.ts';
import { migrate } from '#lib/platform/database/migrate.ts';
import { keptSecret } from '#workers/installation.ts';
import { admin } from '../admin.ts';

const ROOT = join(import.meta.dirname, '../..');
const PASSPHRASE = 'a passphrase of this test';
const EVENTS = 'events.normalized';
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kg-backup-'));
  chmodSync(dir, 0o755);
  for (const name of ['DATABASE_URL', 'NEO4J_URI', 'SECRET_KEY', 'BACKUP_PASSPHRASE']) vi.stubEnv(name, '');
  vi.stubEnv('DATA_DIR', join(dir, 'data'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function run(...args: string[]) {
  let text = '';
  const code = await admin(args, (more) => {
    text += more;
  });
  return { code, text };
}

/** An installation that stopped: a client with invoices, incidents, an audit chain, a log of binary segments and a graph. */
async function installation(dataDir: string): Promise<{ clientId: string; look: () => Promise<unknown> }> {
  const clientId = `c-${randomUUID().slice(0, 13)}`;
  await withStores(dataDir, async ({ db, graphs }) => {
    const log = await openPostgresEventLog(db.pool);
    await asSystem(async (tx) => {
      await tx.tenant.create({ data: { id: clientId, name: 'Ünïcode "quoted", NULL\\N', plan: 'pro' } });
      await tx.invoice.create({
        data: {
          ...{ id: 'in_1', tenantId: clientId, status: 'paid', currency: 'usd', totalCents: 49_900, dueCents: 49_900, paidCents: 49_900 },
          ...{ periodStart: new Date(0), periodEnd: new Date(1), createdAt: new Date(2), lines: [{ description: "it's", amount: 1 }] },
        },
      });
      await tx.incident.create({
        data: {
          ...{
            tenantId: clientId,
            number: 1,
            cluster: 'prod',
            status: 'open',
            title: 'a',
            fingerprint: 'f',
            diagnosis: { a: [null, 1.5] },
          },
          ...{ openedAt: new Date(1), lastSeenAt: new Date(2), diagnosedAt: new Date(3), shape: ['a,b', '{c}', ''] },
        },
      });
      for (let i = 0; i < 3; i++) await audit(tx, { tenantId: clientId, actor: 'test', action: 'client.created', target: clientId });
    });
    await log.create(clientId, 7);
    await log.append(clientId, EVENTS, [{ key: 'k', value: '{"a":1}', identity: Buffer.alloc(16, 200) }]);
    await graphs.create(clientId);
    const pod = (key: string) =>
      ({ label: 'Resource' as const, key, kind: 'Pod', props: { name: key, health: 'ok', since: 5, tags: ['a'] } }) satisfies NodeUpsert;
    await graphs.apply(clientId, {
      nodes: [pod('p1'), pod('p2'), { label: 'Event', key: 'e1', props: { reason: 'BackOff' } }],
      edges: [
        { type: 'OWNS', from: { label: 'Resource', key: 'p1' }, to: { label: 'Resource', key: 'p2' } },
        { type: 'ABOUT', from: { label: 'Event', key: 'e1' }, to: { label: 'Resource', key: 'p1' }, props: { weight: 1.5 } },
      ],
      positions: { [EVENTS]: 1n },
    });
  });
  return { clientId, look: () => withStores(dataDir, ({ graphs }) => seen(graphs, clientId)) };
}

async function seen(graphs: Awaited<ReturnType<typeof openEmbeddedGraphStore>>, clientId: string) {
  const nodes = [];
  for await (const one of graphs.export(clientId)) nodes.push(one);
  return {
    nodes,
    positions: await graphs.positions(clientId),
    ...(await asSystem(async (tx) => ({
      tenants: await tx.tenant.findMany(),
      invoices: await tx.invoice.findMany(),
      incidents: await tx.incident.findMany(),
      audit: await tx.$queryRaw`SELECT * FROM audit_entries ORDER BY id`,
      next: await tx.$queryRaw`SELECT nextval(pg_get_serial_sequence('audit_entries', 'id')) > (SELECT max(id) FROM audit_entries) AS "isFree"`,
    }))),
  };
}

async function withStores<T>(
  dataDir: string,
  work: (stores: {
    db: Awaited<ReturnType<typeof openDatabase>>;
    graphs: Awaited<ReturnType<typeof openEmbeddedGraphStore>>;
  }) => Promise<T>,
): Promise<T> {
  const server = await startEmbeddedPostgres(join(dataDir, 'postgres'), keptSecret(dataDir, 'database-password'));
  await migrate(server.url, ROOT);
  const db = await openDatabase(server.url);
  database.provide(db);
  const graphs = await openEmbeddedGraphStore(join(dataDir, 'graphs'));
  try {
    return await work({ db, graphs });
  } finally {
    await graphs.close();
    await db.close();
    await server.stop();
  }
}

describe('a backup', () => {
  it('brings everything back after the loss of the data folder: accounts, invoices, incidents, audit, log and graphs', async () => {
    const { look } = await installation(join(dir, 'data'));
    const before = await look();
    vi.stubEnv('BACKUP_PASSPHRASE', PASSPHRASE);
    expect(await run('backup', '--to', join(dir, 'backups'))).toMatchObject({ code: 0, text: expect.stringContaining('and 1 graphs') });
    const drilled = await run('drill', '--from', join(dir, 'backups'));
    expect(drilled).toMatchObject({ code: 0, text: expect.stringContaining('every row and node is equal') });

    const secret = readFileSync(join(dir, 'data/secret-key'), 'utf8').trim();
    rmSync(join(dir, 'data'), { recursive: true });
    const refused = await run('restore', '--from', join(dir, 'backups'));
    expect(refused).toEqual({
      code: 1,
      text: `SECRET_KEY: set the one that this backup holds, and run this again: SECRET_KEY=${secret}\n`,
    });
    vi.stubEnv('SECRET_KEY', secret);
    expect(await run('restore', '--from', join(dir, 'backups'))).toMatchObject({ code: 0, text: expect.stringContaining('Restored') });
    expect(await look()).toEqual(before);
    expect(await run('restore', '--from', join(dir, 'backups'))).toMatchObject({
      code: 1,
      text: expect.stringContaining('this database has clients'),
    });
  });

  it('can be made while the product runs, without the graphs, whose files are its own; a restore cannot', async () => {
    const dataDir = join(dir, 'data');
    const { clientId } = await installation(dataDir);
    // What the data folder is locked by: a process with this name.
    const product = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1e6)', 'workers/main.ts'], { stdio: 'ignore' });
    const server = await startEmbeddedPostgres(join(dataDir, 'postgres'), keptSecret(dataDir, 'database-password'));
    writeFileSync(join(dataDir, 'lock'), String(product.pid));
    try {
      const made = await run('backup', '--to', join(dir, 'backups'));
      expect(made).toMatchObject({ code: 0, text: expect.stringContaining('The product holds the files of its graphs') });
      expect(made.text).toContain('and 0 graphs');
      const refused = await run('restore', '--from', join(dir, 'backups'));
      expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('already runs on') });
    } finally {
      await server.stop();
      product.kill();
    }
    const [name = ''] = readdirSync(join(dir, 'backups'));
    expect(gunzipSync(readFileSync(join(dir, 'backups', name, 'tables/tenants.ndjson.gz'))).toString()).toContain(clientId);
  });

  it('that was changed on its disk is not restored, and the drill says which table', async () => {
    await installation(join(dir, 'data'));
    await run('backup', '--to', join(dir, 'backups'));
    const [name = ''] = readdirSync(join(dir, 'backups'));
    const file = join(dir, 'backups', name, 'tables/invoices.ndjson.gz');
    writeFileSync(file, gzipSync(gunzipSync(readFileSync(file)).toString().replaceAll('49900', '1')));
    expect(await run('drill', '--from', join(dir, 'backups'))).toMatchObject({
      code: 1,
      text: expect.stringContaining('invoices.ndjson.gz is not what the manifest says'),
    });
  });

  it('of a newer version, and what is no backup, are refused', async () => {
    await installation(join(dir, 'data'));
    await run('backup', '--to', join(dir, 'backups'));
    const [name = ''] = readdirSync(join(dir, 'backups'));
    const file = join(dir, 'backups', name, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...manifest, migrations: [...manifest.migrations, '20990101000000_later'] }));
    expect(await run('drill', '--from', join(dir, 'backups', name))).toMatchObject({
      code: 1,
      text: expect.stringContaining('made by a newer version'),
    });
    expect(await run('drill', '--from', dir)).toEqual({ code: 2, text: `--from: there is no backup at ${dir}\n` });
  });

  it('is closed to other users, and only as many are kept as were asked for', async () => {
    await installation(join(dir, 'data'));
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const time of ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z']) {
      vi.setSystemTime(new Date(time));
      expect(await run('backup', '--to', join(dir, 'backups'), '--keep', '2')).toMatchObject({ code: 0 });
    }
    vi.useRealTimers();
    expect(readdirSync(join(dir, 'backups'))).toEqual(['2026-01-02T00-00-00Z', '2026-01-03T00-00-00Z']);
    expect(existsSync(join(dir, 'backups/2026-01-03T00-00-00Z/keys.json'))).toBe(false);
    expect(await run('backup', '--to', dir, '--keep', 'none')).toEqual({
      code: 2,
      text: '--keep: none is no whole number of at least 1\n',
    });
  });
});
