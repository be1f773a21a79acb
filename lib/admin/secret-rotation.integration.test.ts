import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueApiToken } from '#lib/auth/api-tokens.ts';
import { principalOfApiKey, principalOfApiToken, sessionCookie, sessionSecretOf } from '#lib/auth/index.ts';
import { reportKey } from '#lib/client-data/index.ts';
import { openPostgresEventLog } from '#lib/event-log/index.ts';
import { openQueuedMail, queuedMail } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { jobs, openJobs } from '#lib/platform/jobs.ts';
import { decrypt, encrypt } from '#lib/platform/secrets.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { agentKey, provision } from '#lib/provisioning/index.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { rotateSecrets, rotationState } from './secret-rotation.ts';

const OLD = 'the first secret of the installation and long enough';
const NEW = 'the next secret of the installation and long enough';
const NOW = Date.UTC(2026, 10, 28);
let db: Awaited<ReturnType<typeof freshDatabase>>;

const use = (SECRET_KEY: string, SECRET_KEY_OLD = '') => env.provide(readEnv({ SECRET_KEY, SECRET_KEY_OLD }, () => ''));

beforeAll(async () => {
  db = await freshDatabase();
  jobs.provide(await openJobs(db.url));
});
afterAll(async () => {
  await jobs.use().close();
  await db.drop();
});

async function newClient(): Promise<string> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => createTenant(tx, { id, name: id, plan: 'free', actor: 'test' }));
  const graph = { create: async () => {} } as never;
  const log = await openPostgresEventLog(db.pool);
  await provision({ graph, log, secretKey: OLD, endpoint: 'http://127.0.0.1:3000', root: process.cwd(), agentVersion: '0.0.0-test' }, id);
  await log.close();
  return id;
}

/** The mails that wait, as the notifier would read them. */
async function waitingMails() {
  const { rows } = await db.pool.query<{ data: { sealed: string } }>(`SELECT data FROM pgboss.job WHERE name = 'mail'`);
  return rows.map(({ data }) => openQueuedMail(data));
}

describe('the change of SECRET_KEY', () => {
  it('goes on while the product runs: everything stays readable, and the old key can go when nothing is left', async () => {
    use(OLD);
    const id = await newClient();
    const user = await asSystem((tx) => tx.user.create({ data: { email: `${id}@example.com`, name: 'Jo' } }));
    // A text of the first version, as earlier releases wrote it.
    const first = encrypt(OLD, `totp ${user.id}`, 'JBSWY3DP').replace(/^v2\.[0-9a-f]{8}/, 'v1');
    await asSystem((tx) => tx.user.update({ where: { id: user.id }, data: { totpSecret: first } }));
    await queuedMail(jobs.use(), { kind: 'outbox', send: async () => {} }).send({ to: 'jo@example.com', subject: 's', text: 't' });
    const answer = { subject: `${id} key 1`, keyHash: 'hash' };
    const answerFor = `idempotency ${answer.subject} ${answer.keyHash}`;
    const sealed = encrypt(OLD, answerFor, 'an answer');
    await asSystem((tx) =>
      tx.idempotencyKey.create({ data: { ...answer, tenantId: id, fingerprint: 'f', sealed, createdAt: new Date(NOW) } }),
    );
    const publicKey = await reportKey();
    const key = await agentKey(OLD, id);
    const principal = await principalOfApiKey(key, NOW);
    if (!principal) throw new Error('the agent key is not valid');
    const { token } = await issueApiToken(principal, { scopes: ['ingest'], minutes: 5 }, NOW);
    const cookie = (await sessionCookie('secret-of-a-session')).split(';')[0] ?? '';

    use(NEW, `an older one that was never used here, ${OLD}`);
    const before = await rotationState(db, NEW);
    expect(before.remaining).toBe(before.secrets);
    // Reading goes on while it is rotated.
    const progress: string[] = [];
    const [after, ...keys] = await Promise.all([
      rotateSecrets(db, NEW, (place) => progress.push(place)),
      ...Array.from({ length: 10 }, () => agentKey(NEW, id, NOW)),
    ]);
    expect(new Set(keys)).toEqual(new Set([key]));
    expect(after).toEqual({ secrets: before.secrets, remaining: 0 });
    expect(new Set(progress).size).toBe(5);
    expect(await principalOfApiToken(token, NOW)).toMatchObject({ keyId: principal.keyId });
    expect(await sessionSecretOf({ headers: new Headers({ cookie }) })).toBe('secret-of-a-session');

    use(NEW);
    expect(await agentKey(NEW, id, NOW)).toBe(key);
    expect(await reportKey()).toBe(publicKey);
    const { totpSecret } = await asSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: user.id } }));
    expect(decrypt(NEW, `totp ${user.id}`, totpSecret ?? '')).toBe('JBSWY3DP');
    const kept = await asSystem((tx) => tx.idempotencyKey.findUniqueOrThrow({ where: { subject_keyHash: answer } }));
    expect(decrypt(NEW, answerFor, kept.sealed ?? '')).toBe('an answer');
    expect((await waitingMails())[0]).toMatchObject({ to: 'jo@example.com' });
    expect(await principalOfApiToken(token, NOW)).toBeUndefined();
  });

  it('leaves what no key opens as it is and counts it, and the error names the setting', async () => {
    use(NEW);
    const id = await newClient();
    const { remaining } = await rotateSecrets(db, NEW);
    expect(remaining).toBe(2);
    await expect(agentKey(NEW, id)).rejects.toThrow('add that key to SECRET_KEY_OLD');
    use(NEW, OLD);
    expect((await rotateSecrets(db, NEW)).remaining).toBe(0);
  });

  it('knows every file that encrypts something', () => {
    const lib = join(import.meta.dirname, '..');
    const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('.test.') && /\bencrypt\(/.test(readFileSync(join(lib, file), 'utf8')))
      .toSorted();
    expect(files).toEqual([
      'api/idempotency.ts',
      'auth/second-factors.ts',
      'mail/queue.ts',
      'notifications/secrets.ts',
      'platform/installation-key.ts',
      'platform/secrets.ts',
      'provisioning/steps.ts',
      // Among the credentials of a client; and a cookie that is valid for ten minutes.
      'sso/connection.ts',
      'sso/sign-in.ts',
    ]);
  });
});
