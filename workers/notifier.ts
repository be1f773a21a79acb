import { tellIncident, untoldIncidents } from '#lib/incidents/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import { jobs, type Queue } from '#lib/platform/jobs.ts';
import type { Log } from '#lib/platform/logger.ts';

const LOOK_EVERY_MS = 5_000;
const QUEUE: Queue<{ tenantId: string; incidentId: string }> = { name: 'tell-incident', retryLimit: 8, retryDelay: 5, expireInSeconds: 60 };

/** The notifier role: tells people of incidents by mail, each once, by jobs that are tried again while the mail server is away. */
export async function startNotifier({ clock, logger }: { clock: Clock; logger: Log }): Promise<{ stop(): void }> {
  if (mailPort.use().kind === 'off') {
    logger.warn('no mail server is configured (SMTP_URL): nobody is told of incidents');
    return { stop: () => {} };
  }
  await jobs.use().work(QUEUE, ({ tenantId, incidentId }) => tellIncident(tenantId, incidentId, clock()));
  const look = setInterval(() => {
    untoldIncidents(clock())
      .then(async (incidents) => {
        for (const { id, tenantId } of incidents) await jobs.use().send(QUEUE, { tenantId, incidentId: id }, id);
      })
      .catch((error) => logger.error({ err: error }, 'incidents could not be looked through for mails'));
  }, LOOK_EVERY_MS);
  return { stop: () => clearInterval(look) };
}
