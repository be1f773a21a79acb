import { configuredChannels, deliverNotification, type PendingNotification, pendingNotifications } from '#lib/notifications/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import { jobs, type Queue } from '#lib/platform/jobs.ts';
import type { Logger } from '#lib/platform/logger.ts';

const LOOK_EVERY_MS = 5_000;
const QUEUE: Queue<PendingNotification> = { name: 'notify-incident', retryLimit: 8, retryDelay: 5, expireInSeconds: 60 };

/** The notifier role: delivers the notifications of incidents, each once per channel, by jobs that are retried while a channel fails. */
export async function startNotifier({ clock, logger }: { clock: Clock; logger: Logger }): Promise<{ stop(): void }> {
  if (configuredChannels().length === 0) {
    logger.warn('no notification channel is configured (set SMTP_URL): nobody is notified of incidents');
    return { stop: () => {} };
  }
  await jobs.use().work(QUEUE, (notification) => deliverNotification(notification, clock()));
  const look = setInterval(() => {
    pendingNotifications(clock())
      .then(async (pending) => {
        for (const one of pending) await jobs.use().send(QUEUE, one, `${one.incidentId} ${one.channel}`);
      })
      .catch((error) => logger.error({ err: error }, 'pending notifications could not be read'));
  }, LOOK_EVERY_MS);
  return { stop: () => clearInterval(look) };
}
