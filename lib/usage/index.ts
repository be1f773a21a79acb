/** Usage: counts what clients send and do, exactly once, and enforces the limits of their plans. */
export { countApiCall } from './api-calls.ts';
export { type Counted, countClient, deleteIdentitiesBefore, findDuplicates } from './consumer.ts';
export {
  addToCounter,
  countRcaQueries,
  type DayUsage,
  type MonthSummary,
  monthSummary,
  recordStorage,
  usageByDay,
} from './counters.ts';
export { countEvents } from './events.ts';
export { type BilledMetric, type HourOf, isMonthClosed, lockMonth, usageByHour, utcHour } from './hours.ts';
export { assertMayIngest, type Ingested, noteIngested, reachedIngestLimit } from './ingest-limits.ts';
export { assertWithinLimit } from './limits.ts';
