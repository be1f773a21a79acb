import { utcDay } from '#lib/platform/clock.ts';
import { database, inTenantSql } from '#lib/platform/database/index.ts';
import { handle } from '#lib/platform/handles.ts';
import { hardLimitOf, type Limited, limitReached, usedThisMonth } from './limits.ts';

/** API calls of a client on one day that are counted in one transaction. */
interface Batch {
  calls: number;
  /** How many of them are within the limit of the plan: those that came first. */
  counted: Promise<number>;
}

/** The calls of a client on one day: those that wait, and the end of the last batch that was begun. */
interface Turn {
  waiting?: Batch;
  last: Promise<unknown>;
}

const shared = handle<Map<string, Turn>>('api-call-turns');

/**
 * Counts an API call, durably when this returns; throws a Problem with status 429 at the plan's limit. Every call writes to one row of its
 * client, so that calls would wait for each other's commit: those that come while others are counted are counted together. `now` in epoch ms.
 */
export async function countApiCall(tenant: Limited, now: number): Promise<void> {
  if (!shared.find()) shared.provide(new Map());
  const turns = shared.use();
  const key = `${tenant.id} ${utcDay(now)}`;
  const turn = turns.get(key) ?? { last: Promise.resolve() };
  turns.set(key, turn);
  const batch = turn.waiting ?? begin(turn);
  const place = batch.calls++;
  if (place >= (await batch.counted)) throw limitReached(tenant, 'api_calls', now);

  /** A batch that is counted as soon as the one before is, with all calls that came until then. */
  function begin(of: Turn): Batch {
    const made: Batch = { calls: 0, counted: Promise.resolve(0) };
    made.counted = of.last.then(() => {
      delete of.waiting;
      return count(tenant, made.calls, now);
    });
    of.waiting = made;
    of.last = made.counted.then(
      () => {},
      () => {},
    );
    const { last } = of;
    void last.then(() => of.last === last && turns.delete(key));
    return made;
  }
}

/** Counts calls up to the limit; returns how many. */
async function count(tenant: Limited, calls: number, now: number): Promise<number> {
  const { pool } = database.use();
  const limit = hardLimitOf(tenant, 'api_calls');
  if (limit === null) {
    await pool.query({ ...COUNT_UNLIMITED, values: [tenant.id, utcDay(now), calls] });
    return calls;
  }
  return await inTenantSql(pool, tenant.id, async (sql) => {
    const within = Math.max(0, Math.min(calls, limit - (await usedThisMonth(sql, tenant.id, 'api_calls', now))));
    if (within > 0) await sql.query({ ...COUNT, values: [tenant.id, utcDay(now), within] });
    return within;
  });
}

const INSERT = `INSERT INTO usage_counters (tenant_id, day, metric, value)
  SELECT $1, $2::date, 'api_calls', $3::bigint FROM set_config('app.tenant_id', $1, true) AS scope`;
const ADD = 'ON CONFLICT (tenant_id, day, metric) DO UPDATE SET value = usage_counters.value + EXCLUDED.value';
const COUNT = { name: 'count api calls', text: `${INSERT} ${ADD}` };
/**
 * In one round trip: the statement is a transaction of its own, and sets its scope before it writes. Requests do not wait for the disk,
 * since nobody pays for API calls: a power failure costs the count of the last second.
 */
const COUNT_UNLIMITED = {
  name: 'count api calls without a limit',
  text: `${INSERT}, set_config('synchronous_commit', 'off', true) AS durability ${ADD}`,
};
