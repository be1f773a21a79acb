import { metrics } from '#lib/platform/metrics.ts';
import type { PartsOf, RunningRole } from './role.ts';

export const name = 'usage';
export const purpose = 'counts usage and storage, enforces retention';
export const queues = [] as const;
export const thread = 'ingest-usage';

/** Counts the clients whose shards this process holds. */
export async function start({ joinShards, ...parts }: PartsOf['ingest-usage']): Promise<RunningRole> {
  const { startUsage } = await import('../usage.ts');
  const shards = await joinShards();
  const usage = startUsage({
    ...parts,
    isMine: (tenantId) => shards.fenceOf(tenantId) !== undefined,
    onCounted: (tenantId, events) => metrics().eventsIngested.inc({ client_id: tenantId }, events),
    onStorage: (tenantId, bytes) => metrics().storageUsed.set({ client_id: tenantId }, bytes),
  });
  return {
    async stop() {
      await usage.stop();
      await shards.stop();
    },
  };
}
