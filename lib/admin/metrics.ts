import { eventLog, GROUPS } from '#lib/event-log/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { clearMetric, metrics } from '#lib/platform/metrics.ts';
import { STREAMS } from '#lib/wire/names.ts';
import { graphCapacity } from './capacity.ts';
import { type FreshnessReport, FreshnessWatch } from './freshness.ts';
import { refreshInstallationMetrics } from './installation-metrics.ts';
import { type RecordBalance, recordBalances } from './record-balance.ts';

const freshness = new FreshnessWatch();

/**
 * Updates the metrics that are read from the stores, as of `now` (epoch ms). Never throws: the metrics of a store that does not
 * respond are absent.
 */
export async function refreshStoreMetrics(now = Date.now()): Promise<void> {
  await Promise.all([refreshRecordMetrics(now), refreshCapacityMetrics(), refreshInstallationMetrics(now)]);
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
 * Updates the metrics of lag, freshness and dead letters from the stores, because other processes consume and reject records.
 * If the stores do not respond, these metrics are absent. Never throws.
 */
async function refreshRecordMetrics(now: number): Promise<void> {
  let balances: RecordBalance[] | undefined;
  let behind: FreshnessReport | undefined;
  try {
    balances = await recordBalances();
    behind = await freshness.look(eventLog.use(), now);
  } catch (error) {
    logger.error({ err: error }, 'lag and dead letters could not be read for the metrics');
  }
  const { streamLag, worstLag, deadLetters, deadLettersWaiting, unaccounted, freshness: age, staleClients } = metrics();
  // No await from here on, so that no other scrape sees half of it.
  for (const metric of [streamLag, worstLag, deadLetters, deadLettersWaiting, unaccounted, age, staleClients]) clearMetric(metric);
  if (!balances || !behind) return;
  for (const stream of STREAMS) {
    const of = balances.flatMap(({ streams }) => streams.filter((one) => one.stream === stream));
    streamLag.set(
      { stream, group: GROUPS.usage },
      sumOf(of, ({ usageLag }) => usageLag),
    );
    streamLag.set(
      { stream, group: GROUPS.graph },
      sumOf(of, ({ graphLag }) => graphLag),
    );
  }
  worstLag.set({ group: GROUPS.usage }, Math.max(0, ...balances.map(({ streams }) => sumOf(streams, ({ usageLag }) => usageLag))));
  worstLag.set({ group: GROUPS.graph }, Math.max(0, ...balances.map(({ graphLag }) => graphLag)));
  deadLetters.inc(sumOf(balances, ({ deadLetters: letters }) => letters.ever));
  deadLettersWaiting.set(sumOf(balances, ({ deadLetters: letters }) => letters.waiting));
  unaccounted.set(sumOf(balances, ({ unaccounted: records }) => Math.abs(records)));
  age.set(behind.worstMs / 1_000);
  staleClients.set(behind.stale);
}

function sumOf<T>(all: readonly T[], value: (one: T) => number): number {
  return all.reduce((sum, one) => sum + value(one), 0);
}
