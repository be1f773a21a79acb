import { createHash } from 'node:crypto';
import { z } from 'zod';

/**
 * The payload of Alertmanager's webhook, version 4
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). Of an alert that is not as it should be, the record says
 * so; the others are taken.
 */
export const alertmanagerPayload = z.object({
  version: z.literal('4', 'Only version 4 is known: it is what Alertmanager sends since 0.5.'),
  groupKey: z.string().max(16_384).optional(),
  truncatedAlerts: z.number().int().min(0).optional(),
  status: z.enum(['firing', 'resolved']).optional(),
  receiver: z.string().max(1_024).optional(),
  externalURL: z.string().max(2_048).optional(),
  alerts: z.array(z.looseObject({})).max(1_000, 'Send at most 1,000 alerts at once: set max_alerts.'),
});

/** The alerts of a payload as records of the stream alerts.normalized. `now` in epoch ms. */
export function recordsOfAlerts({ alerts }: z.infer<typeof alertmanagerPayload>, cluster: string, now: number): object[] {
  return alerts.map((alert) => ({ eventId: eventIdOf(alert), observedAt: now, cluster, alert }));
}

/**
 * The same for every repetition of a notification, so that it counts once: which alert, since when, and whether it is over. Without
 * the fingerprint of newer versions the labels tell which.
 */
function eventIdOf({ fingerprint, labels, status, startsAt, endsAt }: Record<string, unknown>): string {
  const which = typeof fingerprint === 'string' && fingerprint ? fingerprint : fingerprintOf(labels);
  return [which, startsAt, status, ...(status === 'resolved' ? [endsAt] : [])].map((part) => String(part ?? '').slice(0, 64)).join('/');
}

function fingerprintOf(labels: unknown): string {
  const sorted = Object.entries((labels ?? {}) as object).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
