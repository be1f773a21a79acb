import { createHash } from 'node:crypto';
import type pg from 'pg';
import { asSystemSql } from '#lib/platform/database/index.ts';
import type { Logger } from '#lib/platform/logger.ts';

/** Clients hash to this many shards, so at most this many processes can share a role. Must not change on a running installation. */
export const SHARDS = 32;
/** A lease that is not renewed for this long passes to another process. */
const LEASE_MS = 10_000;
const TICK_MS = 2_000;
/** A process stops working this long before its lease ends, so that it has stopped when another begins. */
const MARGIN_MS = 2_000;

/** The shards of a role that this process holds. */
export interface Shards {
  /** The fencing number of this process for the client's shard; undefined when it does not hold the shard. */
  fenceOf(clientId: string): number | undefined;
  /** Releases all shards and ends. */
  stop(): Promise<void>;
}

/** What a process shares shards with: its role, a name that no other process has, and the database that they share. */
export interface ShardParts {
  pool: pg.Pool;
  role: string;
  instance: string;
  logger: Logger;
  tickMs?: number;
}

interface Lease {
  shard: number;
  owner: string | null;
  fence: string;
  expired: boolean;
}

/** The shard of a client: the same on every machine. */
export function shardOf(clientId: string): number {
  return createHash('sha256').update(clientId).digest().readUInt32BE(0) % SHARDS;
}

/**
 * Shares the clients of a role among the processes that run it: each holds leases in PostgreSQL on its part of the shards
 * and renews them. A process that dies loses its leases after ten seconds; one that joins gets its part from the others; one
 * that comes back under its name keeps its shards. Resolves after the first attempt to get leases, even if it failed.
 */
export async function shareShards({ pool, role, instance, logger, tickMs = TICK_MS }: ShardParts): Promise<Shards> {
  let held = new Map<number, number>();
  let heldUntil = 0;
  let stopped = false;
  let ticking: Promise<void> | undefined;

  async function tick(): Promise<void> {
    const began = performance.now();
    try {
      const now = await settle(pool, role, instance);
      const gained = [...now.keys()].filter((shard) => !held.has(shard)).length;
      const lost = [...held.keys()].filter((shard) => !now.has(shard)).length;
      if (gained > 0 || lost > 0) logger.info({ role, shards: now.size, gained, lost }, 'shards were gained or lost');
      held = now;
      heldUntil = began + LEASE_MS - MARGIN_MS;
    } catch (error) {
      logger.warn({ err: error, role }, 'leases could not be renewed; work stops when they expire');
    }
  }

  await tick();
  const timer = setInterval(() => {
    ticking ??= tick().finally(() => {
      ticking = undefined;
    });
  }, tickMs);

  return {
    fenceOf: (clientId) => (stopped || performance.now() > heldUntil ? undefined : held.get(shardOf(clientId))),
    async stop() {
      stopped = true;
      clearInterval(timer);
      await ticking;
      await release(pool, role, instance).catch((error) =>
        logger.warn({ err: error, role }, 'leases could not be released; they expire by themselves'),
      );
    },
  };
}

/** Renews the leases of this process, takes free ones up to its part, and releases those beyond it. Returns the fencing number of each shard held. */
async function settle(pool: pg.Pool, role: string, instance: string): Promise<Map<number, number>> {
  return asSystemSql(pool, async (sql) => {
    await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`shards ${role}`]);
    await sql.query(
      `INSERT INTO shard_leases (role, shard, expires_at) SELECT $1, s, to_timestamp(0) FROM generate_series(0, $2 - 1) s ON CONFLICT DO NOTHING`,
      [role, SHARDS],
    );
    await sql.query(
      `INSERT INTO role_instances (role, instance, seen_at) VALUES ($1, $2, now()) ON CONFLICT (role, instance) DO UPDATE SET seen_at = now()`,
      [role, instance],
    );
    await sql.query(`DELETE FROM role_instances WHERE role = $1 AND seen_at < now() - $2 * interval '1 millisecond'`, [role, LEASE_MS]);
    const { rows: counted } = await sql.query<{ n: string }>('SELECT count(*) AS n FROM role_instances WHERE role = $1', [role]);
    const { rows: leases } = await sql.query<Lease>(
      'SELECT shard, owner, fence, expires_at < now() AS expired FROM shard_leases WHERE role = $1 ORDER BY shard',
      [role],
    );
    const part = Math.ceil(SHARDS / Math.max(1, Number(counted[0]?.n)));
    const mine = leases.filter(({ owner }) => owner === instance);
    const free = leases.filter(({ owner, expired }) => owner !== instance && (owner === null || expired));
    const kept = mine.slice(0, part);
    const taken = free.slice(0, Math.max(0, part - kept.length));
    const shards = (some: readonly Lease[]) => some.map(({ shard }) => shard);
    const write = (set: string, some: readonly Lease[], ...values: unknown[]) =>
      sql.query(`UPDATE shard_leases SET ${set} WHERE role = $1 AND shard = ANY($2)`, [role, shards(some), ...values]);
    await write('owner = NULL', mine.slice(part));
    await write(`expires_at = now() + $3 * interval '1 millisecond'`, kept, LEASE_MS);
    await write(`owner = $4, fence = fence + 1, expires_at = now() + $3 * interval '1 millisecond'`, taken, LEASE_MS, instance);
    return new Map([
      ...kept.map(({ shard, fence }) => [shard, Number(fence)] as const),
      ...taken.map(({ shard, fence }) => [shard, Number(fence) + 1] as const),
    ]);
  });
}

async function release(pool: pg.Pool, role: string, instance: string): Promise<void> {
  await asSystemSql(pool, async (sql) => {
    await sql.query('UPDATE shard_leases SET owner = NULL WHERE role = $1 AND owner = $2', [role, instance]);
    await sql.query('DELETE FROM role_instances WHERE role = $1 AND instance = $2', [role, instance]);
  });
}
