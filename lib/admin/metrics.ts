import { GROUPS } from '#lib/event-log/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { graphCapacity } from './capacity.ts';
import { type RecordBalance, recordBalances } from './record-balance.ts';

/** Updates the metrics that are read from the stores. Never throws: the metrics of a store that does not respond are absent. */
export async function refreshStoreMetrics(): Promise<void> {
  await Promise.all([refreshRecordMetrics(), refreshCapacityMetrics()]);
}

async function refreshCapacityMetrics(): Promise<void> {
  const { graphPlaces } = metrics();
  try {
    const { servers } = await graphCapacity();
    graphPlaces.reset();
    for (const { uri, capacity, clients, drafts } of servers.filter(({ isNamed }) => isNamed)) {
      graphPlaces.set({ server: uri, state: 'taken' }, clients + drafts);
      graphPlaces.set({ server: uri, state: 'free' }, Math.max(0, capacity - clients - drafts));
    }
  } catch (error) {
    graphPlaces.reset();
    logger.error({ err: error }, 'the capacity of the graph servers could not be read for the metrics');
  }
}

/**
 * Updates the metrics of lag and dead letters from the stores, because other processes consume and reject records. If the
 * stores do not respond, these metrics are absent. Never throws.
 */
async function refreshRecordMetrics(): Promise<void> {
  let balances: RecordBalance[] = [];
  try {
    balances = await recordBalances();
  } catch (error) {
    logger.error({ err: error }, 'lag and dead letters could not be read for the metrics');
  }
  const { streamLag, deadLetters } = metrics();
  // No await from here on, so that no other scrape sees half of it. The reset removes the series of closed clients.
  streamLag.reset();
  deadLetters.reset();
  for (const { tenantId, streams, deadLetters: letters } of balances) {
    deadLetters.inc({ client_id: tenantId }, letters.ever);
    for (const { stream, usageLag, graphLag } of streams) {
      streamLag.set({ client_id: tenantId, stream, group: GROUPS.usage }, usageLag);
      streamLag.set({ client_id: tenantId, stream, group: GROUPS.graph }, graphLag);
    }
  }
}
