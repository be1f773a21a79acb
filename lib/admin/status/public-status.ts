import { asSystem } from '#lib/platform/database/index.ts';
import { withDeadline } from '#lib/platform/deadline.ts';
import { logger } from '#lib/platform/logger.ts';
import { componentHealth } from '../components.ts';
import { availability, type Day, daysOf, endOf, type Period } from './history.ts';
import { GAP_MS, KEPT_MS } from './look.ts';
import { STATUS_COMPONENTS, STATUS_IDS, type StatusComponent, type StatusState, statesOf, worstOf } from './states.ts';

const SHOWN_DAYS = 90;
const SHOWN_TROUBLES = 30;
const READ_MS = 5_000;
/** What strangers are shown is read once for all of them in this time. */
const FRESH_MS = 5_000;

/** A time in which a part was not well. */
export interface Trouble {
  component: StatusComponent;
  name: string;
  state: 'degraded' | 'down';
  beganAt: number;
  /** Null while it lasts. */
  endedAt: number | null;
}

/** What the status page shows; nothing of it is about a client. */
export interface PublicStatus {
  state: StatusState;
  checkedAt: number;
  components: {
    id: StatusComponent;
    name: string;
    state: StatusState;
    /** The days that are known, the oldest first; empty while the history cannot be read. */
    days: Day[];
    /** The share of the measured time in which it was not down. */
    availability: number | null;
  }[];
  /** The newest first; null while the history cannot be read. */
  troubles: Trouble[] | null;
}

let last: { at: number; status: Promise<PublicStatus> } | undefined;

/** How the installation is now, and was in the last 90 days. Never rejects, also while the database is away. `now` in epoch ms. */
export function publicStatus(now: number): Promise<PublicStatus> {
  if (!last || now - last.at >= FRESH_MS || now < last.at) last = { at: now, status: readStatus(now) };
  return last.status;
}

/** The same, read anew. */
export async function readStatus(now: number): Promise<PublicStatus> {
  const [health, periods] = await Promise.all([
    componentHealth(),
    withDeadline(readPeriods(now), READ_MS).catch((error) => {
      logger.warn({ err: error }, 'the history of the status page cannot be read');
      return undefined;
    }),
  ]);
  const states = statesOf(health);
  // How late the graphs are shows only from one look to the next, so the last one counts.
  const diagnosis = periods?.find(({ component, endedAt }) => component === 'diagnosis' && endedAt === null);
  if (diagnosis?.state === 'degraded' && now - diagnosis.checkedAt < GAP_MS && states.diagnosis === 'operational')
    states.diagnosis = 'degraded';
  const components = STATUS_IDS.map((id) => {
    const own = periods?.filter(({ component }) => component === id) ?? [];
    return {
      id,
      name: STATUS_COMPONENTS[id].name,
      state: states[id],
      days: periods ? daysOf(own, now, SHOWN_DAYS) : [],
      availability: availability(own, now - KEPT_MS),
    };
  });
  return { state: worstOf(Object.values(states)), checkedAt: now, components, troubles: periods ? troublesOf(periods, now) : null };
}

async function readPeriods(now: number): Promise<Period[]> {
  const since = new Date(now - KEPT_MS);
  const rows = await asSystem((tx) =>
    tx.statusPeriod.findMany({ where: { OR: [{ endedAt: null }, { endedAt: { gte: since } }] }, orderBy: { beganAt: 'desc' } }),
  );
  return rows
    .filter(({ component }) => component in STATUS_COMPONENTS)
    .map(({ component, state, beganAt, checkedAt, endedAt }) => ({
      component: component as StatusComponent,
      state: state as StatusState,
      beganAt: beganAt.getTime(),
      checkedAt: checkedAt.getTime(),
      endedAt: endedAt?.getTime() ?? null,
    }));
}

function troublesOf(periods: readonly Period[], now: number): Trouble[] {
  return periods
    .filter(({ state }) => state === 'degraded' || state === 'down')
    .slice(0, SHOWN_TROUBLES)
    .map((period) => ({
      component: period.component,
      name: STATUS_COMPONENTS[period.component].name,
      state: period.state as Trouble['state'],
      beganAt: period.beganAt,
      // Where nobody has looked for long, it ended when somebody last did.
      endedAt: period.endedAt === null && now - period.checkedAt < GAP_MS ? null : endOf(period),
    }));
}
