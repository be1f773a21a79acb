import { eventLog } from '#lib/event-log/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { componentHealth } from '../components.ts';
import { FreshnessWatch } from '../freshness.ts';
import { recordSample } from '../health/samples.ts';
import { STATUS_IDS, type States, statesOf } from './states.ts';

/** How often a worker looks. */
export const LOOK_MS = 60_000;
/** After this long without a look nobody knows how it was: the product did not run, or its database was away. */
export const GAP_MS = 5 * LOOK_MS;
/** How long periods are kept: those that the page shows. */
export const KEPT_MS = 90 * 86_400_000;
/** From this share of clients on whose graphs are late, that is no matter of one client. */
const MANY_STALE = 0.1;

const freshness = new FreshnessWatch();

/** Looks how each part of the installation is and how far it is behind, and records both. `now` in epoch ms. Rejects when the database is away. */
export async function lookAtStatus(now: number): Promise<void> {
  const [health, lag] = await Promise.all([componentHealth(), freshness.look(eventLog.use(), now).catch(() => undefined)]);
  const states = statesOf(health);
  if (lag && lag.stale > 0 && lag.stale >= lag.clients * MANY_STALE && states.diagnosis === 'operational') states.diagnosis = 'degraded';
  await recordStates(states, now);
  if (lag) await recordSample(lag, now);
}

/** Continues the open period of each part, or ends it and begins another where the state is another, or nobody has looked for long. */
export async function recordStates(states: States, now: number): Promise<void> {
  const at = new Date(now);
  await asSystem(async (tx) => {
    const open = await tx.statusPeriod.findMany({ where: { endedAt: null } });
    for (const component of STATUS_IDS) {
      const period = open.find((one) => one.component === component);
      const isGap = period !== undefined && now - period.checkedAt.getTime() > GAP_MS;
      if (period && !isGap && period.state === states[component]) {
        await tx.statusPeriod.update({ where: { id: period.id }, data: { checkedAt: at } });
        continue;
      }
      if (period) await tx.statusPeriod.update({ where: { id: period.id }, data: { endedAt: isGap ? period.checkedAt : at } });
      await tx.statusPeriod.create({ data: { component, state: states[component], beganAt: at, checkedAt: at } });
    }
    await tx.statusPeriod.deleteMany({ where: { endedAt: { lt: new Date(now - KEPT_MS) } } });
  });
}
