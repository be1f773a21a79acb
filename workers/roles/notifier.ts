import type { PendingNotification } from '#lib/notifications/index.ts';
import type { Queue } from '#lib/platform/jobs.ts';
import type { PartsOf, RunningRole } from './role.ts';

const POLL_MS = 5_000;
const QUEUE: Queue<PendingNotification> = { name: 'notify-incident', retryLimit: 8, retryDelay: 5, expireInSeconds: 60 };

export const name = 'notifier';
export const purpose = 'sends mails and notifies people of incidents';
export const queues = ['mail', 'notify-incident'] as const;
export const thread = 'main';

/** Sends the queued mails and delivers the notifications of incidents, each once per channel, by jobs that are retried while that fails. */
export async function start({ jobs, mail, clock, logger }: PartsOf['main']): Promise<RunningRole> {
  const { MAIL_QUEUE, openQueuedMail } = await import('#lib/mail/index.ts');
  await jobs.work(MAIL_QUEUE, (queued) => mail.send(openQueuedMail(queued)));
  const { CHANNELS, configuredChannels, deliverNotification, pendingNotifications } = await import('#lib/notifications/index.ts');
  if (configuredChannels().length === 0) {
    const variables = CHANNELS.map(({ variable }) => variable).join(' or ');
    logger.warn(`no notification channel is configured (set ${variables}): nobody is notified of incidents`);
    return { stop: () => {} };
  }
  await jobs.work(QUEUE, (notification) => deliverNotification(notification, clock()));
  const poll = setInterval(() => {
    pendingNotifications(clock())
      .then(async (pending) => {
        for (const one of pending) await jobs.send(QUEUE, one, `${one.incidentId} ${one.channel}`);
      })
      .catch((error) => logger.error({ err: error }, 'pending notifications could not be read'));
  }, POLL_MS);
  return { stop: () => clearInterval(poll) };
}
