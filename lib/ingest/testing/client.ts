import { randomUUID } from 'node:crypto';
import type { EventLog } from '#lib/event-log/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';

/** A new active client of the Pro plan with streams in `log`, as ingest is handed it. */
export async function newSendingClient(log: EventLog) {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => tx.tenant.create({ data: { id, name: id, plan: 'pro', status: 'active' } }));
  await log.create(id, 7);
  return { id, name: id, plan: 'pro' as const, limits: PLANS.pro, status: 'active' as const };
}

export type SendingClient = Awaited<ReturnType<typeof newSendingClient>>;
