import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureMails } from '#lib/auth/testing/people.ts';
import { type EventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { type GraphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { asSystem, asSystemSql, inTenant } from '#lib/platform/database/index.ts';
import { jobs, openJobs } from '#lib/platform/jobs.ts';
import { sha256 } from '#lib/platform/secrets.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { STREAMS } from '#lib/wire/names.ts';
import { tablesOfClients } from '../deletion/catalogue.ts';
import { exportOf, issueTicket, openArchive, removeExpiredExports, requestExport, runExport } from '../index.ts';
import { newMarkedClient } from '../testing/marked-client.ts';
import { readTar } from '../testing/read-tar.ts';
import { NOT_IN_ARCHIVE, TABLES } from './datasets.ts';
import type { ExportParts } from './sources.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const HOUR = 3_600_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;
let folder: string;
let log: EventLog;
let graph: GraphStore;
let parts: ExportParts;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
  folder = await mkdtemp(join(tmpdir(), 'kg-export-'));
  log = await openPostgresEventLog(db.pool);
  graph = await openEmbeddedGraphStore(folder);
  jobs.provide(await openJobs(db.url));
  parts = { pool: db.pool, log, graph };
});
afterAll(async () => {
  await jobs.use().close();
  await graph.close();
  await log.close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A client that has not asked for an export yet. */
async function newClient() {
  const client = await newMarkedClient(db.pool, log, graph);
  await asSystem((tx) => tx.dataExport.deleteMany({ where: { tenantId: client.id } }));
  return client;
}
async function download(id: string, now = NOW): Promise<Buffer> {
  const { bytes, chunks } = await openArchive(id, await issueTicket(id, 'jo@example.com', now), now);
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  const archive = Buffer.concat(pieces);
  expect(archive.length).toBe(bytes);
  return archive;
}

describe('the archive of a client', () => {
  it('has an answer for every table of clients: in the archive, or left out for a reason', async () => {
    const tables = await asSystemSql(db.pool, tablesOfClients);
    const answered = [...TABLES.map(({ table }) => table), ...Object.keys(NOT_IN_ARCHIVE)];
    expect(answered.toSorted()).toEqual(tables);
  });

  it('holds everything of the client and nothing of another, no hash and no secret, with a description of every file', async () => {
    const [{ id, marker }, other] = [await newClient(), await newClient()];
    await requestExport(id, `${marker}@example.com`, NOW);
    await runExport(parts, id, () => NOW);
    expect(await exportOf(id, NOW)).toMatchObject({ state: 'ready', percent: 100, expiresAt: NOW + 72 * HOUR });
    const archive = await download(id);
    const files = readTar(archive);
    const all = [...files.values()].join('\n');
    expect(all).not.toContain(other.marker);
    for (const name of ['hash', 'token_hash', 'password_hash', 'totp_secret', 'ciphertext'])
      expect([name, new RegExp(`"${name}":`).test(all.replace(files.get('audit-log/0001.jsonl') ?? '', ''))]).toEqual([name, false]);
    for (const { folder: of } of TABLES) expect([of, (files.get(`${of}/0001.jsonl`) ?? '').length > 0]).toEqual([of, true]);
    expect(JSON.parse(files.get('members/0001.jsonl') ?? '')).toMatchObject({ email: `${marker}@example.com`, role: 'owner' });
    for (const stream of STREAMS)
      expect(JSON.parse(files.get(`events/${stream}/0001.jsonl`) ?? '')).toMatchObject({
        offset: '0',
        key: marker,
        value: { label: marker },
      });
    expect((files.get('graph/0001.jsonl') ?? '').trim().split('\n')).toHaveLength(3);
    const manifest = JSON.parse(files.get('manifest.json') ?? '');
    expect(manifest.files.map((file: { name: string }) => file.name)).toEqual([...files.keys()].filter((name) => name !== 'manifest.json'));
    for (const { name, sha256: sum } of manifest.files) expect([name, sha256(files.get(name) ?? '')]).toEqual([name, sum]);
    const folders = new Set([...files.keys()].map((name) => name.split('/')[0] ?? '').filter((name) => !name.includes('.')));
    for (const name of folders) expect(files.get('README.md')).toContain(`- ${name}/: `);
    expect(mails.lastTo(`${marker}@example.com`).subject).toContain('Your data is ready');
  });

  it('can be read by tar', async () => {
    const { id } = await newClient();
    await requestExport(id, 'jo@example.com', NOW);
    await runExport(parts, id, () => NOW);
    const archive = await download(id);
    const { stdout, status } = spawnSync('tar', ['-tzf', '-'], { input: archive, encoding: 'utf8' });
    expect([status, stdout.trim().split('\n')]).toEqual([0, [...readTar(archive).keys()]]);
  });

  it('holds a log of any length, in files of a few megabytes', async () => {
    const { id } = await newClient();
    const value = JSON.stringify({ text: randomUUID().repeat(1_000) });
    for (let i = 0; i < 3; i++)
      await log.append(
        id,
        'logs.normalized',
        Array.from({ length: 100 }, () => ({ key: 'k', value })),
      );
    await requestExport(id, 'jo@example.com', NOW);
    await runExport(parts, id, () => NOW);
    const files = [...readTar(await download(id))].filter(([name]) => name.startsWith('events/logs.normalized/'));
    expect(files.length).toBeGreaterThan(1);
    expect(Math.max(...files.map(([, text]) => text.length))).toBeLessThan(5 * 1024 * 1024);
    const offsets = files.flatMap(([, text]) => text.trim().split('\n')).map((line) => JSON.parse(line).offset);
    expect(offsets).toEqual(Array.from({ length: 301 }, (_, offset) => String(offset)));
  });
});

describe('an export', () => {
  it('is made one at a time, at most one an hour, and is in the audit log', async () => {
    const { id } = await newClient();
    await requestExport(id, 'jo@example.com', NOW);
    await expect(requestExport(id, 'jo@example.com', NOW)).rejects.toMatchObject({ status: 409, code: 'export_running' });
    await runExport(parts, id, () => NOW);
    await expect(requestExport(id, 'jo@example.com', NOW + HOUR / 2)).rejects.toMatchObject({
      status: 429,
      detail: expect.stringContaining('30 minutes'),
    });
    await download(id);
    await requestExport(id, 'jo@example.com', NOW + HOUR);
    expect(await inTenant(id, (tx) => tx.dataExportChunk.count())).toBe(0);
    const acts = await inTenant(id, (tx) =>
      tx.auditEntry.findMany({ where: { action: { startsWith: 'data_export' } }, orderBy: { id: 'asc' } }),
    );
    expect(acts.map(({ action }) => action.split('.')[1])).toEqual(['requested', 'ready', 'downloaded', 'requested']);
  });

  it('can be downloaded for five minutes with a ticket of the same client, and is removed when its time is over', async () => {
    const [{ id }, other] = [await newClient(), await newClient()];
    await expect(issueTicket(id, 'jo@example.com', NOW)).rejects.toMatchObject({ status: 404 });
    await requestExport(id, 'jo@example.com', NOW);
    await runExport(parts, id, () => NOW);
    const ticket = await issueTicket(id, 'jo@example.com', NOW);
    await expect(openArchive(other.id, ticket, NOW)).rejects.toMatchObject({ status: 404 });
    await expect(openArchive(id, 'x'.repeat(40), NOW)).rejects.toMatchObject({ status: 404 });
    await expect(openArchive(id, ticket, NOW + 5 * 60_000)).rejects.toMatchObject({ status: 404 });
    expect((await openArchive(id, ticket, NOW)).bytes).toBeGreaterThan(1_000);
    const later = NOW + 72 * HOUR;
    expect((await exportOf(id, later)).state).toBe('expired');
    await expect(issueTicket(id, 'jo@example.com', later)).rejects.toMatchObject({ status: 404 });
    await removeExpiredExports(later);
    expect(await inTenant(id, (tx) => tx.dataExportChunk.count())).toBe(0);
    expect((await exportOf(id, NOW)).state).toBe('expired');
  });

  it('begins anew after an attempt that died, whose pieces never become part of another archive', async () => {
    const { id } = await newClient();
    await requestExport(id, 'jo@example.com', NOW);
    const dying = {
      ...parts,
      graph: Object.assign(Object.create(graph), {
        export() {
          throw new Error('the graph is away');
        },
      }),
    };
    await expect(runExport(dying, id, () => NOW)).rejects.toThrow();
    expect((await exportOf(id, NOW)).state).toBe('running');
    await runExport(parts, id, () => NOW);
    expect(readTar(await download(id)).has('manifest.json')).toBe(true);
    expect(await inTenant(id, (tx) => tx.dataExport.findUniqueOrThrow({ where: { tenantId: id } }))).toMatchObject({ attempts: 2 });
  });

  it('fails after three attempts, says so on the page and by mail, and can be started again at once', async () => {
    const { id, marker } = await newClient();
    await requestExport(id, `${marker}@example.com`, NOW);
    const broken = { ...parts, log: Object.assign(Object.create(log), { read: () => Promise.reject(new Error('the log is away')) }) };
    for (let i = 0; i < 2; i++) await expect(runExport(broken, id, () => NOW)).rejects.toThrow('the log is away');
    await runExport(broken, id, () => NOW);
    expect(await exportOf(id, NOW)).toMatchObject({ state: 'failed', error: expect.stringContaining('could not be read') });
    expect(mails.lastTo(`${marker}@example.com`).subject).toContain('The export failed');
    await requestExport(id, `${marker}@example.com`, NOW);
    await runExport(parts, id, () => NOW);
    expect((await exportOf(id, NOW)).state).toBe('ready');
  });

  it('is not made for a client that asked for none', async () => {
    const { id } = await newClient();
    await runExport(parts, id, () => NOW);
    expect((await exportOf(id, NOW)).state).toBe('none');
  });
});
