import { randomUUID } from 'node:crypto';
import { env } from '#lib/platform/env.ts';
import type { Jobs, Queue } from '#lib/platform/jobs.ts';
import { decrypt, encrypt } from '#lib/platform/secrets.ts';
import type { Mail, MailPort } from './mail.ts';

/** A mail that waits. It is encrypted, since it may carry a link that signs in or resets a password. */
export interface QueuedMail {
  sealed: string;
  /** The client that it is about. */
  tenantId?: string;
}

/** Fifteen attempts over about four days: a mail server that is away for a weekend loses no mail. */
export const MAIL_QUEUE: Queue<QueuedMail> = { name: 'mail', retryLimit: 14, retryDelay: 10, expireInSeconds: 120 };

/**
 * The port that everything but the notifier sends through: a mail becomes a durable job, in the caller's transaction if one is
 * given, so that no answer depends on the mail server and a mail exists exactly if what it reports was committed. `transport` is
 * where the job sends it.
 */
export function queuedMail(jobs: Jobs, transport: MailPort): MailPort {
  return {
    kind: transport.kind,
    send: (mail, tx) => {
      const sealed = encrypt(env.use().secretKey, 'mail', JSON.stringify(mail));
      return jobs.send(MAIL_QUEUE, { sealed, ...(mail.tenantId && { tenantId: mail.tenantId }) }, randomUUID(), tx);
    },
  };
}

/** The mail of a job. Throws when another installation's secret sealed it. */
export function openQueuedMail({ sealed }: QueuedMail): Mail {
  return JSON.parse(decrypt(env.use().secretKey, 'mail', sealed)) as Mail;
}
