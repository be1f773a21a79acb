import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClock, limiters, type RouteHandler } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { createApiKey, type MemberRole, sessionCookie } from '#lib/auth/index.ts';
import { captureMails, newPerson, newSession } from '#lib/auth/testing/people.ts';
import { deleteClient, runExport } from '#lib/client-data/index.ts';
import { readTar } from '#lib/client-data/testing/read-tar.ts';
import { eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { jobs, openJobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { GET as listStaffView } from './admin/deletions/route.ts';
import { GET as getArchive } from './data-export/archive/route.ts';
import { POST as requestDownload } from './data-export/downloads/route.ts';
import { GET as getExport, POST as startExport } from './data-export/route.ts';
import { POST as requestDeletion, DELETE as withdraw } from './deletion/route.ts';
import { POST as verifyReport } from './deletion-report-verifications/route.ts';
import { POST as ingest } from './ingest/[stream]/route.ts';
import { GET as whoAmI } from './me/route.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const HOUR = 3_600_000;
let now = NOW;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;
let folder: string;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
  apiClock.provide(() => now);
  limiters.provide(memoryLimiter());
  folder = await mkdtemp(join(tmpdir(), 'kg-client-data-'));
  eventLog.provide(await openPostgresEventLog(db.pool));
  graphStore.provide(await openEmbeddedGraphStore(folder));
  jobs.provide(await openJobs(db.url));
});
afterAll(async () => {
  await jobs.use().close();
  await eventLog.use().close();
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

/** An owner of a client of their own; `call` calls an operation in their session, which was opened at `now`. */
async function newOwner() {
  const person = await newPerson(mails, now);
  await eventLog.use().create(person.clientId, 7);
  await graphStore.use().create(person.clientId);
  const { secret } = await newSession(person.userId, now);
  const cookie = (await sessionCookie(secret)).split(';')[0] ?? '';
  const setRole = (role: MemberRole) => asSystem((tx) => tx.membership.updateMany({ where: { userId: person.userId }, data: { role } }));
  return { ...person, setRole, call: (handler: RouteHandler, body?: unknown, query = '') => call(handler, { cookie }, body, query) };
}

function call(handler: RouteHandler, headers: Record<string, string>, body?: unknown, query = '', params = {}): Promise<Response> {
  const { method, path } = handler.declaration;
  const request = new Request(`http://127.0.0.1:3000${path}${query}`, {
    method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return handler(request, { params: Promise.resolve(params) });
}
const codeOf = async (response: Response) => (await response.json()).code;
const parts = () => ({ pool: db.pool, log: eventLog.use(), graph: graphStore.use(), forgetRates: async () => {} });

describe('the export of a client', () => {
  it('is started, watched and downloaded by an admin who has just proved who they are', async () => {
    now = NOW;
    const { clientId, setRole, call: as } = await newOwner();
    await setRole('admin');
    expect(await (await as(getExport)).json()).toMatchObject({ state: 'none', keptHours: 72 });
    now = NOW + 20 * 60_000;
    expect(await codeOf(await as(startExport))).toBe('step_up_required');
    now = NOW;
    expect((await as(startExport)).status).toBe(202);
    expect(await (await as(getExport)).json()).toMatchObject({ state: 'waiting' });
    await runExport(parts(), clientId, () => now);
    now = NOW + 20 * 60_000;
    expect(await codeOf(await as(requestDownload))).toBe('step_up_required');
    now = NOW;
    const { url } = await (await as(requestDownload)).json();
    const archive = await as(getArchive, undefined, url.slice(url.indexOf('?')));
    expect(archive.headers.get('content-disposition')).toBe(`attachment; filename="kg-rca-${clientId}-2026-11-28.tar.gz"`);
    expect(readTar(new Uint8Array(await archive.arrayBuffer())).get('account/0001.jsonl')).toContain(clientId);
  });

  it('is refused to members, viewers and API keys, with a valid ticket too', async () => {
    now = NOW;
    const { clientId, setRole, call: as } = await newOwner();
    await as(startExport);
    await runExport(parts(), clientId, () => now);
    const { url } = await (await as(requestDownload)).json();
    const ticket = url.slice(url.indexOf('?'));
    const { key } = await asSystem((tx) => createApiKey(tx, { tenantId: clientId, name: 'k', scopes: ['read', 'write'], actor: 'test' }));
    for (const handler of [getExport, startExport, requestDownload, getArchive])
      expect((await call(handler, { Authorization: `Bearer ${key}` }, undefined, ticket)).status).toBe(403);
    for (const role of ['member', 'viewer'] as const) {
      await setRole(role);
      for (const handler of [getExport, startExport, requestDownload, getArchive])
        expect(await codeOf(await as(handler, undefined, ticket))).toBe('missing_role');
    }
  });
});

describe('the deletion of a client by its owner', () => {
  it('needs its ID and a recent proof, refuses data meanwhile, can be taken back, and ends with a report that can be checked', async () => {
    now = NOW;
    const { clientId, email, setRole, call: as } = await newOwner();
    await setRole('admin');
    expect(await codeOf(await as(requestDeletion, { confirm: clientId }))).toBe('missing_role');
    await setRole('owner');
    expect((await as(requestDeletion, { confirm: 'x' })).status).toBe(422);
    now = NOW + 20 * 60_000;
    expect(await codeOf(await as(requestDeletion, { confirm: clientId }))).toBe('step_up_required');
    now = NOW;
    const { key } = await asSystem((tx) => createApiKey(tx, { tenantId: clientId, name: 'k', scopes: ['ingest'], actor: 'test' }));
    const send = () => call(ingest, { Authorization: `Bearer ${key}` }, { records: [] }, '', { stream: 'events.normalized' });
    expect((await as(requestDeletion, { confirm: clientId })).status).toBe(200);
    expect(await codeOf(await send())).toBe('deletion_requested');
    expect(await (await as(whoAmI)).json()).toMatchObject({ client: { deletionDueAt: NOW + 168 * HOUR } });
    // The data can still be taken along.
    expect((await as(startExport)).status).toBe(202);
    expect((await as(withdraw)).status).toBe(200);
    expect((await send()).status).not.toBe(403);
    await as(requestDeletion, { confirm: clientId });
    now = NOW + 168 * HOUR;
    await deleteClient(parts(), clientId, () => now);
    expect((await as(whoAmI)).status).toBe(401);
    const text = mails.lastTo(email).text;
    const report = JSON.parse(text.slice(text.indexOf('{')));
    expect(await (await call(verifyReport, {}, report)).json()).toEqual({ genuine: true });
    expect(await (await call(verifyReport, {}, { ...report, clientId: 'other' })).json()).toEqual({ genuine: false });
    expect((await call(listStaffView, { Authorization: `Bearer ${key}` })).status).toBe(401);
  });
});
