import { GROUPS } from '#lib/event-log/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { graphCapacity } from './capacity.ts';
import { type RecordBalance, recordBalances } from './records.ts';

/** Brings the metrics up to what the stores say now; never throws: where a store does not answer, its metrics are absent. */
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
    logger.error({ err: error }, 'the room on the graph servers could not be read for the metrics');
  }
}

/**
 * Brings the metrics of lag and dead letters up to what the stores say now: those who turn records away and those who
 * lag may be other processes. Where the stores do not answer these metrics are absent, the others are served; never throws.
 */
async function refreshRecordMetrics(): Promise<void> {
  let balances: RecordBalance[] = [];
  try {
    balances = await recordBalances();
  } catch (error) {
    logger.error({ err: error }, 'lag and dead letters could not be read for the metrics');
  }
  const { streamLag, deadLetters } = metrics();
  // Nothing is awaited from here on: no other scrape sees half of it. A client that is gone leaves no series behind.
  streamLag.reset();
  deadLetters.reset();
  for (const { clientId, streams, deadLetters: letters } of balances) {
    deadLetters.inc({ client_id: clientId }, letters.ever);
    for (const { stream, usageLag, graphLag } of streams) {
      streamLag.set({ client_id: clientId, stream, group: GROUPS.usage }, usageLag);
      streamLag.set({ client_id: clientId, stream, group: GROUPS.graph }, graphLag);
    }
  }
}
