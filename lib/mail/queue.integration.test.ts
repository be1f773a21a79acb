import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { type Jobs, openJobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { MAIL_QUEUE, type Mail, noMail, openQueuedMail, queuedMail } from './index.ts';

const SECRET = 'a-token-that-nobody-may-read';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let jobs: Jobs;

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  jobs = await openJobs(db.url);
});
afterAll(async () => {
  await jobs.close();
  await db.drop();
});

const mailTo = (to: string): Mail => ({ to, subject: 'Reset your password', text: `https://portal/reset?token=${SECRET}` });

describe('a queued mail', () => {
  it('is sent once a mail server takes it: a failing one loses no mail and is no concern of the sender', async () => {
    const sent: Mail[] = [];
    let attempts = 0;
    const port = queuedMail(jobs, noMail());
    await port.send(mailTo('jo@example.com'));
    await jobs.work({ ...MAIL_QUEUE, retryDelay: 1 }, async (queued) => {
      attempts++;
      const mail = openQueuedMail(queued);
      if (mail.to === 'jo@example.com' && attempts === 1) throw new Error('connect ECONNREFUSED');
      sent.push(mail);
    });
    await vi.waitFor(async () => {
      await db.pool.query(`UPDATE pgboss.job SET start_after = now() WHERE name = 'mail' AND state = 'retry'`);
      expect(sent).toEqual([mailTo('jo@example.com')]);
    }, 20_000);
    expect(attempts).toBe(2);
  });

  it('exists exactly if the transaction that sent it was committed', async () => {
    const port = queuedMail(jobs, noMail());
    const rolledBack = asSystem(async (tx) => {
      await port.send(mailTo('gone@example.com'), tx);
      throw new Error('the operation fails');
    });
    await expect(rolledBack).rejects.toThrow('the operation fails');
    await asSystem((tx) => port.send(mailTo('kept@example.com'), tx));
    const { rows } = await db.pool.query<{ data: { sealed: string } }>(`SELECT data FROM pgboss.job WHERE name = 'mail'`);
    const recipients = rows.map(({ data }) => openQueuedMail(data).to);
    expect(recipients).toContain('kept@example.com');
    expect(recipients).not.toContain('gone@example.com');
  });

  it('is encrypted while it waits, since its link may sign somebody in', async () => {
    await queuedMail(jobs, noMail()).send(mailTo('sealed@example.com'));
    const { rows } = await db.pool.query<{ data: object }>(`SELECT data FROM pgboss.job WHERE name = 'mail'`);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  });
});
