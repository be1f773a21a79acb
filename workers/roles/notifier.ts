import { setTimeout as delay } from 'node:timers/promises';
import type { PartsOf, RunningRole } from './role.ts';

const POLL_MS = 1_000;
const FORGET_MS = 60 * 60_000;
/** Destinations that are served at once, and messages that one gets before others have their turn. */
const AT_ONCE = 20;
const MESSAGES_OF_TURN = 20;

export const name = 'notifier';
export const purpose = 'sends mails and notifies people of incidents';
export const queues = ['mail'] as const;
export const thread = 'main';

/**
 * Sends the queued mails, hands what happens to incidents to the destinations of clients, and sends to each in order, as fast as it
 * may be. What waits is in the database: several of these may run, and one may stop at any time.
 */
export async function start({ jobs, mail, clock, logger }: PartsOf['main']): Promise<RunningRole> {
  const { MAIL_QUEUE, openQueuedMail } = await import('#lib/mail/index.ts');
  await jobs.work(MAIL_QUEUE, (queued) => mail.send(openQueuedMail(queued)));
  const { announce, deliverNext, dueDestinations, forgetOldDeliveries } = await import('#lib/notifications/index.ts');
  const { repeat } = await import('#lib/platform/repeat.ts');
  const failed = (what: string) => (error: unknown) => logger.error({ err: error }, `${what} failed; it is tried again`);
  let isStopped = false;

  /** A slow destination holds up no other: each is served for itself. */
  const served = new Map<string, Promise<void>>();
  async function serve(destinationId: string): Promise<void> {
    for (let sent = 0; sent < MESSAGES_OF_TURN && !isStopped; sent++) {
      const waitMs = await deliverNext(destinationId, clock());
      if (waitMs === undefined) return;
      await delay(waitMs);
    }
  }
  async function serveDue(): Promise<void> {
    while ((await announce(clock())) > 0 && !isStopped);
    for (const id of await dueDestinations(clock(), AT_ONCE)) {
      if (served.has(id) || served.size >= AT_ONCE) continue;
      const turn = serve(id)
        .catch(failed('sending to a destination'))
        .finally(() => served.delete(id));
      served.set(id, turn);
    }
  }
  const repeated = [
    repeat(POLL_MS, serveDue, failed('handing incidents to destinations')),
    repeat(FORGET_MS, async () => void (await forgetOldDeliveries(clock())), failed('forgetting old deliveries')),
  ];
  return {
    async stop() {
      isStopped = true;
      for (const one of repeated) await one.stop();
      await Promise.all(served.values());
    },
  };
}
