import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { limiters, type RouteHandler } from '#lib/api/index.ts';
import { openApiDocument } from '#lib/api/openapi.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { createApiKey, sessionCookie } from '#lib/auth/index.ts';
import { captureMails, newPerson, newSession, PASSWORD } from '#lib/auth/testing/people.ts';
import { eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { jobs, openJobs } from '#lib/platform/jobs.ts';
import { logger, logToFile } from '#lib/platform/logger.ts';
import { sha256 } from '#lib/platform/secrets.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { allRoutes } from './routes.ts';

const MARKER = `mk${randomUUID().replaceAll('-', '')}`;
const document = openApiDocument(allRoutes, 'http://127.0.0.1:3000');
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-logs-'));
  logToFile(join(folder, 'test.log'));
  logger.level = 'trace';
  limiters.provide({ ...memoryLimiter(), take: async () => ({ isOver: false, remaining: 1, resetSeconds: 60 }), fail: async () => {} });
  eventLog.provide(await openPostgresEventLog(db.pool));
  graphStore.provide(await openEmbeddedGraphStore(join(folder, 'graphs')));
  jobs.provide(await openJobs(db.url));
});
afterAll(async () => {
  await jobs.use().close();
  await eventLog.use().close();
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The example of an operation's body with a marker in every text, and as it is, which gets further. */
function bodiesOf({ declaration: { method, path, body } }: RouteHandler): (string | undefined)[] {
  if (!body) return [undefined, `{"records":["${MARKER}"],"${MARKER}":1`];
  const described = document.paths[path]?.[method.toLowerCase()] as {
    requestBody: { content: Record<string, { example: Record<string, unknown> }> };
  };
  const { example } = described.requestBody.content['application/json'] ?? { example: {} };
  const marked = JSON.stringify(example, (_name, value) => (typeof value === 'string' ? `${value}${MARKER}` : value));
  const loose = JSON.stringify({ ...example, password: MARKER, token: MARKER, [MARKER]: MARKER });
  return [JSON.stringify(example), marked, loose, `{"password":"${MARKER}`];
}

it('the logs hold no key, token, hash or cookie, and nothing of the path, query or body, of any request to any operation', async () => {
  const now = Date.now();
  const mails = captureMails({ ADMIN_TOKEN: `${MARKER}-of-the-staff` });
  const owner = await newPerson(mails, now);
  const { secret } = await newSession(owner.userId, now);
  const cookie = (await sessionCookie(secret)).split(';')[0] ?? '';
  const { key } = await asSystem((tx) =>
    createApiKey(tx, { tenantId: owner.clientId, name: 'k', scopes: ['ingest', 'read', 'write'], actor: 'test' }),
  );
  const identities: Record<string, string>[] = [
    {},
    { cookie },
    { authorization: `Bearer ${key}` },
    { authorization: `Bearer ${MARKER}-of-the-staff` },
    { authorization: `Bearer kg_live_${owner.clientId}_${MARKER.slice(0, 32)}`, cookie: `kg-rca-session=${MARKER}` },
  ];
  // The owner of the session goes last of those who may leave or lose it.
  const ordered = allRoutes.toSorted((a, b) => Number(a.declaration.method === 'DELETE') - Number(b.declaration.method === 'DELETE'));
  for (const handler of ordered) {
    const { method, path } = handler.declaration;
    for (const headers of identities) {
      for (const body of method === 'GET' ? [undefined] : bodiesOf(handler)) {
        const url = `http://127.0.0.1:3000${path.replaceAll(/\{\w+\}/g, MARKER)}?q=${MARKER}&token=${MARKER}&${MARKER}=1&confirm=${MARKER}`;
        const request = new Request(url, {
          method,
          headers: { ...headers, 'user-agent': MARKER },
          ...(body === undefined ? {} : { body }),
        });
        const params = { id: MARKER, key: [MARKER, MARKER], name: MARKER, stream: MARKER };
        const response = await handler(request, { params: Promise.resolve(params) });
        await response.text();
      }
    }
  }
  const log = await readFile(join(folder, 'test.log'), 'utf8');
  expect(log.split('\n').length).toBeGreaterThan(allRoutes.length * 4);
  const lines = log
    .split('\n')
    .filter((line) =>
      [MARKER, MARKER.slice(0, 32), PASSWORD, secret, sha256(secret), cookie, key, sha256(key), 'scrypt$'].some((text) =>
        line.includes(text),
      ),
    );
  expect(lines.map((line) => line.slice(0, 400))).toEqual([]);
}, 120_000);
