import type { PendingNotification } from '#lib/notifications/index.ts';
import type { Queue } from '#lib/platform/jobs.ts';
import type { PartsOf, RunningRole } from './role.ts';

const POLL_MS = 5_000;
const QUEUE: Queue<PendingNotification> = { name: 'notify-incident', retryLimit: 8, retryDelay: 5, expireInSeconds: 60 };

export const name = 'notifier';
export const purpose = 'notifies people of incidents';
export const queues = ['notify-incident'] as const;
export const thread = 'main';

/** Delivers the notifications of incidents, each once per channel, by jobs that are retried while a channel fails. */
export async function start({ jobs, clock, logger }: PartsOf['main']): Promise<RunningRole> {
  const { configuredChannels, deliverNotification, pendingNotifications } = await import('#lib/notifications/index.ts');
  if (configuredChannels().length === 0) {
    logger.warn('no notification channel is configured (set SMTP_URL): nobody is notified of incidents');
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
